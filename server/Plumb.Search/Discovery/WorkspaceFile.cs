namespace Plumb.Search.Discovery;

/// <summary>Why a file is not indexed. Names appear in <c>plumb status</c>: append, never rename.</summary>
public enum SkipReason
{
    None,
    Ignored,
    Binary,
    Generated,
    Minified,
    LockFile,
    TooLarge,
    Unreadable,
    SymlinkOutsideRoot,
    SymlinkLoop,
    SpecialFile,
    Empty,
    HostileName,
    NestedRepository,

    /// <summary>A link to what is already found by its own path.</summary>
    SymlinkDuplicate,

    /// <summary>More files than the workspace's settings allow.</summary>
    OverLimit,
}

/// <summary>A file that discovery found.</summary>
/// <param name="Path">Posix path from the workspace root.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedTicks">Last write time, UTC ticks.</param>
public readonly record struct WorkspaceFile(string Path, long Size, long ModifiedTicks);

/// <summary>A path that is not indexed, and the reason; a skipped folder is one row that ends with "/".</summary>
/// <param name="Path">Posix path from the workspace root.</param>
/// <param name="Reason">The class of reason.</param>
/// <param name="Detail">One clause for people: which ignore file and line, which limit, which error.</param>
public readonly record struct SkippedFile(string Path, SkipReason Reason, string Detail);
