using Microsoft.Data.Sqlite;

namespace Plumb.Search.Storage;

/// <summary>A store that is nowhere on disk.</summary>
internal sealed partial class Store
{
    /// <summary>How the place of a store in memory is named to people.</summary>
    public const string InMemoryPath = "(in memory)";

    // Of SQLite's file format.
    private const int HeaderBytes = 100;
    private const int WriteVersionAt = 18;
    private const int ReadVersionAt = 19;
    private const byte WithoutLog = 1;

    /// <summary>It ends with its process.</summary>
    public bool IsInMemory { get; private init; }

    /// <summary>Whether it began with what another store holds.</summary>
    public bool IsCopy { get; private init; }

    /// <summary>Makes a store in memory.</summary>
    /// <param name="from">The store on disk whose content it begins with where that can be read; null for none.</param>
    /// <param name="notice">Tells people why it is in memory.</param>
    public static Store OpenInMemory(string? from, string notice)
    {
        // Named and shared, since readers have connections of their own; the name is of this store alone.
        var path = $"file:/plumb-{Guid.NewGuid():N}?vfs=memdb";
        var writer = Sql.Connect(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            var isCopy = from is not null && File.Exists(from) && TryCopy(from, writer);
            if (!isCopy)
            {
                writer.Dispose();
                writer = Sql.Connect(path, SqliteOpenMode.ReadWriteCreate);
            }

            // A transaction shows when it is committed: nothing of it may be written before.
            Sql.Execute(writer, "PRAGMA cache_spill=OFF");
            Schema.Migrate(writer, Convert.ToInt32(Sql.Scalar(writer, "PRAGMA user_version"), null));
            return new Store(path, writer) { Notice = notice, IsInMemory = true, IsCopy = isCopy };
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>A store in memory that begins with what this one has committed, which its disk still gives and takes no more.</summary>
    /// <param name="notice">Tells people why it is in memory.</param>
    /// <returns>Null where it cannot be read either.</returns>
    public Store? CopyToMemory(string notice)
    {
        var copy = OpenInMemory(from: null, notice);
        try
        {
            lock (writing)
            {
                var bytes = SQLitePCL.raw.sqlite3_serialize(writer.Handle!, "main", out var length, 0);
                try
                {
                    if (bytes != 0 && length >= HeaderBytes && CopyBytes(bytes, length, copy.writer))
                    {
                        return copy;
                    }
                }
                finally
                {
                    SQLitePCL.raw.sqlite3_free(bytes);
                }
            }
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException)
        {
            // Then there is nothing to begin with.
        }

        copy.Dispose();
        return null;
    }

    // The whole file, in one state. What cannot be read, is damaged or of a newer version is no loss: all is indexed anew.
    private static bool TryCopy(string from, SqliteConnection target)
    {
        try
        {
            return new FileInfo(from + "-wal") is { Exists: true, Length: > 0 } ? CopyWithLog(from, target) : CopyFile(from, target);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool CopyFile(string from, SqliteConnection target)
    {
        var bytes = File.ReadAllBytes(from);
        if (bytes.Length < HeaderBytes)
        {
            return false;
        }

        var pinned = System.Runtime.InteropServices.GCHandle.Alloc(bytes, System.Runtime.InteropServices.GCHandleType.Pinned);
        try
        {
            return CopyBytes(pinned.AddrOfPinnedObject(), bytes.Length, target);
        }
        finally
        {
            pinned.Free();
        }
    }

    private static bool CopyBytes(nint bytes, long length, SqliteConnection target)
    {
        // Else SQLite looks for a log beside it, which memory has not.
        System.Runtime.InteropServices.Marshal.WriteByte(bytes, WriteVersionAt, WithoutLog);
        System.Runtime.InteropServices.Marshal.WriteByte(bytes, ReadVersionAt, WithoutLog);
        using var source = new SqliteConnection("Data Source=:memory:;Pooling=False");
        source.Open();
        return SQLitePCL.raw.sqlite3_deserialize(source.Handle!, "main", bytes, length, length, SQLitePCL.raw.SQLITE_DESERIALIZE_READONLY) == SQLitePCL.raw.SQLITE_OK
            && Copy(source, target);
    }

    // Reading the log means writing beside it, which only works elsewhere.
    private static bool CopyWithLog(string from, SqliteConnection target)
    {
        var folder = Directory.CreateTempSubdirectory("plumb-store-");
        try
        {
            var path = System.IO.Path.Combine(folder.FullName, "index.db");
            File.Copy(from, path);
            File.Copy(from + "-wal", path + "-wal");
            using var source = Sql.Connect(path, SqliteOpenMode.ReadWrite);
            Sql.Execute(source, "PRAGMA journal_mode=DELETE");
            return Copy(source, target);
        }
        finally
        {
            try
            {
                folder.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The system empties its folder of temporary files.
            }
        }
    }

    private static bool Copy(SqliteConnection source, SqliteConnection target)
    {
        var version = Convert.ToInt32(Sql.Scalar(source, "PRAGMA user_version"), null);
        if (version < 1 || version > Schema.Version)
        {
            return false;
        }

        source.BackupDatabase(target);
        return Sql.Scalar(target, "PRAGMA quick_check(1)") is "ok";
    }
}
