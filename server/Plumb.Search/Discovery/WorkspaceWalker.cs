namespace Plumb.Search.Discovery;

/// <summary>
/// Walks a workspace and tells, for each file, that it is to be indexed or why it is not.
/// </summary>
/// <remarks>
/// <para>Ignore rules are git's, from <c>.gitignore</c>s (those above the workspace too, up to the top of its repository),
/// <c>info/exclude</c> and the user's excludes; they hold outside of repositories as well. A file that git tracks is not
/// ignored, whatever they say. <c>.plumbignore</c> has the same syntax and the last word. If the repository around the workspace ignores the workspace itself, as a home folder
/// under version control may do, nothing of that repository holds: whoever opens a folder means it.</para>
/// <para>A submodule or a repository inside the workspace is walked with its own rules and not with those around it. A
/// linked worktree of the workspace's own repository is skipped, since it holds the same files again; so is a bare
/// repository.</para>
/// <para>A link is followed when its target lies in the workspace and would not be found by its own path.</para>
/// <para>Whether a file can be read is not tried here: whoever reads it reports <see cref="SkipReason.Unreadable"/>.</para>
/// </remarks>
public static class WorkspaceWalker
{
    /// <summary>Walks the whole workspace.</summary>
    /// <param name="root">Absolute path of the workspace folder.</param>
    /// <exception cref="DirectoryNotFoundException">The root is no folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The root cannot be read.</exception>
    public static void Walk(string root, DiscoveryOptions options, IDiscoverySink sink, CancellationToken cancellation) =>
        WalkNoting(root, options, sink, stamps: null, cancellation);

    /// <param name="stamps">Notes by what it can be told later that nothing changed; null for nobody.</param>
    internal static void WalkNoting(string root, DiscoveryOptions options, IDiscoverySink sink, Stamps.TreeStampBuilder? stamps, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sink);
        new FolderTree(root, options, cancellation, stamps).WalkAll(sink);
    }

    /// <summary>
    /// Looks at single paths only, with the same verdicts as <see cref="Walk"/>. A path that does not exist gives no
    /// call; a path inside a skipped folder gives the call for that folder.
    /// </summary>
    /// <param name="paths">Posix paths from the root; a folder stands for all that is in it.</param>
    public static void WalkPaths(string root, DiscoveryOptions options, IEnumerable<string> paths, IDiscoverySink sink, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(sink);
        new FolderTree(root, options, cancellation).WalkSome(paths, sink);
    }

    /// <summary>
    /// Whether a file of this path and size would be indexed, be it on disk or not: null when it would, else what keeps
    /// it out, which may be a folder around it. Its content is not looked at.
    /// </summary>
    /// <param name="path">Posix path from the root.</param>
    /// <param name="size">Bytes that the file has or will have; null for a file as it is on disk.</param>
    /// <exception cref="IOException">The root cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The root cannot be read.</exception>
    public static SkippedFile? Judge(string root, DiscoveryOptions options, string path, long? size, CancellationToken cancellation) =>
        Judge(root, options, path, size, out _, cancellation);

    /// <param name="overruled">The ignore rule that would leave the file out if git did not track it; else null.</param>
    internal static SkippedFile? Judge(string root, DiscoveryOptions options, string path, long? size, out string? overruled, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FolderTree(root, options, cancellation).Judge(path, size, out overruled);
    }
}
