namespace Plumb.Tokens.Tokenizers.SentencePiece;

/// <summary>A trie over UTF-8, its edges in one hash table.</summary>
internal sealed class PieceTrie
{
    public const int Root = 0;
    public const int None = -1;

    private readonly Dictionary<long, int> edges = [];
    private readonly List<int> pieces = [None];

    /// <returns>False where the spelling is there already.</returns>
    public bool TryAdd(ReadOnlySpan<byte> spelling, int piece)
    {
        var node = Root;
        foreach (var b in spelling)
        {
            var key = ((long)node << 8) | b;
            if (!edges.TryGetValue(key, out var child))
            {
                child = pieces.Count;
                pieces.Add(None);
                edges[key] = child;
            }

            node = child;
        }

        if (pieces[node] != None)
        {
            return false;
        }

        pieces[node] = piece;
        return true;
    }

    public bool TryStep(ref int node, byte b) => edges.TryGetValue(((long)node << 8) | b, out node);

    /// <summary>The piece that ends at a node, or <see cref="None"/>.</summary>
    public int PieceAt(int node) => pieces[node];

    /// <summary>The piece that is spelt so, or <see cref="None"/>.</summary>
    public int Find(ReadOnlySpan<byte> spelling)
    {
        var node = Root;
        foreach (var b in spelling)
        {
            if (!TryStep(ref node, b))
            {
                return None;
            }
        }

        return pieces[node];
    }

    /// <summary>The length of the longest piece that a text begins with; 0 where it begins with none.</summary>
    public int LongestPrefix(ReadOnlySpan<byte> text)
    {
        var (node, longest) = (Root, 0);
        for (var i = 0; i < text.Length && TryStep(ref node, text[i]); i++)
        {
            if (pieces[node] != None)
            {
                longest = i + 1;
            }
        }

        return longest;
    }
}
