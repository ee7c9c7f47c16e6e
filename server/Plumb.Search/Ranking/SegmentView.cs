using Plumb.Search.Overlay;
using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>One segment as a query sees it.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Lengths">Words of each document.</param>
/// <param name="Fingerprints">For each document what tells its copies; empty where that was not kept.</param>
/// <param name="Files">For each document the index of its file in the snapshot, or -1 when it is dead.</param>
/// <param name="Base">Number of its first document among all segments.</param>
internal sealed record SegmentView(long Id, ushort[] Lengths, ulong[] Fingerprints, int[] Files, int Base)
{
    /// <summary>Set where the segment is no row of the store but an unsaved text.</summary>
    public OverlaySegment? Unsaved { get; init; }

    /// <summary>Whether a document of it is still one of the index.</summary>
    public bool IsLiving(int document) => (uint)document < (uint)Files.Length && Files[document] >= 0;

    /// <summary>The postings of a term, dead documents among them; nobody writes into them.</summary>
    public (int Document, byte Packed)[] ReadPostings(StoreReader reader, string term)
    {
        var key = PostingBlockReader.KeyOf(term);
        if (Unsaved is not { } unsaved)
        {
            return reader.ReadPostings(Id, key);
        }

        var entries = new List<(int Document, byte Packed)>();
        unsaved.ReadPostings(key, entries);
        return [.. entries];
    }

    /// <summary>How many chunks of the index hold a term: what was replaced may still have postings, and counts no more.</summary>
    public int CountLiving(StoreReader reader, string term)
    {
        var count = 0;
        foreach (var (document, _) in ReadPostings(reader, term))
        {
            count += IsLiving(document) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The terms that begin with a prefix, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<string> FindTerms(StoreReader reader, string prefix, int limit) =>
        Unsaved is { } unsaved ? unsaved.FindTerms(prefix, limit) : reader.FindTerms(Id, prefix, limit);
}
