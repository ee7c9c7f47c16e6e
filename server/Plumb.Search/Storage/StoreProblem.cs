using Microsoft.Data.Sqlite;

namespace Plumb.Search.Storage;

/// <summary>Turns what SQLite says of a store into what people can do about it.</summary>
internal static class StoreProblem
{
    /// <summary>SQLITE_READONLY</summary>
    public const int ReadOnly = 8;

    /// <param name="path">The database file.</param>
    /// <returns>One that says that the store is not writable, where that is so.</returns>
    public static WorkspaceException Of(string path, SqliteException e) =>
        e.SqliteErrorCode is ReadOnly or 14 or 3 or 13 or 10 ? new StoreNotWritableException(Explain(path, e), e) : new WorkspaceException(Explain(path, e), e);

    private static string Explain(string path, SqliteException e) => e.SqliteErrorCode switch
    {
        ReadOnly or 14 or 3 => $"Plumb cannot write its index at {path} ({e.Message.TrimEnd('.')}): make that folder writable, or set PLUMB_HOME to one that is.",
        13 => $"The disk is full, so the index at {path} cannot be written: free some space, or set PLUMB_HOME to a folder on another disk. What was committed before is kept.",
        10 => $"The disk failed to read or write the index at {path} ({e.Message.TrimEnd('.')}): free some space, or set PLUMB_HOME to a folder on another disk. What was committed before is kept.",
        5 or 6 => $"The index at {path} is held by another process for too long: close it or try again.",
        _ => $"The index at {path} cannot be used ({e.Message.TrimEnd('.')}): run 'plumb index --rebuild' to make a new one.",
    };
}
