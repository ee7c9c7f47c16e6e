using System.Text;

namespace Plumb.Lsp.Documents;

/// <summary>
/// The one place where URIs become paths and paths become URIs. Clients differ in what they escape ("%3A" or ":",
/// "%20", non-ASCII letters raw or as UTF-8 bytes) and in the case of a drive's letter: all forms are read, one is written.
/// </summary>
public static class DocumentUri
{
    private const string Scheme = "file://";

    /// <summary>The absolute path that a file URI names; null for any other URI.</summary>
    public static string? ToPath(string uri) => ToPath(uri, OperatingSystem.IsWindows());

    /// <summary>The URI of an absolute path.</summary>
    public static string FromPath(string path) => FromPath(path, OperatingSystem.IsWindows());

    /// <summary>The last part of a URI's path, unescaped: enough to tell the language of a file that is not on disk.</summary>
    public static string FileName(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var path = uri.AsSpan(0, EndOfPath(uri));
        return Uri.UnescapeDataString(path[(path.LastIndexOfAny('/', ':') + 1)..].ToString());
    }

    internal static string? ToPath(string uri, bool windows)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var end = EndOfPath(uri);
        var authority = "";
        string escaped;
        if (uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            var slash = uri.IndexOf('/', Scheme.Length);
            if (slash < 0 || slash > end)
            {
                return null;
            }

            authority = Uri.UnescapeDataString(uri[Scheme.Length..slash]);
            escaped = uri[slash..end];
        }
        else
        {
            escaped = uri["file:".Length..end];
        }

        var path = Uri.UnescapeDataString(escaped);
        if (path.Length == 0 || path[0] != '/' || path.Contains('\0'))
        {
            return null;
        }

        if (!windows)
        {
            return authority is "" or "localhost" ? path : null;
        }

        if (path.Length >= 3 && char.IsAsciiLetter(path[1]) && path[2] == ':')
        {
            path = char.ToUpperInvariant(path[1]) + path[2..];
            return (path.Length == 2 ? path + "/" : path).Replace('/', '\\');
        }

        return authority is "" or "localhost" ? path.Replace('/', '\\') : @"\\" + authority + path.Replace('/', '\\');
    }

    internal static string FromPath(string path, bool windows)
    {
        ArgumentNullException.ThrowIfNull(path);
        var text = new StringBuilder(Scheme, path.Length + 16);
        var rest = windows ? path.Replace('\\', '/') : path;
        if (windows && rest.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = rest.IndexOf('/', 2);
            text.Append(slash < 0 ? rest.AsSpan(2) : rest.AsSpan(2, slash - 2));
            rest = slash < 0 ? "" : rest[slash..];
        }
        else if (windows && rest.Length >= 2 && char.IsAsciiLetter(rest[0]) && rest[1] == ':')
        {
            text.Append('/').Append(char.ToUpperInvariant(rest[0])).Append(':');
            rest = rest[2..];
        }

        var first = true;
        foreach (var part in rest.Split('/'))
        {
            if (!first)
            {
                text.Append('/');
            }

            first = false;
            text.Append(Uri.EscapeDataString(part));
        }

        return text.ToString();
    }

    /// <summary>A query or a fragment is no part of the path.</summary>
    private static int EndOfPath(string uri)
    {
        var end = uri.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? uri.Length : end;
    }
}
