using Microsoft.Data.Sqlite;

namespace Plumb.Search.Storage;

/// <summary>What is written of the reference graph.</summary>
internal sealed partial class Store
{
    private static void WriteGraph(SqliteTransaction transaction, StoredGraph graph)
    {
        using var insert = Sql.Command(transaction, "INSERT OR REPLACE INTO graph(id, changes, files, symbols) VALUES (1, 0, $files, $symbols)", "$files", "$symbols");
        insert.Parameters[0].Value = StoredGraph.EncodeFiles(graph);
        insert.Parameters[1].Value = StoredGraph.EncodeSymbols(graph);
        insert.ExecuteNonQuery();
    }

    private static void AgeGraph(SqliteTransaction transaction, int changes)
    {
        using var age = Sql.Command(transaction, "UPDATE graph SET changes = changes + $changes", "$changes");
        age.Parameters[0].Value = changes;
        age.ExecuteNonQuery();
    }
}
