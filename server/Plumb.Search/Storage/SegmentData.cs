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

/// <summary>The vectors of one embedder for the documents of one segment.</summary>
/// <param name="Embedder">Its id.</param>
/// <param name="Dimension">Numbers in each vector.</param>
/// <param name="InverseLengths">For each document 1 over the length of its row, 32-bit floats; 0 where the model knows nothing of it.</param>
/// <param name="Rows">Document x dimension, signed bytes; in pieces, one after another.</param>
internal sealed record SegmentVectors(string Embedder, int Dimension, byte[] InverseLengths, IReadOnlyList<ReadOnlyMemory<byte>> Rows);

/// <summary>
/// A finished, immutable piece of the inverted index: some files, their chunks numbered from zero, the length of each
/// chunk in words and its <see cref="Terms.Fingerprint"/>, the postings of their terms, and the vectors of each embedder
/// that gave any.
/// </summary>
internal sealed record SegmentData(
    IReadOnlyList<SegmentFile> Files, ushort[] Lengths, ulong[] Fingerprints, IReadOnlyList<PostingBlock> Blocks, IReadOnlyList<SegmentVectors> Vectors);
