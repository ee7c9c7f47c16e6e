using Plumb.Lsp.Protocol;

namespace Plumb.Lsp.Features.Completion;

/// <summary>Paths behind <c>#file:</c>, <c>${file:</c> and in a Markdown link, from the prompt's folder.</summary>
internal static class FileSuggestions
{
    private const int MostEntries = 500;

    /// <summary>Null where no path is being written.</summary>
    public static IReadOnlyList<Suggestion>? Get(string promptPath, string before)
    {
        var start = Start(before);
        if (start < 0)
        {
            return null;
        }

        var typed = before[start..];
        var slash = typed.LastIndexOf('/');
        var name = typed[(slash + 1)..];
        if (!Path.IsPathRooted(promptPath) || typed.Contains("://", StringComparison.Ordinal) || typed.Contains('\0') || typed.StartsWith('/'))
        {
            return [];
        }

        try
        {
            var folder = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(promptPath)!, typed[..(slash + 1)]));
            return folder.Exists
                ? [.. folder.EnumerateFileSystemInfos().Where(e => e.Name is not ".git").Take(MostEntries).OrderBy(e => e.Name, StringComparer.OrdinalIgnoreCase)
                    .Select(e => e is DirectoryInfo
                        ? new Suggestion(e.Name + "/", CompletionItemKind.Folder, name.Length)
                        : new Suggestion(e.Name, CompletionItemKind.File, name.Length))]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    private static int Start(string before)
    {
        foreach (var (mark, ends) in (ReadOnlySpan<(string, string)>)[("#file:", " "), ("${file:", "} "), ("](", ") ")])
        {
            var at = before.LastIndexOf(mark, StringComparison.Ordinal);
            if (at >= 0 && before.AsSpan(at + mark.Length).IndexOfAny(ends) < 0)
            {
                return at + mark.Length;
            }
        }

        return -1;
    }
}
