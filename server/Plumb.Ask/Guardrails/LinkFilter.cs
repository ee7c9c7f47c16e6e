using System.Text.RegularExpressions;

namespace Plumb.Ask.Guardrails;

/// <summary>
/// Takes out of an answer what would reach another host when it is shown or clicked: images, links, HTML. A model that was
/// talked into it could send what it has read by the address alone. Code between fences stays as it is.
/// </summary>
internal static partial class LinkFilter
{
    private const string Removed = "(link removed)";

    /// <param name="text">Whole Markdown; a fence may be open at its end.</param>
    /// <param name="fence">The fence that is open at its start, and afterwards at its end.</param>
    /// <param name="goesOn">It begins within a line, which is no fence then.</param>
    public static string Clean(string text, ref CodeFence fence, bool goesOn = false)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (goesOn && i == 0 ? !fence.IsOpen : !fence.Holds(lines[i]))
            {
                lines[i] = CleanLine(lines[i]);
            }
        }

        return string.Join('\n', lines);
    }

    public static string Clean(string text)
    {
        var fence = default(CodeFence);
        return Clean(text, ref fence);
    }

    /// <summary>
    /// For text that is quoted from files: the words of a link stay, and nothing is said about what went. Code in a quotation
    /// stays as it is, too.
    /// </summary>
    public static string CleanQuoted(string text)
    {
        var lines = text.Split('\n');
        var (fence, quotedFence) = (default(CodeFence), default(CodeFence));
        for (var i = 0; i < lines.Length; i++)
        {
            // A quotation is a document of its own: a fence that is open in it ends with it.
            var isQuoted = !fence.IsOpen && lines[i].StartsWith('>');
            if (!isQuoted)
            {
                quotedFence = default;
            }

            if (isQuoted ? !quotedFence.Holds(lines[i].AsSpan(lines[i].StartsWith("> ", StringComparison.Ordinal) ? 2 : 1)) : !fence.Holds(lines[i]))
            {
                lines[i] = CleanLine(lines[i]).Replace(" " + Removed, "", StringComparison.Ordinal);
            }
        }

        return string.Join('\n', lines);
    }

    private static string CleanLine(string line)
    {
        line = Image().Replace(line, match => match.Groups["text"].Length > 0 ? $"(image: {match.Groups["text"].Value})" : "(image)");
        line = Definition().Replace(line, match => IsLocal(match.Groups["url"].Value) ? match.Value : match.Groups["quote"].Value + Removed);
        line = Link().Replace(line, match => IsLocal(match.Groups["url"].Value) ? match.Value : match.Groups["text"].Value + " " + Removed);
        line = Tag().Replace(line, match => IsHarmless(match.Value) ? match.Value : "");
        return Address().Replace(line, match => IsLocal(match.Value.Trim('<', '>')) ? match.Value : Removed);
    }

    // A path of the workspace, a heading, or this machine.
    private static bool IsLocal(string url) =>
        !url.Contains(':', StringComparison.Ordinal) && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith('\\')
            ? true
            : PathWithLine().IsMatch(url) || (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.IsLoopback);

    private static bool IsHarmless(string tag) => !Attribute().IsMatch(tag) && !Active().IsMatch(tag);

    // The address of an image may hold parentheses, in pairs or between angle brackets.
    [GeneratedRegex(@"!\[(?<text>[^\]]{0,300})\](?:\((?:\s*<[^<>]{0,4000}>|(?:[^()]|\([^()]{0,1000}\)){0,4000})[^)]{0,4000}\)?|\[[^\]]{0,300}\])?", RegexOptions.CultureInvariant)]
    private static partial Regex Image();

    [GeneratedRegex(@"(?<!!)\[(?<text>[^\[\]]{0,1000})\]\(\s*<?(?<url>[^\s)>]{0,4000})[^)]{0,1000}\)?", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?<quote>\s{0,3}(?:>\s?)*)\[[^\]]{1,300}\]:\s*<?(?<url>\S+).*$", RegexOptions.CultureInvariant)]
    private static partial Regex Definition();

    [GeneratedRegex(@"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,4000})?/?>?", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\b(?:src|href|srcset|style|action|formaction|data|poster|background|on\w+)\s*=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^</?(?:script|iframe|object|embed|link|meta|style|form|base|svg|img|video|audio)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Active();

    [GeneratedRegex(@"<?\b(?:https?|ftp|wss?|file|data|javascript|vscode|command|mailto):(?:/{1,2})?[^\s`<>()\]""']{1,4000}>?|\bwww\.[^\s`<>()\]""']{1,4000}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"^[^\s:]+\.\w+:\d+(?:-\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex PathWithLine();
}
