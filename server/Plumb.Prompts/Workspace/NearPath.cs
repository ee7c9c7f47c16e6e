using Plumb.Prompts.Rules;

namespace Plumb.Prompts.Workspace;

/// <summary>Guesses which file of a workspace a path was meant for.</summary>
public static class NearPath
{
    /// <summary>The only file of the same name elsewhere, or the one in the same folder whose name is a slip of the pen away; null where none or several are.</summary>
    public static string? Find(string path, IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(paths);
        var name = path[(path.LastIndexOf('/') + 1)..];
        var folder = WorkspacePath.Folder(path);
        var (moved, several, beside) = ((string?)null, false, new List<string>());
        foreach (var candidate in paths)
        {
            if (candidate.EndsWith(name, StringComparison.OrdinalIgnoreCase) && (candidate.Length == name.Length || candidate[^(name.Length + 1)] == '/'))
            {
                several |= moved is not null;
                moved = candidate;
            }

            if (WorkspacePath.Folder(candidate) == folder)
            {
                beside.Add(candidate[(candidate.LastIndexOf('/') + 1)..]);
            }
        }

        return moved is not null ? (several ? null : moved)
            : NearMiss.Find(name, beside) is { } near ? WorkspacePath.Join(folder, near) : null;
    }
}
