namespace Plumb.Search.Chunking;

/// <summary>A stretch of whole lines of one file: what is ranked and cited.</summary>
/// <param name="StartLine">First line, zero-based.</param>
/// <param name="EndLine">Line after the last, zero-based.</param>
/// <param name="Declaration">Index of the declaration that the chunk is, or that encloses it; -1 for none.</param>
/// <param name="IsWhole">The chunk is that whole declaration, or its head, rather than a part of its inside.</param>
internal readonly record struct Chunk(int StartLine, int EndLine, int Declaration, bool IsWhole);
