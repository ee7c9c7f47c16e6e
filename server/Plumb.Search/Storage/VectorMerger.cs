using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Plumb.Search.Embedding;

namespace Plumb.Search.Storage;

/// <summary>
/// Carries vectors into a merged segment. An embedder's vectors come along when every segment has them: a set with holes
/// would pass for a whole one. Where one lacks them, the cache of embeddings fills the new segment.
/// </summary>
internal sealed class VectorMerger
{
    private readonly List<(string Embedder, int Dimension, VectorBuilder Vectors)> sets;

    private VectorMerger(List<(string Embedder, int Dimension, VectorBuilder Vectors)> sets) => this.sets = sets;

    public static VectorMerger Begin(SqliteTransaction transaction, IReadOnlyList<long> segments)
    {
        var wanted = segments.ToHashSet();
        var found = new Dictionary<(string, int), int>();
        using var select = Sql.Command(transaction, "SELECT segment, embedder, dimension FROM vector");
        using var rows = select.ExecuteReader();
        while (rows.Read())
        {
            if (wanted.Contains(rows.GetInt64(0)))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(found, (rows.GetString(1), rows.GetInt32(2)), out _)++;
            }
        }

        return new VectorMerger([.. found.Where(f => f.Value == segments.Count).Select(f => (f.Key.Item1, f.Key.Item2, new VectorBuilder(f.Key.Item1, f.Key.Item2)))]);
    }

    /// <summary>Adds the documents of one segment that live on, in their new order.</summary>
    /// <param name="renumbered">For each document its number in the merged segment, or -1.</param>
    public void Add(SqliteTransaction transaction, long segment, int[] renumbered)
    {
        foreach (var (embedder, dimension, vectors) in sets)
        {
            using var select = Sql.Command(
                transaction, "SELECT lengths, rows FROM vector WHERE segment = $segment AND embedder = $embedder AND dimension = $dimension", "$segment", "$embedder", "$dimension");
            select.Parameters[0].Value = segment;
            select.Parameters[1].Value = embedder;
            select.Parameters[2].Value = dimension;
            using var row = select.ExecuteReader();
            row.Read();
            var lengths = MemoryMarshal.Cast<byte, float>((byte[])row.GetValue(0));
            var old = MemoryMarshal.Cast<byte, sbyte>((byte[])row.GetValue(1));
            if (lengths.Length != renumbered.Length || old.Length != renumbered.Length * dimension)
            {
                throw new InvalidDataException("The vectors of a segment are damaged.");
            }

            // Files of one segment are read in the order of their documents, so that the new numbers rise with the old.
            for (var i = 0; i < renumbered.Length; i++)
            {
                if (renumbered[i] >= 0)
                {
                    vectors.AddRow(old.Slice(i * dimension, dimension), lengths[i]);
                }
            }
        }
    }

    public IReadOnlyList<SegmentVectors> Build() => [.. sets.Select(s => s.Vectors.Build())];
}
