namespace Plumb.Search.Ranking;

/// <summary>A ranked chunk, before its text is read.</summary>
/// <param name="File">Index of its file in the snapshot.</param>
/// <param name="Chunk">Number of the chunk in its file.</param>
/// <param name="IsNear">Vectors found it, so that it need not hold a word of the query.</param>
/// <param name="Duplicates">File and chunk of the other places that hold the same text.</param>
internal sealed record RankedChunk(int File, int Chunk, double Score, IReadOnlyList<RankSignal> Signals, bool IsNear, IReadOnlyList<(int File, int Chunk)> Duplicates)
{
    /// <summary>The cosine to the query; null without vectors.</summary>
    public double? Cosine { get; init; }
}
