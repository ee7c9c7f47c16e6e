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

    /// <summary>Shows the terms of a segment that lie in a range, in order.</summary>
    /// <param name="from">The first of the range.</param>
    /// <param name="before">The first behind it.</param>
    public void VisitTerms(long segment, byte[] from, byte[] before, TermVisitor visit, CancellationToken cancellation)
    {
        // The block that holds the first of them may begin before it.
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            SELECT data FROM posting WHERE segment = $segment AND term < $before AND term >= coalesce(
                (SELECT term FROM posting WHERE segment = $segment AND term <= $from ORDER BY term DESC LIMIT 1), x'') ORDER BY term
            """;
        command.Parameters.AddWithValue("$segment", segment);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$before", before);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            var block = new PostingBlockReader((byte[])rows.GetValue(0));
            while (block.Next())
            {
                if (block.Term.SequenceCompareTo(before) >= 0)
                {
                    return;
                }

                if (block.Term.SequenceCompareTo(from) >= 0)
                {
                    visit(ref block);
                }
            }
        }
    }

    /// <summary>Terms that cut a segment into parts of about the same size, in order; fewer where there are few.</summary>
    public List<byte[]> ReadCuts(long segment, int parts)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT term FROM posting WHERE segment = $segment ORDER BY term";
        command.Parameters.AddWithValue("$segment", segment);
        using var rows = command.ExecuteReader();
        var blocks = new List<byte[]>();
        while (rows.Read())
        {
            blocks.Add((byte[])rows.GetValue(0));
        }

        return [.. Enumerable.Range(1, parts - 1).Select(part => part * blocks.Count / parts).Where(at => at > 0).Distinct().Select(at => blocks[at])];
    }

    private byte[]? ReadGraphColumn(string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command.ExecuteScalar() as byte[];
    }
}
