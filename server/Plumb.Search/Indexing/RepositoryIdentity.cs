using System.Security.Cryptography;
using System.Text;

namespace Plumb.Search.Indexing;

/// <summary>
/// What a workspace is, whatever folder it lies in today: the address of its git origin, else the first line of its
/// git history here, else (no repository) its path. A folder that was moved finds its index again.
/// </summary>
/// <param name="Key">Sixteen hexadecimal digits.</param>
/// <param name="Description">For people, in the store's own folder.</param>
internal sealed record RepositoryIdentity(string Key, string Description)
{
    public static RepositoryIdentity Of(string root)
    {
        var (repository, git) = FindGitFolder(root);
        var description = "folder " + root;
        if (git is not null)
        {
            var inside = Path.GetRelativePath(repository!, root).Replace('\\', '/');
            var common = CommonFolder(git);
            description = Origin(common) is { } origin ? $"git {origin} {inside}"
                : FirstReflogLine(common) is { } line ? $"git {line} {inside}"
                : description;
        }

        return new RepositoryIdentity(Hash(description, 16), description);
    }

    public static string Hash(string text, int digits) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..digits];

    private static (string? Repository, string? Git) FindGitFolder(string root)
    {
        for (var folder = root; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var git = Path.Combine(folder, ".git");
            if (Directory.Exists(git))
            {
                return (folder, git);
            }

            // A worktree or a submodule: a file that names the real folder.
            if (File.Exists(git) && ReadText(git) is { } text && text.StartsWith("gitdir:", StringComparison.Ordinal) && !text.Contains('\0', StringComparison.Ordinal))
            {
                return (folder, Path.GetFullPath(Path.Combine(folder, text["gitdir:".Length..].Trim())));
            }
        }

        return (null, null);
    }

    private static string CommonFolder(string git) =>
        ReadText(Path.Combine(git, "commondir")) is { } common && !common.Contains('\0', StringComparison.Ordinal) ? Path.GetFullPath(Path.Combine(git, common.Trim())) : git;

    private static string? Origin(string git)
    {
        if (ReadText(Path.Combine(git, "config")) is not { } config)
        {
            return null;
        }

        var inOrigin = false;
        foreach (var raw in config.Split('\n'))
        {
            var line = raw.Trim();
            if (line.StartsWith('['))
            {
                inOrigin = line.Replace(" ", string.Empty, StringComparison.Ordinal) == "[remote\"origin\"]";
            }
            else if (inOrigin && line.StartsWith("url", StringComparison.Ordinal) && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
            {
                return Normalize(line[(at + 1)..].Trim());
            }
        }

        return null;
    }

    // git@host:owner/name.git, ssh://git@host/owner/name and https://user:key@host/owner/name are one repository, and
    // no user name or key may reach the description.
    private static string Normalize(string url)
    {
        var text = url;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var isLocal = scheme < 0 && (text.StartsWith('/') || text.StartsWith('.') || !text.Contains(':', StringComparison.Ordinal));
        if (!isLocal)
        {
            text = scheme >= 0 ? text[(scheme + 3)..] : text.Replace(':', '/');
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            var at = text.LastIndexOf('@', slash < 0 ? text.Length - 1 : slash);
            text = text[(at + 1)..];
        }

        text = text.TrimEnd('/');
        return text.EndsWith(".git", StringComparison.Ordinal) ? text[..^4] : text;
    }

    private static string? FirstReflogLine(string git)
    {
        try
        {
            return File.ReadLines(Path.Combine(git, "logs", "HEAD")).FirstOrDefault() is { Length: > 0 } line ? Hash(line, 32) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string? ReadText(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
