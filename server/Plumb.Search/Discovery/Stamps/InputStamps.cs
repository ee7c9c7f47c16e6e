namespace Plumb.Search.Discovery.Stamps;

/// <summary>How much of a path a walk depends on. The numbers are stored: append, never change.</summary>
internal enum InputKind : byte
{
    /// <summary>Whether something of that type is there.</summary>
    Existence = 0,

    /// <summary>And that it is the same file or folder.</summary>
    Identity = 1,

    /// <summary>And what it holds.</summary>
    Content = 2,
}

/// <summary>
/// What a walk looks at besides the folders and their entries: ignore files, git's configuration and index, repositories
/// around the workspace. Each is noted before it is read, whether it is there or not. Safe to use from many threads.
/// </summary>
internal sealed class InputStamps
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Path, InputKind Kind), FileStat?> seen = [];

    /// <summary>By path, in no order; null where nothing was.</summary>
    public IReadOnlyCollection<KeyValuePair<(string Path, InputKind Kind), FileStat?>> All => seen;

    public void AddExistence(string path) => Add(path, InputKind.Existence);

    public void AddIdentity(string path) => Add(path, InputKind.Identity);

    public void AddContent(string path) => Add(path, InputKind.Content);

    // The first look counts: what changed between two looks has to be found.
    private void Add(string path, InputKind kind)
    {
        FileStat? stat = LinuxFiles.TryStat(path, out var found) ? found : null;
        lock (gate)
        {
            seen.TryAdd((path, kind), stat);
        }
    }
}
