namespace Plumb.Search.Storage;

/// <summary>Emptying the store.</summary>
internal sealed partial class Store
{
    /// <summary>Forgets everything, in one transaction, and gives the room back. Readers see the state before or after it.</summary>
    public void Clear()
    {
        InTransaction(transaction =>
        {
            foreach (var table in (string[])["file", "posting", "vector", "embedding", "segment", "skipped", "masked", "graph", "tree"])
            {
                Sql.Execute(transaction, $"DELETE FROM {table}");
            }

            Sql.Execute(transaction, "DELETE FROM meta WHERE key <> 'revision'");
        });
        lock (writing)
        {
            try
            {
                Sql.Execute(writer, "VACUUM");
            }
            catch (Microsoft.Data.Sqlite.SqliteException)
            {
                // All is forgotten; room that a reader holds now is used again by the next run.
            }
        }

        Checkpoint();
    }
}
