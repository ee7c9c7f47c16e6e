using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Plumb.Search.Discovery;

namespace Plumb.Search.Storage;

/// <summary>A file's row without its shape.</summary>
internal sealed record StoredFile(long Id, string Path, long Size, long ModifiedTicks, byte[] Hash, string Language, int LineCount, long Segment, int FirstDocument, int ChunkCount, int SymbolCount);

/// <summary>A file that was skipped; size and time are 0 unless its content was read to tell.</summary>
internal readonly record struct SkippedRow(SkippedFile File, long Size, long ModifiedTicks);

/// <summary>One connection that reads. Everything between <see cref="Begin"/> and <see cref="End"/> sees one state.</summary>
internal sealed partial class StoreReader : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly PostingCache cache;
    private readonly SqliteCommand findBlock;
    private readonly SqliteCommand findBlocks;
    private readonly SqliteCommand findShape;
    private readonly SqliteCommand revision;
    private SqliteCommand? findEmbedding;
    private SqliteTransaction? transaction;

    /// <param name="connection">Its own.</param>
    /// <param name="cache">What was read of postings before, shared by all readers of the store.</param>
    public StoreReader(SqliteConnection connection, PostingCache cache)
    {
        this.connection = connection;
        this.cache = cache;
        findBlock = connection.CreateCommand();
        findBlock.CommandText = "SELECT data FROM posting WHERE segment = $segment AND term <= $term ORDER BY term DESC LIMIT 1";
        findBlock.Parameters.Add("$segment", SqliteType.Integer);
        findBlock.Parameters.Add("$term", SqliteType.Blob);
        findBlocks = connection.CreateCommand();
        findBlocks.CommandText =
            """
            SELECT data FROM posting WHERE segment = $segment AND term >= coalesce(
                (SELECT term FROM posting WHERE segment = $segment AND term <= $term ORDER BY term DESC LIMIT 1), x'') ORDER BY term
            """;
        findBlocks.Parameters.Add("$segment", SqliteType.Integer);
        findBlocks.Parameters.Add("$term", SqliteType.Blob);
        findShape = connection.CreateCommand();
        findShape.CommandText = "SELECT shape FROM file WHERE id = $id";
        findShape.Parameters.Add("$id", SqliteType.Integer);
        revision = connection.CreateCommand();
        revision.CommandText = "SELECT value FROM meta WHERE key = 'revision'";
    }

    public void Begin() => transaction = connection.BeginTransaction(deferred: true);

    public void End()
    {
        transaction?.Dispose();
        transaction = null;
    }

    /// <summary>Counts the transactions that changed the index, by whatever process.</summary>
    public long ReadRevision()
    {
        revision.Transaction = transaction;
        return Convert.ToInt64(revision.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The rows of some paths; a folder's path gives what is stored of it.</summary>
    public List<StoredFile> ReadFilesAt(IEnumerable<string> paths)
    {
        // "0" follows "/" in the order of bytes: between them lies what is in the folder.
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            SELECT id, path, size, modified, hash, language, lines, segment, first, chunks, symbols FROM file WHERE path = $path
            UNION ALL
            SELECT id, path, size, modified, hash, language, lines, segment, first, chunks, symbols FROM file WHERE path > $path || '/' AND path < $path || '0'
            """;
        command.Parameters.Add("$path", SqliteType.Text);
        var files = new Dictionary<string, StoredFile>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            command.Parameters[0].Value = path.TrimEnd('/');
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                files[rows.GetString(1)] = ReadFile(rows);
            }
        }

        return [.. files.Values];
    }

    public (int Files, int Chunks) CountFiles()
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT count(*), coalesce(sum(chunks), 0) FROM file";
        using var rows = command.ExecuteReader();
        rows.Read();
        return (rows.GetInt32(0), rows.GetInt32(1));
    }

    /// <summary>Every file's id and the segment that holds it.</summary>
    public Dictionary<long, long> ReadFilePlaces()
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT id, segment FROM file";
        using var rows = command.ExecuteReader();
        var places = new Dictionary<long, long>();
        while (rows.Read())
        {
            places[rows.GetInt64(0)] = rows.GetInt64(1);
        }

        return places;
    }

    public List<StoredFile> ReadFilesById(IEnumerable<long> ids)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT id, path, size, modified, hash, language, lines, segment, first, chunks, symbols FROM file WHERE id = $id";
        command.Parameters.Add("$id", SqliteType.Integer);
        var files = new List<StoredFile>();
        foreach (var id in ids)
        {
            command.Parameters[0].Value = id;
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                files.Add(ReadFile(rows));
            }
        }

        return files;
    }

    public List<long> ReadSegmentIds()
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT id FROM segment ORDER BY id";
        using var rows = command.ExecuteReader();
        var ids = new List<long>();
        while (rows.Read())
        {
            ids.Add(rows.GetInt64(0));
        }

        return ids;
    }

    public (long Id, ushort[] Lengths, ulong[] Fingerprints) ReadSegment(long id)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT lengths, fingerprints FROM segment WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        using var rows = command.ExecuteReader();
        rows.Read();
        return (
            id,
            MemoryMarshal.Cast<byte, ushort>((byte[])rows.GetValue(0)).ToArray(),
            MemoryMarshal.Cast<byte, ulong>((byte[])rows.GetValue(1)).ToArray());
    }

    public List<(long Id, ushort[] Lengths, ulong[] Fingerprints)> ReadSegments()
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT id, lengths, fingerprints FROM segment ORDER BY id";
        using var rows = command.ExecuteReader();
        var segments = new List<(long, ushort[], ulong[])>();
        while (rows.Read())
        {
            segments.Add((
                rows.GetInt64(0),
                MemoryMarshal.Cast<byte, ushort>((byte[])rows.GetValue(1)).ToArray(),
                MemoryMarshal.Cast<byte, ulong>((byte[])rows.GetValue(2)).ToArray()));
        }

        return segments;
    }

    /// <summary>The postings of a term in one segment, none where it does not hold the term. Shared by all who ask: nobody writes into them.</summary>
    public (int Document, byte Packed)[] ReadPostings(long segment, byte[] term)
    {
        if (!cache.TryGetPostings(segment, term, out var known))
        {
            var entries = new List<(int Document, byte Packed)>();
            known = ReadPostings(segment, term, entries) ? [.. entries] : [];
            cache.AddPostings(segment, term, known);
        }

        return known;
    }

    private bool ReadPostings(long segment, byte[] term, List<(int Document, byte Packed)> into)
    {
        findBlock.Transaction = transaction;
        findBlock.Parameters[0].Value = segment;
        findBlock.Parameters[1].Value = term;
        if (findBlock.ExecuteScalar() is not byte[] data)
        {
            return false;
        }

        var block = new PostingBlockReader(data);
        while (block.Next())
        {
            var order = block.Term.SequenceCompareTo(term);
            if (order == 0)
            {
                PostingBlockReader.Decode(block.Postings, block.Count, into);
                return true;
            }

            if (order > 0)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The terms of one segment that begin with a prefix, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<string> FindTerms(long segment, string prefix, int limit)
    {
        if (!cache.TryGetTerms(segment, prefix, limit, out var known))
        {
            known = [.. ReadTerms(segment, prefix, limit)];
            cache.AddTerms(segment, prefix, limit, known);
        }

        return known;
    }

    private List<string> ReadTerms(long segment, string prefix, int limit)
    {
        var key = PostingBlockReader.KeyOf(prefix);
        var found = new List<string>();

        // The block that holds the first such term may begin before the prefix.
        findBlocks.Transaction = transaction;
        findBlocks.Parameters[0].Value = segment;
        findBlocks.Parameters[1].Value = key;
        using var rows = findBlocks.ExecuteReader();
        while (rows.Read())
        {
            var block = new PostingBlockReader((byte[])rows.GetValue(0));
            while (block.Next())
            {
                if (block.Term.StartsWith(key))
                {
                    found.Add(System.Text.Encoding.UTF8.GetString(block.Term));
                    if (found.Count >= limit)
                    {
                        return found;
                    }
                }
                else if (block.Term.SequenceCompareTo(key) > 0)
                {
                    return found;
                }
            }
        }

        return found;
    }

    private static StoredFile ReadFile(SqliteDataReader rows) => new(
        rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2), rows.GetInt64(3), (byte[])rows.GetValue(4), string.Intern(rows.GetString(5)),
        rows.GetInt32(6), rows.GetInt64(7), rows.GetInt32(8), rows.GetInt32(9), rows.GetInt32(10));

    public FileShape? ReadShape(long file)
    {
        findShape.Transaction = transaction;
        findShape.Parameters[0].Value = file;
        return findShape.ExecuteScalar() is byte[] data ? FileShape.Decode(data) : null;
    }

    public string? ReadMeta(string key)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT value FROM meta WHERE key = $key";
        command.Parameters.AddWithValue("$key", key);
        return command.ExecuteScalar() as string;
    }

    public List<SkippedRow> ReadSkipped()
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT path, reason, detail, size, modified FROM skipped ORDER BY path";
        using var rows = command.ExecuteReader();
        var skipped = new List<SkippedRow>();
        while (rows.Read())
        {
            var reason = Enum.TryParse<SkipReason>(rows.GetString(1), out var known) ? known : SkipReason.None;
            skipped.Add(new SkippedRow(new SkippedFile(rows.GetString(0), reason, rows.GetString(2)), rows.GetInt64(3), rows.GetInt64(4)));
        }

        return skipped;
    }

    public void Dispose()
    {
        End();
        findBlock.Dispose();
        findBlocks.Dispose();
        findShape.Dispose();
        findEmbedding?.Dispose();
        revision.Dispose();
        connection.Dispose();
    }
}
