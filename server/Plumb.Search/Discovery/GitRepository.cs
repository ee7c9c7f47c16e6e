namespace Plumb.Search.Discovery;

/// <summary>What a <c>.git</c> says: a folder in a plain clone, a file that points elsewhere in worktrees and submodules.</summary>
/// <param name="GitFolder">This checkout's own git folder.</param>
/// <param name="CommonFolder">The folder with config and info/exclude, shared by all worktrees of the repository.</param>
/// <param name="IsLinkedWorktree">True for a checkout made by <c>git worktree add</c>.</param>
internal sealed record GitRepository(string GitFolder, string CommonFolder, bool IsLinkedWorktree)
{
    /// <summary>Reads <c>.git</c> in a folder; null where there is none or it leads nowhere.</summary>
    public static GitRepository? TryOpen(string folder, Stamps.InputStamps? inputs = null)
    {
        var dotGit = Path.Combine(folder, ".git");
        inputs?.AddIdentity(dotGit);
        try
        {
            if (Directory.Exists(dotGit))
            {
                // An empty .git folder is no repository to git either.
                inputs?.AddExistence(Path.Combine(dotGit, "HEAD"));
                return File.Exists(Path.Combine(dotGit, "HEAD")) ? new GitRepository(dotGit, dotGit, false) : null;
            }

            if (FileText.TryRead(dotGit, inputs) is not { } text || !text.StartsWith("gitdir:", StringComparison.Ordinal))
            {
                return null;
            }

            var target = Path.GetFullPath(text["gitdir:".Length..].Trim(), folder);
            inputs?.AddIdentity(target);
            if (!Directory.Exists(target))
            {
                return null;
            }

            return FileText.TryRead(Path.Combine(target, "commondir"), inputs) is { } common
                ? new GitRepository(target, Path.GetFullPath(common.Trim(), target), true)
                : new GitRepository(target, target, false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The rules of the repository as a whole, strongest first: info/exclude, then the user's excludes.</summary>
    public static (IgnoreFile[] Rules, bool IgnoreCase) ReadRules(
        GitRepository? repository, int baseLength, Func<string, string?> environment, Stamps.InputStamps? inputs = null)
    {
        var home = environment("HOME") ?? environment("USERPROFILE");
        var files = GitConfig.UserFiles(environment, home);
        var config = GitConfig.Read(repository is null ? files : files.Append(Path.Combine(repository.CommonFolder, "config")), home, inputs);
        var ignoreCase = config.IgnoreCase ?? (repository is null && (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()));
        var rules = new List<IgnoreFile>();
        if (repository is not null && FileText.TryRead(Path.Combine(repository.CommonFolder, "info", "exclude"), inputs) is { } exclude)
        {
            rules.Add(IgnoreFile.Parse(exclude, ".git/info/exclude", baseLength, ignoreCase));
        }

        if ((config.ExcludesFile ?? GitConfig.DefaultExcludesFile(environment, home)) is { Length: > 0 } path && FileText.TryRead(path, inputs) is { } text)
        {
            rules.Add(IgnoreFile.Parse(text, path, baseLength, ignoreCase));
        }

        return ([.. rules.Where(file => !file.IsEmpty)], ignoreCase);
    }
}
