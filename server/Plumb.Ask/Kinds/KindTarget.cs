using Plumb.Search.Workspaces;

namespace Plumb.Ask.Kinds;

/// <summary>The file, folder or lines that a task is about, as people write them.</summary>
internal static class KindTarget
{
    /// <summary>"a.cs", "a.cs:12" or "a.cs:12-40".</summary>
    public static (string Path, int? Start, int? End) Parse(string target)
    {
        var colon = target.LastIndexOf(':');
        var lines = colon > 0 ? target[(colon + 1)..].Split('-') : [];
        return lines.Length is 1 or 2 && int.TryParse(lines[0], out var start) && int.TryParse(lines[^1], out var end) && start >= 1 && end >= start
            ? (target[..colon], start, end)
            : (target, null, null);
    }

    /// <summary>A path that says no folder is one of the first folder that has it.</summary>
    public static string Complete(IWorkspaceReader index, string path) => index.Locate(path) is not null || path is "" or "." || !IsInside(path)
        ? path
        : index.Folders.FirstOrDefault(folder => Path.Exists(Path.Combine(folder.Root, path))) is { } found ? found.Prefix + path : path;

    public static bool IsInside(string path) => !Path.IsPathRooted(path) && !path.Split('/').Contains("..");
}
