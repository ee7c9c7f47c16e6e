namespace Plumb.Search.Storage;

/// <summary>What is written of vectors.</summary>
internal sealed partial class Store
{
    /// <summary>Writes the vectors of one embedder for one segment, unless that segment is gone by now.</summary>
    public void CommitVectors(long segment, SegmentVectors vectors) => InTransaction(transaction =>
    {
        using var exists = Sql.Command(transaction, "SELECT count(*) FROM segment WHERE id = $segment AND documents * 4 = $length", "$segment", "$length");
        exists.Parameters[0].Value = segment;
        exists.Parameters[1].Value = vectors.InverseLengths.Length;
        if ((long)exists.ExecuteScalar()! > 0)
        {
            SegmentWriter.WriteVectors(transaction, segment, vectors);
        }
    });

    /// <summary>Forgets the vectors of all embedders but these; what is cached of them stays.</summary>
    public void KeepVectors(IReadOnlyCollection<(string Embedder, int Dimension)> kept)
    {
        var others = Read(reader => reader.ReadVectorSets()).Select(v => (v.Embedder, v.Dimension)).Distinct().Except(kept).ToList();
        if (others.Count > 0)
        {
            InTransaction(transaction =>
            {
                using var delete = Sql.Command(transaction, "DELETE FROM vector WHERE embedder = $embedder AND dimension = $dimension", "$embedder", "$dimension");
                foreach (var (embedder, dimension) in others)
                {
                    delete.Parameters[0].Value = embedder;
                    delete.Parameters[1].Value = dimension;
                    delete.ExecuteNonQuery();
                }
            });
        }
    }

    /// <summary>Remembers what was embedded. The index itself is as it was.</summary>
    /// <param name="run">Number of the run that uses them; those of the oldest runs are forgotten first.</param>
    public void CacheEmbeddings(string embedder, int dimension, IReadOnlyList<(byte[] Hash, byte[] Row)> rows, long run) => InTransaction(
        transaction =>
        {
            using var insert = Sql.Command(
                transaction,
                "INSERT OR REPLACE INTO embedding(embedder, dimension, hash, used, row) VALUES ($embedder, $dimension, $hash, $used, $row)",
                "$embedder", "$dimension", "$hash", "$used", "$row");
            insert.Parameters[0].Value = embedder;
            insert.Parameters[1].Value = dimension;
            insert.Parameters[3].Value = run;
            foreach (var (hash, row) in rows)
            {
                insert.Parameters[2].Value = hash;
                insert.Parameters[4].Value = row;
                insert.ExecuteNonQuery();
            }
        },
        changesIndex: false);

    /// <summary>
    /// Forgets embeddings until those that are left take at most so many bytes, those of the oldest runs first. The
    /// newest run's stay in any case: it would have to pay for them again.
    /// </summary>
    public void EvictEmbeddings(long bytes)
    {
        var runs = Read(reader => reader.ReadCachedBytesByRun());
        var total = 0L;
        var oldest = long.MaxValue;
        foreach (var (run, size) in runs)
        {
            total += size;
            if (total > bytes && oldest != long.MaxValue)
            {
                break;
            }

            oldest = run;
        }

        if (runs.Count == 0 || runs[^1].Run >= oldest)
        {
            return;
        }

        InTransaction(
            transaction =>
            {
                using var delete = Sql.Command(transaction, "DELETE FROM embedding WHERE used < $oldest", "$oldest");
                delete.Parameters[0].Value = oldest;
                delete.ExecuteNonQuery();
            },
            changesIndex: false);
    }
}
