namespace Plumb.Tokens.Tokenizers;

/// <summary>A trie over UTF-16 units, its edges in one hash table: small next to a node of objects for half a million tokens.</summary>
internal sealed class CharTrie
{
    public const int Root = 0;

    private readonly Dictionary<long, int> edges = [];
    private readonly List<int> tokens = [-1];

    public void Add(string token, int id)
    {
        var node = Root;
        foreach (var c in token)
        {
            var key = ((long)node << 16) | c;
            if (!edges.TryGetValue(key, out var child))
            {
                child = tokens.Count;
                tokens.Add(-1);
                edges[key] = child;
            }

            node = child;
        }

        // The last one of a spelling counts, as in the reference.
        tokens[node] = id;
    }

    public bool TryStep(ref int node, char c) => edges.TryGetValue(((long)node << 16) | c, out node);

    /// <summary>The token that ends at a node, or -1.</summary>
    public int TokenAt(int node) => tokens[node];
}
