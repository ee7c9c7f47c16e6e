namespace Plumb.Search.Storage;

/// <summary>A file as one segment holds it. Its chunks are the segment's documents from <paramref name="FirstDocument"/> on.</summary>
internal sealed record SegmentFile(
    string Path,
    long Size,
    long ModifiedTicks,
    byte[] Hash,
    string Language,
    int LineCount,
    int FirstDocument,
    int ChunkCount,
    int SymbolCount,
    byte[] Shape);

/// <summary>One row of postings: the terms from <paramref name="FirstTerm"/> (UTF-8) on, sorted.</summary>
internal readonly record struct PostingBlock(byte[] FirstTerm, byte[] Data);

/// <summary>
/// A finished, immutable piece of the inverted index: some files, their chunks numbered from zero, the length of each
/// chunk in words, and the postings of their terms.
/// </summary>
internal sealed record SegmentData(IReadOnlyList<SegmentFile> Files, ushort[] Lengths, IReadOnlyList<PostingBlock> Blocks);
