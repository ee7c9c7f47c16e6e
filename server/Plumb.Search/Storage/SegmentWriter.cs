using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Plumb.Search.Storage;

/// <summary>The rows of a segment: its documents, the files that they are of, its postings and vectors.</summary>
internal static class SegmentWriter
{
    /// <summary>Writes a segment; the rows of its files are replaced where there are any.</summary>
    public static void Write(SqliteTransaction transaction, SegmentData segment)
    {
        using var insertSegment = Sql.Command(transaction, "INSERT INTO segment(documents, lengths, fingerprints) VALUES ($documents, $lengths, $fingerprints) RETURNING id", "$documents", "$lengths", "$fingerprints");
        insertSegment.Parameters[0].Value = segment.Lengths.Length;
        insertSegment.Parameters[1].Value = MemoryMarshal.AsBytes(segment.Lengths.AsSpan()).ToArray();
        insertSegment.Parameters[2].Value = MemoryMarshal.AsBytes(segment.Fingerprints.AsSpan()).ToArray();
        var id = (long)insertSegment.ExecuteScalar()!;

        using var insertFile = Sql.Command(
            transaction,
            """
            INSERT OR REPLACE INTO file(path, size, modified, hash, language, lines, segment, first, chunks, symbols, shape)
            VALUES ($path, $size, $modified, $hash, $language, $lines, $segment, $first, $chunks, $symbols, $shape)
            """,
            "$path", "$size", "$modified", "$hash", "$language", "$lines", "$segment", "$first", "$chunks", "$symbols", "$shape");
        foreach (var file in segment.Files)
        {
            insertFile.Parameters[0].Value = file.Path;
            insertFile.Parameters[1].Value = file.Size;
            insertFile.Parameters[2].Value = file.ModifiedTicks;
            insertFile.Parameters[3].Value = file.Hash;
            insertFile.Parameters[4].Value = file.Language;
            insertFile.Parameters[5].Value = file.LineCount;
            insertFile.Parameters[6].Value = id;
            insertFile.Parameters[7].Value = file.FirstDocument;
            insertFile.Parameters[8].Value = file.ChunkCount;
            insertFile.Parameters[9].Value = file.SymbolCount;
            insertFile.Parameters[10].Value = file.Shape;
            insertFile.ExecuteNonQuery();
        }

        using var insertBlock = Sql.Command(transaction, "INSERT INTO posting(segment, term, data) VALUES ($segment, $term, $data)", "$segment", "$term", "$data");
        insertBlock.Parameters[0].Value = id;
        foreach (var block in segment.Blocks)
        {
            insertBlock.Parameters[1].Value = block.FirstTerm;
            insertBlock.Parameters[2].Value = block.Data;
            insertBlock.ExecuteNonQuery();
        }

        foreach (var vectors in segment.Vectors)
        {
            WriteVectors(transaction, id, vectors);
        }
    }

    /// <summary>Takes out a segment that no file has documents in.</summary>
    public static void Drop(SqliteTransaction transaction, long segment)
    {
        using var dropPostings = Sql.Command(transaction, "DELETE FROM posting WHERE segment = $segment", "$segment");
        dropPostings.Parameters[0].Value = segment;
        dropPostings.ExecuteNonQuery();
        using var dropVectors = Sql.Command(transaction, "DELETE FROM vector WHERE segment = $segment", "$segment");
        dropVectors.Parameters[0].Value = segment;
        dropVectors.ExecuteNonQuery();
        using var drop = Sql.Command(transaction, "DELETE FROM segment WHERE id = $segment", "$segment");
        drop.Parameters[0].Value = segment;
        drop.ExecuteNonQuery();
    }

    /// <summary>Writes the vectors of one embedder for a segment that is there.</summary>
    public static void WriteVectors(SqliteTransaction transaction, long segment, SegmentVectors vectors)
    {
        using var insert = Sql.Command(
            transaction,
            "INSERT OR REPLACE INTO vector(segment, embedder, dimension, lengths, rows) VALUES ($segment, $embedder, $dimension, $lengths, zeroblob($size)) RETURNING id",
            "$segment", "$embedder", "$dimension", "$lengths", "$size");
        insert.Parameters[0].Value = segment;
        insert.Parameters[1].Value = vectors.Embedder;
        insert.Parameters[2].Value = vectors.Dimension;
        insert.Parameters[3].Value = vectors.InverseLengths;
        insert.Parameters[4].Value = vectors.Rows.Sum(piece => (long)piece.Length);
        var id = (long)insert.ExecuteScalar()!;

        // Written into place: a parameter would be copied whole, here and once more by SQLite.
        using var rows = new SqliteBlob(transaction.Connection!, "vector", "rows", id);
        foreach (var piece in vectors.Rows)
        {
            rows.Write(piece.Span);
        }
    }
}
