namespace Plumb.Prompts.Workspace;

/// <summary>Paths with forward slashes relative to the workspace's root.</summary>
internal static class WorkspacePath
{
    /// <summary>The folder of a path, without a slash at its end; empty at the root.</summary>
    public static string Folder(string path)
    {
        var slash = path.LastIndexOfAny(['/', '\\']);
        return slash < 0 ? "" : path[..slash].Replace('\\', '/');
    }

    /// <summary>A path as it is written in a file of the folder; null where it leaves the workspace.</summary>
    public static string? Join(string folder, string path)
    {
        var parts = new List<string>(path.StartsWith('/') ? [] : folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
