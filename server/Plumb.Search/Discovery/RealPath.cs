namespace Plumb.Search.Discovery;

/// <summary>Resolves a path through every link in it.</summary>
internal static class RealPath
{
    // What Linux allows before it reports ELOOP.
    private const int MaxLinks = 40;

    /// <summary>The path without links; null where it leads nowhere or in a circle.</summary>
    /// <param name="loop">True where it leads in a circle.</param>
    public static string? Resolve(string path, out bool loop)
    {
        loop = false;
        var root = Path.GetPathRoot(path) ?? "/";
        var pending = new Stack<string>(Split(path[root.Length..]).Reverse());
        var resolved = root;
        var links = 0;
        while (pending.TryPop(out var part))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? root;
                continue;
            }

            var next = Path.Combine(resolved, part);
            string? target;
            try
            {
                target = new FileInfo(next).LinkTarget;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }

            if (target is null)
            {
                if (!Path.Exists(next))
                {
                    return null;
                }

                resolved = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                loop = true;
                return null;
            }

            if (Path.IsPathRooted(target))
            {
                resolved = Path.GetPathRoot(target)!;
                target = target[resolved.Length..];
            }

            foreach (var piece in Split(target).Reverse())
            {
                pending.Push(piece);
            }
        }

        return resolved;
    }

    private static string[] Split(string path) => path.Split((char[])[Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]);
}
