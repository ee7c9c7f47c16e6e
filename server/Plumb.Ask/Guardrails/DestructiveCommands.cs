using System.Text.RegularExpressions;

namespace Plumb.Ask.Guardrails;

/// <summary>Finds commands in an answer that destroy what cannot be had back, so that nobody pastes one unread.</summary>
internal static partial class DestructiveCommands
{
    private const int MostCharacters = 80;

    /// <summary>The commands, each once, shortened.</summary>
    public static IReadOnlyList<string> Find(string markdown) =>
        [.. markdown.Split('\n').SelectMany(line => FindInLine(line.Trim())).Select(Shorten).Distinct(StringComparer.Ordinal)];

    // In a sentence a command stands between backticks. A long line is told from where the command in it begins.
    private static IEnumerable<string> FindInLine(string line)
    {
        var spans = CodeSpan().Matches(line).Select(span => span.Groups["code"].Value).Where(code => Command().IsMatch(code)).ToList();
        return spans.Count > 0 ? spans
            : Command().Match(line) is { Success: true } found ? [line.Length <= MostCharacters ? line : line[found.Index..]]
            : [];
    }

    private static string Shorten(string line)
    {
        line = line.Trim('`', ' ', '$');
        return line.Length <= MostCharacters ? line : line[..MostCharacters] + "…";
    }

    [GeneratedRegex("(?<ticks>`+)(?<code>[^`]+)\\k<ticks>", RegexOptions.CultureInvariant)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(
        """
        \brm\s+(?:-\w+\s+|--\w+\s+)*(?:-\w*[rRf]\w*|--recursive|--force)\b | \brmdir\s+/s\b | \bdel\s+/[sqf]\b | \bRemove-Item\b.*-(?:Recurse|Force)\b
        | \bgit\s+(?:push\s+.*(?:--force(?!-with-lease)|\s-f\b)|reset\s+--hard|clean\s+-\w*[fdx]|checkout\s+--\s+\.|branch\s+(?:(?-i:-D)|(?:-d|--delete)\s+(?:-f|--force))\b|filter-branch|stash\s+(?:drop|clear))
        | \bdd\s+.*\bof=/dev/ | \bmkfs(?:\.\w+)?\b | \bformat\s+[a-z]:\s | >\s*/dev/(?:sd|nvme|hd) | \bshred\s | \bwipefs\b
        | \b(?:drop\s+(?:table|database|schema)|truncate\s+table|delete\s+from\s+\w+\s*(?:;|`|$))
        | \b(?:curl|wget)\b[^|]*\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b | \b(?:iwr|Invoke-WebRequest)\b[^|]*\|\s*(?:iex|Invoke-Expression)\b
        | \bchmod\s+-R\s+0?777\b | \bchown\s+-R\s+\S+\s+/(?:\s|$) | \bkubectl\s+delete\b | \bterraform\s+destroy\b
        | \bdocker\s+(?:system|volume)\s+prune\b | \bfind\b.*\s-delete\b | :\(\)\s*\{ | \bkill\s+-9\s+-1\b | \bredis-cli\s+flush(?:all|db)\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Command();
}
