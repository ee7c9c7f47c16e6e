using Microsoft.Data.Sqlite;
using Plumb.Search.Discovery;
using Plumb.Search.Secrets;

namespace Plumb.Search.Storage;

/// <summary>
/// The SQLite file of one workspace. One connection writes, several read; WAL lets queries go on while an update is
/// written. Every change of a file's rows is one transaction: a process that is killed leaves the state before or
/// after it.
/// </summary>
internal sealed partial class Store : IDisposable
{
    private static readonly Dictionary<string, IReadOnlyList<Secret>> NoSecrets = [];

    // SQLITE_BUSY and SQLITE_LOCKED
    private const int Busy = 5;
    private const int Locked = 6;

    // Each waits for a writer to end.
    private const int MostAttempts = 100;

    private readonly string path;
    private readonly SqliteConnection writer;
    private readonly Lock writing = new();
    private readonly System.Collections.Concurrent.ConcurrentBag<StoreReader> readers = [];
    private readonly PostingCache postings = new();
    private bool disposed;
    private volatile bool isDamaged;

    private Store(string path, SqliteConnection writer)
    {
        this.path = path;
        this.writer = writer;
    }

    /// <summary>Set when the store that was found could not be used and was put aside: tells people what happened.</summary>
    public string? Notice { get; private init; }

    public string Path => path;

    /// <summary>It was found damaged since it was opened: whoever opens it next makes it anew.</summary>
    public bool IsDamaged => isDamaged;

    /// <summary>Called once, by whatever thread came upon the damage.</summary>
    public Action? OnDamaged { get; set; }

    public long SizeBytes => SizeOf(path) + SizeOf(path + "-wal");

    /// <summary>Opens a store, making or upgrading it as needed.</summary>
    /// <param name="path">The database file; its folder exists.</param>
    /// <param name="replaceNewer">Put a store of a newer version aside instead of refusing it.</param>
    /// <exception cref="WorkspaceException">It cannot be opened or written, or is of a newer version.</exception>
    public static Store Open(string path, bool replaceNewer)
    {
        var notice = File.Exists(DamageMark(path)) ? SetAside(path, "it is damaged") : null;
        for (var attempt = 0; ; attempt++)
        {
            SqliteConnection? connection = null;
            try
            {
                connection = Sql.Connect(path, SqliteOpenMode.ReadWriteCreate);
                if (SQLitePCL.raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
                {
                    // SQLite is content with a file that it may only read; whoever indexes is not.
                    throw new SqliteException("the disk or the file is read-only", StoreProblem.ReadOnly);
                }

                var version = Convert.ToInt32(Sql.Scalar(connection, "PRAGMA user_version"), null);
                if (version > Schema.Version)
                {
                    if (!replaceNewer)
                    {
                        throw new WorkspaceException(
                            $"The index at {path} was written by a newer version of Plumb (schema {version}, this one knows {Schema.Version}): update Plumb, or run 'plumb index --rebuild' to set that index aside and make a new one.");
                    }

                    throw new SetAsideException($"it was written by a newer version of Plumb (schema {version})");
                }

                Sql.Execute(connection, "PRAGMA journal_mode=WAL");
                Schema.Migrate(connection, version);
                // Only what version 1 wrote lacks something that is made of the files themselves.
                if (version is 1)
                {
                    notice = $"The index at {path} is of an older version of Plumb: with the next update every file is read once more.";
                }

                return new Store(path, connection) { Notice = notice };
            }
            catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26 && attempt == 0)
            {
                connection?.Dispose();
                notice = SetAside(path, "it is damaged");
            }
            catch (SetAsideException e) when (attempt == 0)
            {
                connection?.Dispose();
                notice = SetAside(path, e.Message);
            }
            catch (SqliteException e)
            {
                connection?.Dispose();
                throw StoreProblem.Of(path, e);
            }
            catch
            {
                connection?.Dispose();
                throw;
            }
        }
    }

