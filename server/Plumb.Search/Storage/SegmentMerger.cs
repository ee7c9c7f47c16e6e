using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Plumb.Search.Storage;

/// <summary>
/// Joins segments: many small edits leave many small segments, and every query looks into each. Documents whose file
/// was replaced or removed are left out.
/// </summary>
internal static class SegmentMerger
{
    // A merge holds its postings in memory: larger segments stay as they are.
    private const long MaxMergedDocuments = 60_000;

    public static (IReadOnlyList<long> Dead, IReadOnlyList<long> Merge) Plan(SqliteConnection connection, int maxSegments)
    {
        var live = new Dictionary<long, long>();
        var all = new List<(long Id, long Documents)>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT s.id, coalesce(sum(f.chunks), 0), count(f.id) FROM segment s LEFT JOIN file f ON f.segment = s.id GROUP BY s.id";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                if (rows.GetInt64(2) > 0)
                {
                    live[rows.GetInt64(0)] = rows.GetInt64(1);
                }

                all.Add((rows.GetInt64(0), rows.GetInt64(1)));
            }
        }

        var dead = all.Where(s => !live.ContainsKey(s.Id)).Select(s => s.Id).ToList();
        if (live.Count <= maxSegments)
        {
            return (dead, []);
        }

        var merge = new List<long>();
        var documents = 0L;
        foreach (var (id, count) in live.OrderBy(s => s.Value).ThenBy(s => s.Key))
        {
            if (merge.Count > 0 && documents + count > MaxMergedDocuments)
            {
                break;
            }

            merge.Add(id);
            documents += count;
            if (live.Count - merge.Count < maxSegments / 2)
            {
                break;
            }
        }

        return (dead, merge);
    }

    public static SegmentData Merge(SqliteTransaction transaction, IReadOnlyList<long> segments)
    {
        var files = new List<SegmentFile>();
        var lengths = new List<ushort>();
        var fingerprints = new List<ulong>();
        var carried = VectorMerger.Begin(transaction, segments);
        var merged = new SortedDictionary<byte[], List<(int Document, byte Packed)>>(ByBytes.Instance);
        foreach (var segment in segments)
        {
            var renumbered = ReadFiles(transaction, segment, files, lengths, fingerprints);
            ReadPostings(transaction, segment, renumbered, merged);
            carried.Add(transaction, segment, renumbered);
        }

        var writer = new PostingBlockWriter();
        foreach (var (term, entries) in merged)
        {
            writer.Add(term, CollectionsMarshal.AsSpan(entries));
        }

        return new SegmentData(files, [.. lengths], [.. fingerprints], writer.Finish(), carried.Build());
    }

    // Returns, for each document of the segment, its number in the merged one, or -1 when its file is gone.
    private static int[] ReadFiles(SqliteTransaction transaction, long segment, List<SegmentFile> files, List<ushort> lengths, List<ulong> fingerprints)
    {
        var (old, oldFingerprints) = ReadDocuments(transaction, segment);
        var renumbered = new int[old.Length];
        Array.Fill(renumbered, -1);
        using var select = Sql.Command(
            transaction,
            "SELECT path, size, modified, hash, language, lines, first, chunks, symbols, shape FROM file WHERE segment = $segment ORDER BY first",
            "$segment");
        select.Parameters[0].Value = segment;
        using var rows = select.ExecuteReader();
        while (rows.Read())
        {
            var first = rows.GetInt32(6);
            var chunks = rows.GetInt32(7);
            files.Add(new SegmentFile(
                rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2), (byte[])rows.GetValue(3), rows.GetString(4), rows.GetInt32(5),
                lengths.Count, chunks, rows.GetInt32(8), (byte[])rows.GetValue(9)));
            for (var i = 0; i < chunks; i++)
            {
                renumbered[first + i] = lengths.Count;
                lengths.Add(old[first + i]);
                fingerprints.Add(oldFingerprints.Length == 0 ? 0 : oldFingerprints[first + i]);
            }
        }

        return renumbered;
    }

    private static (ushort[] Lengths, ulong[] Fingerprints) ReadDocuments(SqliteTransaction transaction, long segment)
    {
        using var select = Sql.Command(transaction, "SELECT lengths, fingerprints FROM segment WHERE id = $segment", "$segment");
        select.Parameters[0].Value = segment;
        using var row = select.ExecuteReader();
        row.Read();
        return (MemoryMarshal.Cast<byte, ushort>((byte[])row.GetValue(0)).ToArray(), MemoryMarshal.Cast<byte, ulong>((byte[])row.GetValue(1)).ToArray());
    }

    private static void ReadPostings(SqliteTransaction transaction, long segment, int[] renumbered, SortedDictionary<byte[], List<(int Document, byte Packed)>> merged)
    {
        using var select = Sql.Command(transaction, "SELECT data FROM posting WHERE segment = $segment ORDER BY term", "$segment");
        select.Parameters[0].Value = segment;
        using var rows = select.ExecuteReader();
        var entries = new List<(int Document, byte Packed)>();
        while (rows.Read())
        {
            var block = new PostingBlockReader((byte[])rows.GetValue(0));
            while (block.Next())
            {
                entries.Clear();
                PostingBlockReader.Decode(block.Postings, block.Count, entries);
                List<(int, byte)>? list = null;
                foreach (var (document, packed) in entries)
                {
                    if (renumbered[document] < 0)
                    {
                        continue;
                    }

                    if (list is null)
                    {
                        var term = block.Term.ToArray();
                        if (!merged.TryGetValue(term, out list))
                        {
                            merged[term] = list = [];
                        }
                    }

                    list.Add((renumbered[document], packed));
                }
            }
        }
    }

    private sealed class ByBytes : IComparer<byte[]>
    {
        public static readonly ByBytes Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
