namespace Plumb.Search.Discovery;

/// <summary>Which files hold rules about other files, and where a repository keeps what tells of a switched branch.</summary>
public static class RuleFiles
{
    private const int DeepestName = 6;

    /// <summary>True for a file whose change may change which other files are indexed.</summary>
    /// <param name="path">Posix path from the workspace root.</param>
    public static bool DecideAboutOthers(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        return name is ".gitattributes" or ".gitmodules" or Text.Configuration.ConfigurationFile.FileName or "CACHEDIR.TAG" or "pyvenv.cfg"
            || (name.StartsWith(".") && name.EndsWith("ignore", StringComparison.Ordinal));
    }

    /// <summary>
    /// The git folder of the checkout around a workspace, absolute: it holds <c>HEAD</c>, <c>index</c> and, while git works,
    /// <c>index.lock</c>. Null outside of a repository.
    /// </summary>
    public static string? FindGitFolder(string root)
    {
        for (var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (GitRepository.TryOpen(folder) is { } repository)
            {
                return repository.GitFolder;
            }
        }

        return null;
    }

    /// <summary>
    /// The files outside of a workspace that say which of its files are indexed, as (folder, name): the repository's own
    /// excludes, and the ignore files of the folders around it. They need not exist; the folders do.
    /// </summary>
    /// <param name="root">Absolute path of the workspace folder.</param>
    public static IEnumerable<(string Folder, string Name)> FindOutside(string root)
    {
        var around = new List<string>();
        for (var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (GitRepository.TryOpen(folder) is { } repository)
            {
                var info = Path.Combine(repository.CommonFolder, "info");
                return [.. around.Append(folder).Skip(1).Select(f => (f, ".gitignore")), .. Directory.Exists(info) ? [(info, "exclude")] : Array.Empty<(string, string)>()];
            }

            around.Add(folder);
        }

        return [];
    }

    /// <summary>The git folders of the submodules of a checkout, those of submodules in them too; absolute.</summary>
    /// <param name="gitFolder">The checkout's own.</param>
    public static IEnumerable<string> FindSubmoduleFolders(string gitFolder)
    {
        ArgumentNullException.ThrowIfNull(gitFolder);

        // A submodule's name may hold slashes, and its folder then lies that deep.
        var pending = new Stack<(string Folder, int Depth)>();
        pending.Push((Path.Combine(gitFolder, "modules"), 0));
        while (pending.TryPop(out var next))
        {
            if (File.Exists(Path.Combine(next.Folder, "HEAD")))
            {
                yield return next.Folder;
                pending.Push((Path.Combine(next.Folder, "modules"), 0));
            }
            else if (next.Depth < DeepestName)
            {
                foreach (var child in ChildrenOf(next.Folder))
                {
                    pending.Push((child, next.Depth + 1));
                }
            }
        }
    }

    private static string[] ChildrenOf(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
