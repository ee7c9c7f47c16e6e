using Plumb.Search.Embedding;
using Plumb.Search.Terms;

namespace Plumb.Search.Tests.Support;

/// <summary>A term embedder whose rows are concepts: words of one concept are the same to it, and it knows no other words.</summary>
internal sealed class ConceptEmbedder(string id, params string[] concepts) : ITermEmbedder
{
    private readonly Dictionary<string, int> rows = concepts
        .SelectMany((words, concept) => words.Split(' ').SelectMany(w => Terms(w)).Select(term => (term, concept)))
        .DistinctBy(pair => pair.term).ToDictionary(pair => pair.term, pair => pair.concept, StringComparer.Ordinal);

    public string Id => id;

    public int Dimension => concepts.Length;

    public int Find(ReadOnlySpan<char> term) => rows.GetValueOrDefault(term.ToString(), -1);

    public void Embed(ReadOnlySpan<TermCount> terms, Span<float> vector)
    {
        vector.Clear();
        foreach (var term in terms)
        {
            vector[term.Row] += term.Body;
        }

        Normalize(vector);
    }

    public float[] EmbedQuery(string query, Func<string, float> weigh) => Embed(query);

    public ValueTask<float[][]> EmbedAsync(IReadOnlyList<EmbeddingText> texts, EmbeddingKind kind, CancellationToken cancellation) =>
        ValueTask.FromResult(texts.Select(t => Embed(t.Text)).ToArray());

    public void Dispose()
    {
    }

    private float[] Embed(string text)
    {
        var vector = new float[Dimension];
        foreach (var row in Terms(text).Select(term => Find(term)).Where(row => row >= 0))
        {
            vector[row]++;
        }

        Normalize(vector);
        return vector;
    }

    private static void Normalize(Span<float> vector)
    {
        var squares = 0f;
        foreach (var number in vector)
        {
            squares += number * number;
        }

        for (var i = 0; i < vector.Length && squares > 0; i++)
        {
            vector[i] /= MathF.Sqrt(squares);
        }
    }

    private static List<string> Terms(string text)
    {
        var found = new List<string>();
        var scanner = new IdentifierScanner(text);
        while (scanner.Next(out var identifier))
        {
            var analyzer = new TermAnalyzer(identifier);
            while (analyzer.Next(out var term))
            {
                found.Add(term.ToString());
            }
        }

        return found;
    }
}
