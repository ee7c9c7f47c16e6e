namespace Plumb.Search.Discovery;

/// <summary>One entry of a folder: a file to index, a file that is not, or a folder.</summary>
/// <param name="path">Posix path from the workspace root; a folder's ends with a slash.</param>
internal struct FolderEntry(string path)
{
    public string Path { get; } = path;

    public long Size { get; set; }

    public long ModifiedTicks { get; set; }

    public bool IsLink { get; set; }

    /// <summary>A link on disk, also once it is resolved.</summary>
    public bool WasLink { get; init; }

    public SkipReason Reason { get; set; }

    public string Detail { get; set; } = "";

    /// <summary>The ignore rule that would leave the entry out if git did not track it; else null.</summary>
    public string? Overruled { get; set; }

    /// <summary>The folder, where the entry is one that is not skipped.</summary>
    public Folder? Folder { get; set; }

    /// <summary>Leaves the entry out, and with it all that is below.</summary>
    /// <param name="detail">One clause for people.</param>
    public void Skip(SkipReason reason, string detail)
    {
        Reason = reason;
        Detail = detail;
        Folder = null;
    }
}

/// <summary>A folder of the walk. It is read by one thread and looked at by others only after that.</summary>
internal sealed class Folder(string path, string fullPath, IgnoreScope scope)
{
    /// <summary>Posix path from the workspace root with a slash at its end; empty for the root.</summary>
    public string Path { get; } = path;

    public string FullPath { get; } = fullPath;

    /// <summary>The rules around the folder, and once it is read those inside it.</summary>
    public IgnoreScope Scope { get; set; } = scope;

    /// <summary>True when a rule keeps the folder explicitly, so that what it looks like does not matter.</summary>
    public bool IsKept { get; init; }

    /// <summary>The ignore rule about the folder, where git tracks some of what is in it: only that counts. Else null.</summary>
    public string? TrackedOnly { get; set; }

    /// <summary>Sorted by path.</summary>
    public FolderEntry[] Entries { get; set; } = [];

    public bool IsRead { get; set; }

    /// <summary>Set when the folder turned out to be one that is skipped.</summary>
    public SkipReason Reason { get; set; }

    public string Detail { get; set; } = "";

    public bool HasLinks { get; set; }

    /// <summary>What the kernel said of the folder before it was listed; the default where that was not asked.</summary>
    public Stamps.FileStat Stat { get; set; }

    /// <summary>Leaves the folder out, as it turned out when it was read.</summary>
    /// <param name="detail">One clause for people.</param>
    public void Skip(SkipReason reason, string detail)
    {
        Reason = reason;
        Detail = detail;
    }

    /// <summary>Where among the entries a path is; -1 where it is not.</summary>
    /// <param name="path">Posix path from the workspace root, without a slash at its end.</param>
    public int Find(ReadOnlySpan<char> path)
    {
        for (var i = 0; i < Entries.Length; i++)
        {
            var candidate = Entries[i].Path.AsSpan();
            if (candidate.SequenceEqual(path) || (candidate.Length == path.Length + 1 && candidate[^1] == '/' && candidate[..^1].SequenceEqual(path)))
            {
                return i;
            }
        }

        return -1;
    }
}
