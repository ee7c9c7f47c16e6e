using Plumb.Search.Storage;

namespace Plumb.Search.Embedding;

/// <summary>What a chunk says about one term that the model knows.</summary>
/// <param name="Row">What <see cref="ITermEmbedder.Find"/> gave for it.</param>
/// <param name="Body">Occurrences in the chunk's text, doc comments among it.</param>
/// <param name="Doc">Occurrences in doc comments, at most 255.</param>
/// <param name="Symbol">How strongly the chunk's names hold it.</param>
/// <param name="InPath">The file's path holds it.</param>
internal readonly record struct TermCount(int Row, int Body, int Doc, SymbolLevel Symbol, bool InPath);

/// <summary>
/// An embedder whose vectors are sums over the index's own terms. Segments are built from the very counts that it
/// wants, so that a chunk's vector costs microseconds and no second look at its text.
/// </summary>
internal interface ITermEmbedder : IEmbedder
{
    /// <summary>The model's row of a term as the index holds it (stemmed part or whole identifier); negative when it has none.</summary>
    int Find(ReadOnlySpan<char> term);

    /// <summary>Writes the vector of a passage, of length 1; all zeros when there are no terms. No term comes twice.</summary>
    /// <param name="terms">The passage's terms that have a row, in no order that matters.</param>
    /// <param name="vector"><see cref="IEmbedder.Dimension"/> numbers.</param>
    void Embed(ReadOnlySpan<TermCount> terms, Span<float> vector);

    /// <summary>The vector of a query, of length 1; all zeros when it holds no term that the model knows.</summary>
    /// <param name="query">As it was typed.</param>
    /// <param name="weigh">How much a term counts in this workspace, beside what the model makes of it.</param>
    float[] EmbedQuery(string query, Func<string, float> weigh);
}
