using Microsoft.Data.Sqlite;

namespace Plumb.Search.Storage;

/// <summary>Beginning with what another store knows.</summary>
internal sealed partial class Store
{
    /// <summary>
    /// Copies a store, in one state, to where there is none yet. The copy counts as never finished: the next update looks at
    /// every file, and takes what has the same content as it is. Does nothing where that fails.
    /// </summary>
    public static void Seed(string from, string path)
    {
        var making = $"{path}.{Environment.ProcessId}.seed";
        try
        {
            using (var source = Sql.Connect(from, SqliteOpenMode.ReadOnly))
            {
                if (Convert.ToInt32(Sql.Scalar(source, "PRAGMA user_version"), null) != Schema.Version)
                {
                    return;
                }

                using var target = Sql.Connect(making, SqliteOpenMode.ReadWriteCreate);
                source.BackupDatabase(target);
                Sql.Execute(target, "PRAGMA journal_mode=DELETE");
                Sql.Execute(target, "DELETE FROM meta WHERE key IN ('finished', 'running'); DELETE FROM skipped; DELETE FROM tree; UPDATE file SET modified = 0");
            }

            File.Move(making, path, overwrite: false);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            // Then everything is read and embedded here; a store that another process made meanwhile is as good.
        }
        finally
        {
            foreach (var end in (ReadOnlySpan<string>)["", "-wal", "-shm", "-journal"])
            {
                TryDelete(making + end);
            }
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover that nobody reads.
        }
    }
}
