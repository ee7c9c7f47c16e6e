using Plumb.Lsp.Features.Diagnostics.Workspace;
using Plumb.Prompts.Workspace;

namespace Plumb.Cli.Lint;

/// <summary>
/// The files of a scope as they were in a commit. One question to git says which files differ at all, and only those are
/// read.
/// </summary>
/// <param name="root">The scope's folder.</param>
/// <param name="reference">The commit.</param>
/// <param name="isAsked">Whether the user named it: then one that is not there is an error.</param>
internal sealed class ScopeBase(string root, string reference, bool isAsked) : IBaseTexts
{
    private readonly Lazy<IReadOnlySet<string>?> changed = new(() => HasRepository(root) ? GitBase.ChangedAsync(root, reference).GetAwaiter().GetResult() : null);

    public string? Read(string path)
    {
        if (changed.Value is not { } differing)
        {
            return isAsked ? throw new CommandException($"'{reference}' is no commit of the repository that {root} is in: fetch it, or name another one with --base or lint.base.") : null;
        }

        return differing.Contains(path) ? GitBase.ReadAsync(root, reference, path).GetAwaiter().GetResult() : null;
    }

    /// <summary>Starts asking git while files are found and read.</summary>
    public void Begin() => _ = Task.Run(() => changed.Value);

    private static bool HasRepository(string folder) => Search.Discovery.RuleFiles.FindGitFolder(folder) is not null;
}
