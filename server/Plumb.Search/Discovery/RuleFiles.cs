namespace Plumb.Search.Discovery;

/// <summary>Which files hold rules about other files, and where a repository keeps what tells of a switched branch.</summary>
public static class RuleFiles
{
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
}
