namespace Plumb.Search.Discovery;

/// <summary>Limits of discovery.</summary>
/// <param name="MaxFileBytes">Larger files are skipped as <see cref="SkipReason.TooLarge"/>.</param>
public sealed record DiscoveryOptions(long MaxFileBytes = 4 * 1024 * 1024)
{
    /// <summary>Globs in the syntax of .gitignore that hold besides the ignore files; a .plumbignore is stronger.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Threads that walk; 0 means one per core, at most four (the file system is the limit beyond that).</summary>
    public int Threads { get; init; }

    /// <summary>Whether the threads beside the caller's step back behind all others.</summary>
    internal bool LowPriority { get; init; }

    /// <summary>Where HOME, XDG_CONFIG_HOME and GIT_CONFIG_GLOBAL come from: the process's environment unless a test says otherwise.</summary>
    internal Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
