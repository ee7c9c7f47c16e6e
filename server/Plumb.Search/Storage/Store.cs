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

    // SQLITE_READONLY
    private const int ReadOnly = 8;

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
                connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
                if (SQLitePCL.raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
                {
                    // SQLite is content with a file that it may only read; whoever indexes is not.
                    throw new SqliteException("the disk or the file is read-only", ReadOnly);
                }

                var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), null);
                if (version > Schema.Version)
                {
                    if (!replaceNewer)
                    {
                        throw new WorkspaceException(
                            $"The index at {path} was written by a newer version of Plumb (schema {version}, this one knows {Schema.Version}): update Plumb, or run 'plumb index --rebuild' to set that index aside and make a new one.");
                    }

                    throw new SetAsideException($"it was written by a newer version of Plumb (schema {version})");
                }

                Execute(connection, "PRAGMA journal_mode=WAL");
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
                throw Explained(path, e);
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
        return readers.TryTake(out var reader) ? reader : new StoreReader(ConnectReader(path), postings);
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
            using var delete = Command(transaction, "DELETE FROM file WHERE path = $path", "$path");
            foreach (var path in removed)
            {
                delete.Parameters[0].Value = path;
                delete.ExecuteNonQuery();
            }

            if (segment is not null)
            {
                WriteSegment(transaction, segment);
            }

            WriteSecrets(transaction, removed.Concat(segment?.Files.Select(f => f.Path) ?? []), secrets ?? NoSecrets);
        });
    }

    /// <summary>Records that files were looked at again and found to hold what the store already knows.</summary>
    public void Touch(IReadOnlyCollection<WorkspaceFile> files)
    {
        InTransaction(transaction =>
        {
            using var update = Command(transaction, "UPDATE file SET size = $size, modified = $modified WHERE path = $path", "$size", "$modified", "$path");
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
                Run(transaction, "DELETE FROM skipped");
                using var insert = Command(transaction, "INSERT OR REPLACE INTO skipped(path, reason, detail, size, modified) VALUES ($path, $reason, $detail, $size, $modified)", "$path", "$reason", "$detail", "$size", "$modified");
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
            Run(transaction, "DELETE FROM meta WHERE key = 'running'");
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
                    DropSegment(transaction, segment);
                }

                if (sizes.Merge.Count > 1)
                {
                    var merged = SegmentMerger.Merge(transaction, sizes.Merge);
                    WriteSegment(transaction, merged);
                    foreach (var segment in sizes.Merge)
                    {
                        DropSegment(transaction, segment);
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
                Execute(writer, "PRAGMA wal_checkpoint(TRUNCATE)");
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

    internal static SqliteCommand Command(SqliteTransaction transaction, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void WriteSegment(SqliteTransaction transaction, SegmentData segment)
    {
        using var insertSegment = Command(transaction, "INSERT INTO segment(documents, lengths, fingerprints) VALUES ($documents, $lengths, $fingerprints) RETURNING id", "$documents", "$lengths", "$fingerprints");
        insertSegment.Parameters[0].Value = segment.Lengths.Length;
        insertSegment.Parameters[1].Value = System.Runtime.InteropServices.MemoryMarshal.AsBytes(segment.Lengths.AsSpan()).ToArray();
        insertSegment.Parameters[2].Value = System.Runtime.InteropServices.MemoryMarshal.AsBytes(segment.Fingerprints.AsSpan()).ToArray();
        var id = (long)insertSegment.ExecuteScalar()!;

        using var insertFile = Command(
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

        using var insertBlock = Command(transaction, "INSERT INTO posting(segment, term, data) VALUES ($segment, $term, $data)", "$segment", "$term", "$data");
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

    private static void DropSegment(SqliteTransaction transaction, long segment)
    {
        using var dropPostings = Command(transaction, "DELETE FROM posting WHERE segment = $segment", "$segment");
        dropPostings.Parameters[0].Value = segment;
        dropPostings.ExecuteNonQuery();
        using var dropVectors = Command(transaction, "DELETE FROM vector WHERE segment = $segment", "$segment");
        dropVectors.Parameters[0].Value = segment;
        dropVectors.ExecuteNonQuery();
        using var drop = Command(transaction, "DELETE FROM segment WHERE id = $segment", "$segment");
        drop.Parameters[0].Value = segment;
        drop.ExecuteNonQuery();
    }

    private static void SetMeta(SqliteTransaction transaction, string key, string value)
    {
        using var set = Command(transaction, "INSERT OR REPLACE INTO meta(key, value) VALUES ($key, $value)", "$key", "$value");
        set.Parameters[0].Value = key;
        set.Parameters[1].Value = value;
        set.ExecuteNonQuery();
    }

    private static void Run(SqliteTransaction transaction, string sql)
    {
        using var command = Command(transaction, sql);
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA synchronous=NORMAL");

            // Many small saves must not grow the log beyond the index itself: it is written back at 0.8 MB.
            Execute(connection, "PRAGMA wal_autocheckpoint=200");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Reading through a map spares a system call and a copy for each page of four kilobytes: most of what a process that
    // answers one query would do. See docs/decisions/0013.
    private static SqliteConnection ConnectReader(string path)
    {
        var connection = Connect(path, SqliteOpenMode.ReadWrite);
        try
        {
            Execute(connection, "PRAGMA mmap_size=1073741824");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    internal static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
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

        return e is SqliteException sqlite ? Explained(path, sqlite) : new WorkspaceException(e.Message, e);
    }

    private static WorkspaceException Explained(string path, SqliteException e) =>
        e.SqliteErrorCode is ReadOnly or 14 or 3 or 13 or 10 ? new StoreNotWritableException(Explain(path, e), e) : new WorkspaceException(Explain(path, e), e);

    private static string DamageMark(string path) => path + ".damaged";

    private static string Explain(string path, SqliteException e) => e.SqliteErrorCode switch
    {
        ReadOnly or 14 or 3 => $"Plumb cannot write its index at {path} ({e.Message.TrimEnd('.')}): make that folder writable, or set PLUMB_HOME to one that is.",
        13 => $"The disk is full, so the index at {path} cannot be written: free some space, or set PLUMB_HOME to a folder on another disk. What was committed before is kept.",
        10 => $"The disk failed to read or write the index at {path} ({e.Message.TrimEnd('.')}): free some space, or set PLUMB_HOME to a folder on another disk. What was committed before is kept.",
        5 or 6 => $"The index at {path} is held by another process for too long: close it or try again.",
        _ => $"The index at {path} cannot be used ({e.Message.TrimEnd('.')}): run 'plumb index --rebuild' to make a new one.",
    };

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
                    Run(transaction, "UPDATE meta SET value = value + 1 WHERE key = 'revision'");
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
