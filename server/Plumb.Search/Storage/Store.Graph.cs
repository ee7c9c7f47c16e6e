using Microsoft.Data.Sqlite;

namespace Plumb.Search.Storage;

/// <summary>What is written of the reference graph.</summary>
internal sealed partial class Store
{
    /// <summary>Keeps a graph, unless the index is not any more what it was made of.</summary>
    /// <param name="revision">The state of the store that it was made of.</param>
    public void CommitGraph(StoredGraph graph, long revision)
    {
        // Between the look and the transaction another process may write; then its files are the graph's next change.
        if (Read(reader => reader.ReadRevision()) == revision)
        {
            InTransaction(transaction => WriteGraph(transaction, graph));
        }
    }

    private static void WriteGraph(SqliteTransaction transaction, StoredGraph graph)
    {
        using var insert = Command(transaction, "INSERT OR REPLACE INTO graph(id, changes, files, symbols) VALUES (1, 0, $files, $symbols)", "$files", "$symbols");
        insert.Parameters[0].Value = StoredGraph.EncodeFiles(graph);
        insert.Parameters[1].Value = StoredGraph.EncodeSymbols(graph);
        insert.ExecuteNonQuery();
    }

    private static void AgeGraph(SqliteTransaction transaction, int changes)
    {
        using var age = Command(transaction, "UPDATE graph SET changes = changes + $changes", "$changes");
        age.Parameters[0].Value = changes;
        age.ExecuteNonQuery();
    }
}