    /// <summary>Reads one state of the store, with a connection of its own.</summary>
    /// <exception cref="WorkspaceException">The store is damaged or cannot be read.</exception>
    public T Read<T>(Func<StoreReader, T> work) => Guard(() =>
    {
        for (var attempt = 1; ; attempt++)
        {
            var reader = Rent();
            try
            {
                reader.Begin();
                return work(reader);
            }
            catch (SqliteException e) when (IsInMemory && e.SqliteErrorCode is Busy or Locked && attempt < MostAttempts)
            {
                // In memory nobody reads while something is committed: what was about to begin begins after that.
            }
            finally
            {
                reader.End();
                Return(reader);
            }

            lock (writing)
            {
            }
        }
    });

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException)
        {
            throw Explain(e);
        }
    }

    private StoreReader Rent()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return readers.TryTake(out var reader) ? reader : new StoreReader(Sql.ConnectReader(path), postings);
    }

    private void Return(StoreReader reader)
    {
        if (disposed)
        {
            reader.Dispose();
        }
        else
        {
            readers.Add(reader);
        }
    }

    /// <summary>Writes one segment, replacing the rows of its files, and forgets the removed paths: one transaction.</summary>
    /// <param name="segment">Files that are new or changed.</param>
    /// <param name="removed">Paths whose rows go.</param>
    /// <param name="secrets">What is masked in the segment's files, by path; those without any may be left out.</param>
    public void Commit(SegmentData? segment, IReadOnlyCollection<string> removed, IReadOnlyDictionary<string, IReadOnlyList<Secret>>? secrets = null)
    {
        InTransaction(transaction =>
        {
            using var delete = Sql.Command(transaction, "DELETE FROM file WHERE path = $path", "$path");
            foreach (var path in removed)
            {
                delete.Parameters[0].Value = path;
                delete.ExecuteNonQuery();
            }

            if (segment is not null)
            {
                SegmentWriter.Write(transaction, segment);
            }

            WriteSecrets(transaction, removed.Concat(segment?.Files.Select(f => f.Path) ?? []), secrets ?? NoSecrets);
        });
    }

    /// <summary>Records that files were looked at again and found to hold what the store already knows.</summary>
    public void Touch(IReadOnlyCollection<WorkspaceFile> files)
    {
        InTransaction(transaction =>
        {
            using var update = Sql.Command(transaction, "UPDATE file SET size = $size, modified = $modified WHERE path = $path", "$size", "$modified", "$path");
            foreach (var file in files)
            {
                update.Parameters[0].Value = file.Size;
                update.Parameters[1].Value = file.ModifiedTicks;
                update.Parameters[2].Value = file.Path;
                update.ExecuteNonQuery();
            }
        });
    }

    /// <summary>Marks the beginning of a run: until <see cref="FinishRun"/> the index counts as partial.</summary>
    public void BeginRun() => InTransaction(transaction => SetMeta(transaction, "running", "1"));

    /// <summary>Marks the end of a run and replaces the list of what was skipped.</summary>
    /// <param name="skipped">What was left out; null leaves the list as it is.</param>
    /// <param name="now">When the run ended.</param>
    /// <param name="graph">The reference graph of the files as they are now; null keeps the one of before.</param>
    /// <param name="changes">Files by which the kept graph is older now.</param>
    public void FinishRun(IEnumerable<SkippedRow>? skipped, DateTimeOffset now, StoredGraph? graph = null, int changes = 0)
    {
        InTransaction(transaction =>
        {
            if (graph is not null)
            {
                WriteGraph(transaction, graph);
            }
            else
            {
                AgeGraph(transaction, changes);
            }

            if (skipped is not null)
            {
                Sql.Execute(transaction, "DELETE FROM skipped");
                using var insert = Sql.Command(transaction, "INSERT OR REPLACE INTO skipped(path, reason, detail, size, modified) VALUES ($path, $reason, $detail, $size, $modified)", "$path", "$reason", "$detail", "$size", "$modified");
                foreach (var (file, size, modified) in skipped)
                {
                    insert.Parameters[0].Value = file.Path;
                    insert.Parameters[1].Value = file.Reason.ToString();
                    insert.Parameters[2].Value = file.Detail;
                    insert.Parameters[3].Value = size;
                    insert.Parameters[4].Value = modified;
                    insert.ExecuteNonQuery();
                }
            }

            SetMeta(transaction, "finished", now.ToUnixTimeMilliseconds().ToString());
            Sql.Execute(transaction, "DELETE FROM meta WHERE key = 'running'");
        });
    }

    /// <summary>Drops segments without living files, and joins small segments when there are many.</summary>
    public void Compact(int maxSegments)
    {
        lock (writing)
        {
            // Look before locking: most updates find nothing to do here.
            var sizes = Guard(() => SegmentMerger.Plan(writer, maxSegments));
            if (sizes.Dead.Count == 0 && sizes.Merge.Count == 0)
            {
                return;
            }

            InTransaction(transaction =>
            {
                foreach (var segment in sizes.Dead)
                {
                    SegmentWriter.Drop(transaction, segment);
                }

                if (sizes.Merge.Count > 1)
                {
                    var merged = SegmentMerger.Merge(transaction, sizes.Merge);
                    SegmentWriter.Write(transaction, merged);
                    foreach (var segment in sizes.Merge)
                    {
                        SegmentWriter.Drop(transaction, segment);
                    }
                }
            });
        }
    }

    /// <summary>Moves what the log holds into the main file, so that the log does not grow without bound.</summary>
    public void Checkpoint()
    {
        lock (writing)
        {
            try
            {
                Sql.Execute(writer, "PRAGMA wal_checkpoint(TRUNCATE)");
            }
            catch (SqliteException)
            {
                // All is committed; a log that could not be emptied now (a full disk, a reader) is emptied next time.
            }
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        // A run that was told to stop may be in its last transaction: it ends first.
        lock (writing)
        {
            writer.Dispose();
        }
    }

    private static void SetMeta(SqliteTransaction transaction, string key, string value)
    {
        using var set = Sql.Command(transaction, "INSERT OR REPLACE INTO meta(key, value) VALUES ($key, $value)", "$key", "$value");
        set.Parameters[0].Value = key;
        set.Parameters[1].Value = value;
        set.ExecuteNonQuery();
    }

    private static string SetAside(string path, string why)
    {
        var aside = path + ".aside";
        for (var n = 1; File.Exists(aside); n++)
        {
            aside = $"{path}.aside-{n}";
        }

        try
        {
            // The log goes with its file: it may hold the last transactions.
            if (File.Exists(path))
            {
                File.Move(path, aside);
            }

            if (File.Exists(path + "-wal"))
            {
                File.Move(path + "-wal", aside + "-wal");
            }

            File.Delete(path + "-shm");
            File.Delete(DamageMark(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException($"The index at {path} cannot be used because {why}, and cannot be set aside ({e.Message.TrimEnd('.')}): close other plumb processes and editors, or delete that file.", e);
        }

        return $"The index at {path} was set aside as {aside} because {why}; a new one is made.";
    }

    /// <summary>
    /// Turns a failure to read or write the store into one that people can act on. A damaged store is marked, so that
    /// the next process to open it sets it aside: this one may still hold it.
    /// </summary>
    public WorkspaceException Explain(Exception e)
    {
        if (e is InvalidDataException or SqliteException { SqliteErrorCode: 11 or 26 })
        {
            try
            {
                File.WriteAllText(DamageMark(path), e.Message);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Then the next process finds the damage for itself.
            }

            if (!Interlocked.Exchange(ref isDamaged, true))
            {
                OnDamaged?.Invoke();
            }

            return new WorkspaceException($"The index at {path} is damaged ({e.Message.TrimEnd('.')}): run the command again, or restart the editor's server; the index is then set aside and made anew.", e);
        }

        return e is SqliteException sqlite ? StoreProblem.Of(path, sqlite) : new WorkspaceException(e.Message, e);
    }

    private static string DamageMark(string path) => path + ".damaged";

    private static long SizeOf(string file)
    {
        var info = new FileInfo(file);
        return info.Exists ? info.Length : 0;
    }

    private void InTransaction(Action<SqliteTransaction> work, bool changesIndex = true)
    {
        lock (writing)
        {
            try
            {
                using var transaction = writer.BeginTransaction(deferred: false);
                work(transaction);
                if (changesIndex)
                {
                    Sql.Execute(transaction, "UPDATE meta SET value = value + 1 WHERE key = 'revision'");
                }

                transaction.Commit();
            }
            catch (Exception e) when (e is SqliteException or InvalidDataException)
            {
                throw Explain(e);
            }
        }
    }

    private sealed class SetAsideException(string message) : Exception(message);
}
