using Plumb.Search.Storage;
using Plumb.Search.Terms;

namespace Plumb.Search.Embedding;

/// <summary>
/// Embeds the chunks of one segment from the terms that are counted anyway. The model's row of a term is looked up once
/// in a segment.
/// </summary>
internal sealed class TermVectors
{
    private const int NotLookedUp = int.MinValue;

    private readonly ITermEmbedder embedder;
    private readonly TermTable terms;
    private readonly VectorBuilder vectors;
    private readonly float[] vector;
    private readonly List<TermCount> counts = new(256);
    private int[] rows = [];

    public TermVectors(ITermEmbedder embedder, TermTable terms)
    {
        this.embedder = embedder;
        this.terms = terms;
        vectors = new VectorBuilder(embedder.Id, embedder.Dimension);
        vector = new float[embedder.Dimension];
    }

    /// <summary>Adds a term of the chunk at hand; one that the model does not know is passed over.</summary>
    public void Count(int term, int body, int doc, SymbolLevel symbol, bool inPath)
    {
        if (term >= rows.Length)
        {
            var before = rows.Length;
            Array.Resize(ref rows, Math.Max(term + 1, Math.Max(1 << 14, before * 2)));
            Array.Fill(rows, NotLookedUp, before, rows.Length - before);
        }

        ref var row = ref rows[term];
        if (row == NotLookedUp)
        {
            var text = terms[term];
            row = text[0] == TermAnalyzer.DefinitionMark ? -1 : Math.Max(-1, embedder.Find(text));
        }

        if (row >= 0)
        {
            counts.Add(new TermCount(row, body, doc, symbol, inPath));
        }
    }

    /// <summary>Ends the chunk at hand and begins the next one.</summary>
    public void EndDocument()
    {
        embedder.Embed(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(counts), vector);
        vectors.Add(vector);
        counts.Clear();
    }

    public SegmentVectors Build() => vectors.Build();
}
