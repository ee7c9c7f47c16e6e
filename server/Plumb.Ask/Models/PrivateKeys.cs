using System.Text.RegularExpressions;

namespace Plumb.Ask.Models;

/// <summary>
/// Blacks out private keys in PEM: whole, cut off at either end, or within a string. What merely names the marks, such as code that
/// looks for them, stays.
/// </summary>
internal static partial class PrivateKeys
{
    private const int MostShortLines = 2;

    private enum LineKind
    {
        Other,
        Blank,
        Header,
        Short,
        Body,
    }

    public static string Remove(string text, ref int removed)
    {
        if (!text.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return text;
        }

        var lines = text.Split('\n');
        var kept = new List<string>(lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            removed += WithinOneLine().Count(lines[i]);
            var line = WithinOneLine().Replace(lines[i], OutboundGate.Mark);
            if (Begin().Match(line) is { Success: true } begin)
            {
                var inline = begin.Groups["inline"];
                var rest = begin.Groups["rest"].Value;
                var end = rest.Length > 0 ? i + 1 : EndOfBody(lines, i + 1, inline.Length > 20);
                if (end > i + 1 || inline.Length > 20)
                {
                    removed++;
                    var tail = line[(inline.Index + inline.Length)..];
                    if (rest.Length == 0 && end < lines.Length && End().Match(lines[end]) is { Success: true } mark)
                    {
                        tail = lines[end][(mark.Index + mark.Length)..];
                        end++;
                    }

                    kept.Add(line[..begin.Index] + OutboundGate.Mark + tail);
                    i = end - 1;
                    continue;
                }
            }
            else if (End().Match(line) is { Success: true } mark && StartOfBody(kept) is var start && start < kept.Count)
            {
                // The passage starts within the key.
                removed++;
                kept.RemoveRange(start, kept.Count - start);
                line = Number().Match(line).Value + OutboundGate.Mark + line[(mark.Index + mark.Length)..];
            }

            kept.Add(line);
        }

        return string.Join('\n', kept);
    }

    // The line behind the last one of the key; the first one itself where none follows.
    private static int EndOfBody(string[] lines, int first, bool hasBody)
    {
        var end = first;
        var shorts = 0;
        for (var i = first; i < lines.Length && shorts <= MostShortLines; i++)
        {
            var kind = KindOf(lines[i]);
            if (kind == LineKind.Other || (kind == LineKind.Short && !hasBody))
            {
                break;
            }

            hasBody |= kind is LineKind.Body or LineKind.Header;
            shorts += kind == LineKind.Short ? 1 : 0;
            end = hasBody && kind != LineKind.Blank && shorts <= MostShortLines ? i + 1 : end;
        }

        return end;
    }

    private static int StartOfBody(List<string> lines)
    {
        var start = lines.Count;
        var shorts = 0;
        for (var i = lines.Count - 1; i >= 0 && shorts <= MostShortLines; i--)
        {
            var kind = KindOf(lines[i]);
            if (kind == LineKind.Other)
            {
                break;
            }

            shorts += kind == LineKind.Short ? 1 : 0;
            start = kind is LineKind.Body or LineKind.Header ? i : start;
        }

        return start;
    }

    private static LineKind KindOf(string line)
    {
        if (BodyLine().Match(line) is { Success: true } match)
        {
            return match.Groups["body"].Length switch { 0 => LineKind.Blank, < 20 => LineKind.Short, _ => LineKind.Body };
        }

        return HeaderLine().IsMatch(line) ? LineKind.Header : LineKind.Other;
    }

    // A whole key in a string literal, its line breaks escaped.
    [GeneratedRegex("""-----BEGIN[ A-Z]{0,40}PRIVATE KEY(?: BLOCK)?-----(?=[^"'`()\[\]]{0,200}[A-Za-z0-9+/]{20})[^"'`()\[\]-]*(?:-(?!----)[^"'`()\[\]-]*)*-----END[ A-Z]{0,40}PRIVATE KEY(?: BLOCK)?-----""", RegexOptions.CultureInvariant)]
    private static partial Regex WithinOneLine();

    [GeneratedRegex("""-----BEGIN[ A-Z]{0,40}PRIVATE KEY(?: BLOCK)?-----(?<inline>(?:\\[rn]|[A-Za-z0-9+/=])*)(?:\\[rn]|["'`+,;.\\\s]){0,12}(?<rest>.*)$""", RegexOptions.CultureInvariant)]
    private static partial Regex Begin();

    [GeneratedRegex("-----END[ A-Z]{0,40}PRIVATE KEY(?: BLOCK)?-----", RegexOptions.CultureInvariant)]
    private static partial Regex End();

    // As it stands, or with a line number, as a comment, or as a part of a string over several lines.
    [GeneratedRegex("""^(?:\d+\| )?[\s"'`+#/*>|-]{0,40}(?<body>[A-Za-z0-9+/=]*)(?:\\[rn]|["'`+,;.)\\\s]){0,12}$""", RegexOptions.CultureInvariant)]
    private static partial Regex BodyLine();

    [GeneratedRegex("""^(?:\d+\| )?[\s"'`+#/*>|-]{0,40}(?:Proc-Type|DEK-Info|Key-Info|Content-Domain|Version|Comment|Charset|Hash|MessageID): """, RegexOptions.CultureInvariant)]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"^(?:\d+\| )?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
