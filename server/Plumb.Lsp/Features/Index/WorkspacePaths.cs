using Plumb.Lsp.Documents;

namespace Plumb.Lsp.Features.Index;

/// <summary>Between absolute paths and the index's posix paths from the root.</summary>
internal sealed class WorkspacePaths(string root)
{
    private static readonly StringComparison Comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly string prefix = PrefixOf(Path.GetFullPath(root));

    /// <summary>Null for a path outside of the root, for the root itself, and for the insides of version control.</summary>
    public string? ToRelative(string path)
    {
        if (!path.StartsWith(prefix, Comparison) || path.Length == prefix.Length)
        {
            return null;
        }

        var relative = path[prefix.Length..].Replace(Path.DirectorySeparatorChar, '/').TrimEnd('/');
        return relative is ".git" or ".hg" or ".svn" || relative.StartsWith(".git/", StringComparison.Ordinal)
            || relative.StartsWith(".hg/", StringComparison.Ordinal) || relative.StartsWith(".svn/", StringComparison.Ordinal)
            ? null
            : relative;
    }

    /// <summary>The same for whatever lies in the root, "." for itself; null outside.</summary>
    public string? ToAny(string path) =>
        Path.TrimEndingDirectorySeparator(path) is var trimmed && (trimmed + Path.DirectorySeparatorChar).Equals(prefix, Comparison) ? "."
        : trimmed.StartsWith(prefix, Comparison) ? trimmed[prefix.Length..].Replace(Path.DirectorySeparatorChar, '/')
        : null;

    public string ToAbsolute(string relative) => prefix + relative.Replace('/', Path.DirectorySeparatorChar);

    public string ToUri(string relative) => DocumentUri.FromPath(ToAbsolute(relative));

    /// <summary>The root of a drive or of the system ends in its separator and keeps it.</summary>
    private static string PrefixOf(string root) =>
        Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar;

    /// <summary>
    /// The insides of version control and of installed packages change by the thousand and are not indexed: one
    /// <c>npm install</c> would have the whole tree walked again.
    /// </summary>
    public static bool IsNoise(string relative)
    {
        var folders = relative.AsSpan(0, Math.Max(relative.LastIndexOf('/'), 0));
        foreach (var part in folders.Split('/'))
        {
            if (folders[part] is ".git" or ".hg" or ".svn" or "node_modules")
            {
                return true;
            }
        }

        return false;
    }
}
