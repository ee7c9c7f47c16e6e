using Plumb.Search.Discovery.Stamps;

namespace Plumb.Search.Discovery;

/// <summary>The rules that hold at the root of a workspace, before any file in it is read.</summary>
/// <param name="Scope">Those of the repository that the workspace is or lies in, and the globs of plumb.json.</param>
/// <param name="OuterPrefix">
/// What stands before a path from the workspace root to make it one from the top of the repository around it: a posix path
/// with a slash at its end. Empty where there is none around it.
/// </param>
/// <param name="Repository">That repository; null where there is none, or it ignores the workspace.</param>
internal sealed record WorkspaceRules(IgnoreScope Scope, string OuterPrefix, GitRepository? Repository)
{
    /// <param name="rootPath">Absolute path of the workspace folder, without a separator at its end.</param>
    /// <param name="inputs">Notes what is looked at, be it there or not.</param>
    public static WorkspaceRules Read(string rootPath, DiscoveryOptions options, InputStamps? inputs)
    {
        var own = GitRepository.TryOpen(rootPath, inputs);
        var rules = (own is null ? ReadAround(rootPath, options, inputs) : null) ?? ReadTop(own, options, inputs);
        if (options.Ignore.Count == 0)
        {
            return rules;
        }

        var globs = IgnoreFile.Parse(string.Join('\n', options.Ignore), "index.ignore in plumb.json", rules.OuterPrefix.Length, rules.Scope.IgnoreCase, isOurs: true);
        return rules with { Scope = rules.Scope.With(globs, null, null) };
    }

    private static WorkspaceRules ReadTop(GitRepository? repository, DiscoveryOptions options, InputStamps? inputs)
    {
        var (rules, ignoreCase) = GitRepository.ReadRules(repository, 0, options.Environment, inputs);
        return new WorkspaceRules(IgnoreScope.Top(rules, ignoreCase, repository is null ? null : new TrackedPaths(repository.GitFolder, 0, inputs)), "", repository);
    }

    /// <summary>The rules of the repository around the workspace; null where there is none, or it ignores the workspace.</summary>
    private static WorkspaceRules? ReadAround(string rootPath, DiscoveryOptions options, InputStamps? inputs)
    {
        GitRepository? repository = null;
        var folders = new Stack<string>();
        for (var folder = Path.GetDirectoryName(rootPath); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            folders.Push(folder);
            repository = GitRepository.TryOpen(folder, inputs);
            if (repository is not null)
            {
                break;
            }
        }

        if (repository is null)
        {
            return null;
        }

        var top = Path.TrimEndingDirectorySeparator(folders.Peek());
        var prefix = rootPath[(top.EndsWith(Path.DirectorySeparatorChar) ? top.Length : top.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/') + "/";
        var (rules, ignoreCase) = GitRepository.ReadRules(repository, 0, options.Environment, inputs);
        var scope = IgnoreScope.Top(rules, ignoreCase, new TrackedPaths(repository.GitFolder, 0, inputs));
        var baseLength = 0;
        foreach (var folder in folders)
        {
            scope = scope.With(
                null,
                IgnoreFile.TryRead(folder, ".gitignore", Path.Combine(folder, ".gitignore"), baseLength, ignoreCase, inputs),
                null);
            var end = prefix.IndexOf('/', baseLength);
            if (scope.Check(prefix.AsSpan(0, end), baseLength, isFolder: true).IsIgnored)
            {
                return null;
            }

            baseLength = end + 1;
        }

        return new WorkspaceRules(scope, prefix, repository);
    }
}
