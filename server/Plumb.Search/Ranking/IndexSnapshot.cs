using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>What a query needs of the whole index, as of one state of the store; immutable.</summary>
internal sealed partial class IndexSnapshot
{
    private readonly FileTraits?[] traits;

    // Each file's role plus one, in one place: a ranking asks for those of thousands.
    private readonly byte[] roles;
    private readonly FileStanding[] standings;
    private readonly (int Start, int Count)[] chunks;
    private HashSet<string>? masked;
    private bool knowsMasked;

    private IndexSnapshot(long revision, StoredFile[] files, SegmentView[] segments, FileStanding[] standings)
    {
        this.standings = standings;
        Revision = revision;
        Files = files;
        Segments = segments;
        traits = new FileTraits?[files.Length];
        roles = new byte[files.Length];
        chunks = PlacesOf(files, segments);
        var words = 0L;
        foreach (var segment in segments)
        {
            DocumentSlots += segment.Lengths.Length;
            for (var i = 0; i < segment.Lengths.Length; i++)
            {
                if (segment.Files[i] >= 0)
                {
                    Documents++;
                    words += segment.Lengths[i];
                }
            }
        }

        AverageLength = Documents == 0 ? 1 : Math.Max(1, (double)words / Documents);
    }

    /// <summary>The state of the store that this is a picture of.</summary>
    public long Revision { get; }

    public StoredFile[] Files { get; }

    public SegmentView[] Segments { get; }

    /// <summary>Whether a file of the store had nothing to mask when it was indexed, by the rules of this version.</summary>
    /// <param name="file">Its index.</param>
    /// <param name="reader">Reads one state.</param>
    public bool IsFreeOfSecrets(int file, StoreReader reader)
    {
        if (stored is not null)
        {
            return file < stored.Files.Length && stored.IsFreeOfSecrets(file, reader);
        }

        lock (loading)
        {
            if (!knowsMasked)
            {
                masked = reader.ReadMaskedPaths();
                knowsMasked = true;
            }
        }

        return masked is not null && !masked.Contains(Files[file].Path);
    }

    /// <summary>Living chunks.</summary>
    public int Documents { get; }

    /// <summary>Chunks with the dead ones: the size of an array indexed by document.</summary>
    public int DocumentSlots { get; }

    /// <summary>Mean words of a living chunk, at least 1.</summary>
    public double AverageLength { get; }

    public static IndexSnapshot Load(StoreReader reader) => Assemble(reader, [.. reader.ReadFiles()], reader.ReadSegments());

    private static IndexSnapshot Assemble(StoreReader reader, StoredFile[] files, IReadOnlyList<(long Id, ushort[] Lengths, ulong[] Fingerprints)> rows)
    {
        var segments = new SegmentView[rows.Count];
        var byId = new Dictionary<long, SegmentView>();
        var start = 0;
        for (var i = 0; i < segments.Length; i++)
        {
            var owners = new int[rows[i].Lengths.Length];
            Array.Fill(owners, -1);
            segments[i] = byId[rows[i].Id] = new SegmentView(rows[i].Id, rows[i].Lengths, rows[i].Fingerprints, owners, start);
            start += owners.Length;
        }

        for (var i = 0; i < files.Length; i++)
        {
            if (byId.TryGetValue(files[i].Segment, out var segment))
            {
                segment.Files.AsSpan(files[i].FirstDocument, files[i].ChunkCount).Fill(i);
            }
        }

        return new IndexSnapshot(reader.ReadRevision(), files, segments, FileStanding.Of(files, reader.ReadFileRanks()));
    }

    /// <summary>How many living chunks have a vector of an embedder; those of which it knows nothing count as well.</summary>
    public int CountVectors(IReadOnlyList<VectorSet> sets, string embedder, int dimension)
    {
        var covered = sets.Where(s => s.Embedder == embedder && s.Dimension == dimension).Select(s => s.Segment).ToHashSet();
        return Segments.Where(s => covered.Contains(s.Id)).Sum(s => s.Files.Length - s.Files.Count(-1));
    }

    /// <summary>A file's chunks among all documents; none where its segment is not there.</summary>
    public (int Start, int Count) ChunksOf(int file) => chunks[file];

    /// <summary>How much other files mention a file, as of the last time that was looked at.</summary>
    public FileStanding StandingOf(int file) => standings[file];

    private static (int Start, int Count)[] PlacesOf(StoredFile[] files, SegmentView[] segments)
    {
        var bases = segments.ToDictionary(s => s.Id, s => s.Base);
        var places = new (int Start, int Count)[files.Length];
        for (var i = 0; i < files.Length; i++)
        {
            if (files[i].ChunkCount > 0 && bases.TryGetValue(files[i].Segment, out var start))
            {
                places[i] = (start + files[i].FirstDocument, files[i].ChunkCount);
            }
        }

        return places;
    }

    public FileRole RoleOf(int file)
    {
        if (stored is not null && file < stored.Files.Length)
        {
            return stored.RoleOf(file);
        }

        if (roles[file] == 0)
        {
            roles[file] = (byte)(TraitsOf(file).Role + 1);
        }

        return (FileRole)(roles[file] - 1);
    }

    public bool IsDocumentation(int file) => RoleOf(file) == FileRole.Documentation;

    public FileTraits TraitsOf(int file) => stored is not null && file < stored.Files.Length ? stored.TraitsOf(file) : traits[file] ??= FileTraits.Of(Files[file]);
}
