using System.Text.RegularExpressions;

namespace Plumb.Lsp.Features.Questions;

/// <summary>Makes links of the places that an answer names: <c>path:10-20</c> becomes <c>[path:10-20](file:///path#L10-L20)</c>.</summary>
internal static partial class CitationLinks
{
    /// <param name="markdown">An answer; its code blocks stay as they are.</param>
    /// <param name="uriOf">The URI of a path; null where it is no file of the workspace.</param>
    public static string Link(string markdown, Func<string, string?> uriOf)
    {
        var known = new Dictionary<string, string?>(StringComparer.Ordinal);
        var lines = markdown.Split('\n');
        var inFence = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                inFence = !inFence;
            }
            else if (!inFence)
            {
                lines[i] = Place().Replace(lines[i], match => LinkOf(match) ?? match.Value);
            }
        }

        return string.Join('\n', lines);

        string? LinkOf(Match match)
        {
            var path = match.Groups["path"].Value;
            if (!known.TryGetValue(path, out var uri))
            {
                known[path] = uri = uriOf(path);
            }

            return uri is null ? null : $"[{match.Value}]({uri}{Fragment(match.Groups["start"].Value, match.Groups["end"].Value)})";
        }
    }

    private static string Fragment(string start, string end) => end.Length == 0 || end == start ? $"#L{start}" : $"#L{start}-L{end}";

    // Between backticks a path may have spaces. One that was struck out, or is a link already, is left alone.
    [GeneratedRegex(@"(?<![\[~])`(?<path>[^`:\n]+):(?<start>\d{1,7})(?:[-–](?<end>\d{1,7}))?`|(?<![\w`\[(~/.:-])(?<path>[^\s`\[\](){}<>""'|:,;*~]+):(?<start>\d{1,7})(?:[-–](?<end>\d{1,7}))?(?![\w`:])", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
