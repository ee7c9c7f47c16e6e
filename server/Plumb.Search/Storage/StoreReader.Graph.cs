namespace Plumb.Search.Storage;

/// <summary>Looks at the terms of one block.</summary>
internal delegate void TermVisitor(ref PostingBlockReader block);

/// <summary>What is read for, and of, the reference graph.</summary>
internal sealed partial class StoreReader
{
    /// <summary>How many files changed since the graph was made; null when there is none.</summary>
    public int? ReadGraphAge()
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT changes FROM graph";
        return command.ExecuteScalar() is long changes ? (int)Math.Min(changes, int.MaxValue) : null;
    }

    /// <summary>The files of the graph; none when there is no graph.</summary>
    public StoredFileRank[] ReadFileRanks() => ReadGraphColumn("SELECT files FROM graph") is { } data ? StoredGraph.DecodeFiles(data) : [];

    public StoredGraph ReadGraph()
    {
        var files = ReadFileRanks();
        return new StoredGraph(files, ReadGraphColumn("SELECT symbols FROM graph") is { } data ? StoredGraph.DecodeSymbols(data, files.Length) : []);
    }

    /// <summary>The shapes of all files that declare something.</summary>
    public IEnumerable<(long File, FileShape Shape)> ReadShapes()
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT id, shape FROM file WHERE symbols > 0";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return (rows.GetInt64(0), FileShape.Decode((byte[])rows.GetValue(1)));
        }
    }

    /// <summary>Shows every term of a segment, in order.</summary>
    public void VisitTerms(long segment, TermVisitor visit, CancellationToken cancellation)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT data FROM posting WHERE segment = $segment ORDER BY term";
        command.Parameters.AddWithValue("$segment", segment);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            var block = new PostingBlockReader((byte[])rows.GetValue(0));
            while (block.Next())
            {
                visit(ref block);
            }
        }
    }

    private byte[]? ReadGraphColumn(string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command.ExecuteScalar() as byte[];
    }
}
