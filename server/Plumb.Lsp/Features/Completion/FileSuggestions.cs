using Plumb.Lsp.Protocol;
using Plumb.Prompts;

namespace Plumb.Lsp.Features.Completion;

/// <summary>
/// Paths from the prompt's folder: behind <c>#file:</c>, <c>${file:</c> and promptfoo's <c>file://</c>, in a Markdown link, in
/// POML's <c>src</c>; and the partials of Dotprompt, which are files by their names.
/// </summary>
internal static class FileSuggestions
{
    private const int MostEntries = 500;
    private const string PartialEnding = ".prompt";

    /// <summary>Null where no path is being written.</summary>
    public static IReadOnlyList<Suggestion>? Get(string promptPath, PromptFormat format, string before)
    {
        var start = Start(format, before);
        if (start < 0)
        {
            return null;
        }

        var isPartial = IsPartial(format, before, start);
        var typed = before[start..];
        var slash = typed.LastIndexOf('/');
        var name = typed[(slash + 1)..];
        if (!Path.IsPathRooted(promptPath) || typed.Contains("://", StringComparison.Ordinal) || typed.Contains('\0') || typed.StartsWith('/'))
        {
            return isPartial ? null : [];
        }

        try
        {
            var folder = new DirectoryInfo(Path.Combine(Path.GetDirectoryName(promptPath)!, typed[..(slash + 1)]));
            return folder.Exists
                ? [.. folder.EnumerateFileSystemInfos().Where(e => e.Name is not ".git" && (!isPartial || e is DirectoryInfo || PartialName(e.Name) is not null)).Take(MostEntries).OrderBy(e => e.Name, StringComparer.OrdinalIgnoreCase)
                    .Select(e => e is DirectoryInfo
                        ? new Suggestion(e.Name + "/", CompletionItemKind.Folder, name.Length)
                        : new Suggestion((isPartial ? PartialName(e.Name) : null) ?? e.Name, CompletionItemKind.File, name.Length, isPartial ? "partial" : null))]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    /// <summary><c>_card.prompt</c> is called <c>card</c>; a variant of it, <c>_card.short.prompt</c>, is chosen by whoever renders it.</summary>
    private static string? PartialName(string file) =>
        file.StartsWith('_') && file.EndsWith(PartialEnding, StringComparison.Ordinal) && file[1..^PartialEnding.Length] is { Length: > 0 } name && !name.Contains('.', StringComparison.Ordinal) ? name : null;

    private static bool IsPartial(PromptFormat format, string before, int start) => format == PromptFormat.Dotprompt && before.AsSpan(0, start).TrimEnd(' ').EndsWith(">");

    private static int Start(PromptFormat format, string before)
    {
        ReadOnlySpan<(string, string)> own = format switch
        {
            PromptFormat.Dotprompt => [("{{>", "} "), ("{{> ", "} "), ("{{~>", "} "), ("{{~> ", "} ")],
            PromptFormat.Poml => [("src=\"", "\""), ("src='", "'")],
            PromptFormat.Promptfoo => [("file://", " \"'")],
            _ => [],
        };
        foreach (var marks in (ReadOnlySpan<(string, string)[]>)[own.ToArray(), [("#file:", " "), ("${file:", "} "), ("](", ") ")]])
        {
            foreach (var (mark, ends) in marks)
            {
                var at = before.LastIndexOf(mark, StringComparison.Ordinal);
                if (at >= 0 && before.AsSpan(at + mark.Length).IndexOfAny(ends) < 0)
                {
                    return at + mark.Length;
                }
            }
        }

        return -1;
    }
}
