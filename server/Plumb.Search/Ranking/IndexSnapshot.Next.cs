using Plumb.Search.Embedding;
using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>A snapshot made from the one before: after a saved file, all but that file is as it was.</summary>
internal sealed partial class IndexSnapshot
{
    // With more changed files, reading all rows at once is the cheaper way.
    private const int MostChanged = 500;

    private readonly Lock loading = new();
    private SegmentVectorTables? vectors;
    private bool wasScanned;

    /// <summary>The state of the store now, with what is known of it already; segments never change, and rows of files move with them.</summary>
    /// <param name="reader">Reads one state.</param>
    /// <param name="before">An earlier state of the same store.</param>
    public static IndexSnapshot LoadAfter(StoreReader reader, IndexSnapshot before)
    {
        var places = reader.ReadFilePlaces();
        var known = before.Segments.ToDictionary(s => s.Id);
        var changed = places.Where(p => !known.ContainsKey(p.Value)).Select(p => p.Key).ToList();
        if (changed.Count > MostChanged)
        {
            return Load(reader);
        }

        var files = new List<StoredFile>(places.Count);
        var kept = new List<int>(places.Count);
        for (var i = 0; i < before.Files.Length; i++)
        {
            if (places.TryGetValue(before.Files[i].Id, out var segment) && segment == before.Files[i].Segment)
            {
                files.Add(before.Files[i]);
                kept.Add(i);
            }
        }

        if (files.Count + changed.Count != places.Count)
        {
            return Load(reader);
        }

        files.AddRange(reader.ReadFilesById(changed));
        var segments = reader.ReadSegmentIds().Select(id => known.TryGetValue(id, out var view) ? (id, view.Lengths, view.Fingerprints) : reader.ReadSegment(id)).ToList();
        var next = Assemble(reader, [.. files], segments);
        for (var i = 0; i < kept.Count; i++)
        {
            next.traits[i] = before.traits[kept[i]];
        }

        lock (before.loading)
        {
            next.vectors = before.vectors;
            next.wasScanned = before.wasScanned;
        }

        return next;
    }

    /// <summary>True once in the life of a store.</summary>
    public bool IsFirstScan()
    {
        if (stored is not null)
        {
            return stored.IsFirstScan();
        }

        lock (loading)
        {
            return !wasScanned && (wasScanned = true);
        }
    }

    /// <summary>The vectors of one embedder, read on first use; null when there are too many to hold.</summary>
    public SegmentVectorTables? LoadVectors(StoreReader reader, IEmbedder embedder)
    {
        lock (loading)
        {
            if (vectors is { } loaded && loaded.IsOf(embedder, Revision))
            {
                return loaded;
            }

            return (long)DocumentSlots * embedder.Dimension > Array.MaxLength || embedder.Dimension > Quantization.MaxDimension
                ? null
                : vectors = SegmentVectorTables.Load(reader, embedder, Revision, Segments, vectors);
        }
    }
}
