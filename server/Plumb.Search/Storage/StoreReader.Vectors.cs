using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Plumb.Search.Storage;

/// <summary>The row of one embedder's vectors of one segment.</summary>
internal readonly record struct VectorSet(long Id, long Segment, string Embedder, int Dimension, long Bytes);

/// <summary>What is read of vectors.</summary>
internal sealed partial class StoreReader
{
    public List<VectorSet> ReadVectorSets()
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT id, segment, embedder, dimension, length(lengths) + length(rows) FROM vector";
        using var rows = command.ExecuteReader();
        var sets = new List<VectorSet>();
        while (rows.Read())
        {
            sets.Add(new VectorSet(rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), rows.GetInt32(3), rows.GetInt64(4)));
        }

        return sets;
    }

    /// <summary>Reads the vectors of a segment into place, without a copy in between.</summary>
    /// <param name="inverseLengths">One for each document of the segment.</param>
    /// <param name="rows">Document x dimension.</param>
    public void ReadVectors(VectorSet set, Span<float> inverseLengths, Span<sbyte> rows)
    {
        Fill(set.Id, "lengths", MemoryMarshal.AsBytes(inverseLengths));
        Fill(set.Id, "rows", MemoryMarshal.AsBytes(rows));
    }

    /// <summary>Shows the vectors of a segment piece by piece, in order, without holding them all.</summary>
    /// <param name="rowsAtATime">Most rows of a piece.</param>
    /// <param name="show">Gets the number of the first document in the segment and rows, document x dimension.</param>
    public void VisitVectors(VectorSet set, Span<float> inverseLengths, int rowsAtATime, Action<int, ReadOnlyMemory<sbyte>> show)
    {
        Fill(set.Id, "lengths", MemoryMarshal.AsBytes(inverseLengths));
        using var blob = new SqliteBlob(connection, "vector", "rows", set.Id, readOnly: true);
        if (blob.Length != (long)inverseLengths.Length * set.Dimension)
        {
            throw new InvalidDataException("The vectors of a segment are damaged.");
        }

        var piece = new sbyte[rowsAtATime * set.Dimension];
        for (var first = 0; first < inverseLengths.Length; first += rowsAtATime)
        {
            var rows = piece.AsMemory(0, Math.Min(rowsAtATime, inverseLengths.Length - first) * set.Dimension);
            Fill(blob, MemoryMarshal.AsBytes(rows.Span));
            show(first, rows);
        }
    }

    /// <summary>The cached row of a content; null when it was never embedded, or long ago.</summary>
    public byte[]? FindEmbedding(string embedder, int dimension, byte[] hash)
    {
        if (findEmbedding is null)
        {
            findEmbedding = connection.CreateCommand();
            findEmbedding.CommandText = "SELECT row FROM embedding WHERE embedder = $embedder AND dimension = $dimension AND hash = $hash";
            findEmbedding.Parameters.Add("$embedder", SqliteType.Text);
            findEmbedding.Parameters.Add("$dimension", SqliteType.Integer);
            findEmbedding.Parameters.Add("$hash", SqliteType.Blob);
        }

        findEmbedding.Transaction = transaction;
        findEmbedding.Parameters[0].Value = embedder;
        findEmbedding.Parameters[1].Value = dimension;
        findEmbedding.Parameters[2].Value = hash;
        return findEmbedding.ExecuteScalar() is byte[] row && row.Length == dimension ? row : null;
    }

    /// <summary>How much is cached for each run, the newest first.</summary>
    public List<(long Run, long Bytes)> ReadCachedBytesByRun()
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT used, sum(length(row) + length(embedder) + 40) FROM embedding GROUP BY used ORDER BY used DESC";
        using var rows = command.ExecuteReader();
        var runs = new List<(long, long)>();
        while (rows.Read())
        {
            runs.Add((rows.GetInt64(0), rows.GetInt64(1)));
        }

        return runs;
    }

    private void Fill(long id, string column, Span<byte> into)
    {
        using var blob = new SqliteBlob(connection, "vector", column, id, readOnly: true);
        if (blob.Length != into.Length)
        {
            throw new InvalidDataException("The vectors of a segment are damaged.");
        }

        Fill(blob, into);
    }

    private static void Fill(SqliteBlob blob, Span<byte> into)
    {
        while (into.Length > 0)
        {
            var read = blob.Read(into);
            if (read == 0)
            {
                throw new InvalidDataException("The vectors of a segment end too early.");
            }

            into = into[read..];
        }
    }
}
