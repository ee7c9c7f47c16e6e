using System.Buffers;
using Plumb.Search.Embedding;
using Plumb.Search.Overlay;
using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>A snapshot over which unsaved texts are laid.</summary>
internal sealed partial class IndexSnapshot
{
    // What this one was laid over; null for a picture of the store itself.
    private IndexSnapshot? stored;
    private HashSet<int> hidden = [];
    private IReadOnlyList<OverlaySegment> unsaved = [];
    private Dictionary<string, int>? byPath;

    /// <summary>Whether it differs from the store itself.</summary>
    public bool IsLaidOver => stored is not null;

    public IReadOnlyList<OverlaySegment> Unsaved => unsaved;

    /// <summary>The files that count: those of the store that nothing hides, and the unsaved ones.</summary>
    public IEnumerable<StoredFile> VisibleFiles => Files.Where((_, i) => !hidden.Contains(i));

    /// <summary>The index of a file by its path; -1 when there is none.</summary>
    public int FindFile(string path)
    {
        var paths = byPath ??= BuildPaths();
        return paths.GetValueOrDefault(path, -1);
    }

    /// <summary>The unsaved text that stands for a file; null where the store's own row counts.</summary>
    public OverlaySegment? UnsavedOf(int file) => stored is null || file < stored.Files.Length ? null : unsaved[file - stored.Files.Length];

    /// <summary>A file's symbols and chunks.</summary>
    public FileShape? ShapeOf(int file, StoreReader reader) => UnsavedOf(file)?.Shape ?? reader.ReadShape(Files[file].Id);

    /// <summary>The cosine of a query with each document, compared while the vectors are read; keeps none of them.</summary>
    /// <returns>At least as many as there are documents, in an array of the shared pool; null when the query's vector is zero, which is near to nothing.</returns>
    public float[]? ScanStored(StoreReader reader, IEmbedder embedder, ReadOnlySpan<float> query)
    {
        var known = new StreamedVectors(stored ?? this, reader, embedder.Id, embedder.Dimension).Scan(query);
        if (known is null || stored is null)
        {
            return known;
        }

        var cosines = ArrayPool<float>.Shared.Rent(DocumentSlots);
        known.AsSpan(0, stored.DocumentSlots).CopyTo(cosines);
        ArrayPool<float>.Shared.Return(known);
        ScanUnsaved(embedder, query, cosines);
        return cosines;
    }

    /// <summary>Begins to work out the cosine of a query with each document, from vectors that are held in memory.</summary>
    /// <returns>The work, and what it fills: at least as many as there are documents, in an array of the shared pool. Null when
    /// there are too many to hold, or the query's vector is near to nothing.</returns>
    /// <exception cref="EmbedderException">The query's vector has another length than those of the index.</exception>
    public (SharedWork? Work, float[]? Cosines) StartScan(StoreReader reader, IEmbedder embedder, ReadOnlySpan<float> query)
    {
        var source = stored ?? this;
        if (source.LoadVectors(reader, embedder) is not { } tables || ScaledQuery.Of(query, embedder.Id, embedder.Dimension) is not { } scaled)
        {
            return (null, null);
        }

        var cosines = ArrayPool<float>.Shared.Rent(DocumentSlots);
        var work = tables.StartScan(scaled, source.DocumentSlots, cosines);
        ScanUnsaved(embedder, query, cosines);
        return (work, cosines);
    }

    // The documents of unsaved texts follow those of the store.
    private void ScanUnsaved(IEmbedder embedder, ReadOnlySpan<float> query, float[] cosines)
    {
        var at = stored?.DocumentSlots ?? DocumentSlots;
        foreach (var segment in unsaved)
        {
            var own = segment.Scan(embedder.Id, embedder.Dimension, query);
            own.CopyTo(cosines, at);
            at += own.Length;
        }
    }

    /// <summary>
    /// The same state of the store, with files left out and unsaved texts added. Their documents follow those of the
    /// store, so that all that is kept by document number stays right.
    /// </summary>
    /// <param name="hide">Indices of the files that do not count.</param>
    /// <param name="show">The texts that do.</param>
    public IndexSnapshot With(HashSet<int> hide, IReadOnlyList<OverlaySegment> show)
    {
        var files = new StoredFile[Files.Length + show.Count];
        Files.CopyTo(files, 0);
        var places = new FileStanding[files.Length];
        standings.CopyTo(places, 0);
        var segments = new SegmentView[Segments.Length + show.Count];
        Segments.CopyTo(segments, 0);
        var byId = Segments.Select((s, i) => (s.Id, i)).ToDictionary(p => p.Id, p => p.i);
        foreach (var file in hide)
        {
            var row = Files[file];
            files[file] = row with { ChunkCount = 0 };
            if (byId.TryGetValue(row.Segment, out var at))
            {
                if (ReferenceEquals(segments[at], Segments[at]))
                {
                    segments[at] = segments[at] with { Files = (int[])segments[at].Files.Clone() };
                }

                segments[at].Files.AsSpan(row.FirstDocument, row.ChunkCount).Fill(-1);
            }
        }

        var start = DocumentSlots;
        for (var i = 0; i < show.Count; i++)
        {
            var file = show[i].File;
            var owners = new int[show[i].Lengths.Length];
            Array.Fill(owners, Files.Length + i);
            files[Files.Length + i] = new StoredFile(
                -1 - i, file.Path, file.Size, file.ModifiedTicks, file.Hash, file.Language, file.LineCount, -1 - i, 0, file.ChunkCount, file.SymbolCount);
            segments[Segments.Length + i] = new SegmentView(-1 - i, show[i].Lengths, show[i].Fingerprints, owners, start) { Unsaved = show[i] };
            start += owners.Length;
            if (FindFile(file.Path) is var before and >= 0)
            {
                places[Files.Length + i] = standings[before];
            }
        }

        return new IndexSnapshot(Revision, files, segments, places) { stored = this, hidden = hide, unsaved = show };
    }

    private Dictionary<string, int> BuildPaths()
    {
        var paths = new Dictionary<string, int>(Files.Length, StringComparer.Ordinal);
        for (var i = 0; i < Files.Length; i++)
        {
            paths[Files[i].Path] = i;
        }

        return paths;
    }
}
