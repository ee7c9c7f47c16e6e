using Plumb.Search.Overlay;
using Plumb.Search.Storage;
using Plumb.Search.Terms;
using Plumb.Text;

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

/// <summary>What a file's path says: its role, and the terms of its name without the ending.</summary>
internal sealed record FileTraits(FileRole Role, string[] StemTerms)
{
    // Names that say nothing of their content: the folder speaks for them.
    private static readonly HashSet<string> EmptyStems = new(StringComparer.OrdinalIgnoreCase) { "index", "mod", "lib", "main", "init", "__init__", "__main__", "package", "module", "default" };

    public static FileTraits Of(StoredFile file)
    {
        var language = LanguageTable.FindById(file.Language);
        var role = FileRoles.Of(file.Path, file.Language, language?.Kind == LanguageKind.Docs, language?.Kind == LanguageKind.Data);
        var parts = file.Path.Split('/');
        var stem = StemOf(parts[^1]);
        if (EmptyStems.Contains(stem) && parts.Length > 1)
        {
            stem = parts[^2];
        }

        var terms = new List<string>();
        var scanner = new IdentifierScanner(stem);
        var ranges = new Range[IdentifierSplitter.MaxParts];
        while (scanner.Next(out var identifier))
        {
            var count = IdentifierSplitter.Split(identifier, ranges);
            for (var i = 0; i < count; i++)
            {
                var term = QueryAnalyzer.TermsOf(identifier[ranges[i]])[0];
                if (!terms.Contains(term))
                {
                    terms.Add(term);
                }
            }
        }

        return new FileTraits(role, [.. terms]);
    }

    private static string StemOf(string name)
    {
        var dot = name.IndexOf('.', 1);
        return dot > 0 ? name[..dot] : name;
    }
}
