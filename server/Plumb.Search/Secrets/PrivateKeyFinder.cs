using System.Text.RegularExpressions;

namespace Plumb.Search.Secrets;

/// <summary>
/// Finds private keys in PEM: whole, cut off at either end, or within a string. What merely names the marks, such as code
/// that looks for them, is none.
/// </summary>
internal static partial class PrivateKeyFinder
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

    public static void Find(string text, List<Secret> found)
    {
        if (!text.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            return;
        }

        var lines = text.Split('\n');
        var starts = new int[lines.Length];
        for (var i = 1; i < lines.Length; i++)
        {
            starts[i] = starts[i - 1] + lines[i - 1].Length + 1;
        }

        var free = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var start = starts[i];
            foreach (Match whole in WithinOneLine().Matches(lines[i]))
            {
                found.Add(new Secret(start + whole.Index, whole.Length, SecretKind.PrivateKey));
            }

            var line = WithinOneLine().Replace(lines[i], whole => new string('*', whole.Length));
            if (Begin().Match(line) is { Success: true } begin)
            {
                var inline = begin.Groups["inline"];
                var rest = begin.Groups["rest"].Value;
                var end = rest.Length > 0 ? i + 1 : EndOfBody(lines, i + 1, inline.Length > 20);
                if (end > i + 1 || inline.Length > 20)
                {
                    var stop = end > i + 1 ? starts[end - 1] + lines[end - 1].TrimEnd('\r').Length : start + inline.Index + inline.Length;
                    if (rest.Length == 0 && end < lines.Length && End().Match(lines[end]) is { Success: true } mark)
                    {
                        stop = starts[end] + mark.Index + mark.Length;
                        end++;
                    }

                    found.Add(new Secret(start + begin.Index, stop - start - begin.Index, SecretKind.PrivateKey));
                    i = end - 1;
                    free = end;
                }
            }
            else if (End().Match(line) is { Success: true } mark && StartOfBody(lines, free, i) is var first && first < i)
            {
                // The text starts within the key.
                var from = starts[first] + Number().Match(lines[first]).Length;
                found.Add(new Secret(from, start + mark.Index + mark.Length - from, SecretKind.PrivateKey));
                free = i + 1;
            }
        }
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

    private static int StartOfBody(string[] lines, int free, int end)
    {
        var start = end;
        var shorts = 0;
        for (var i = end - 1; i >= free && shorts <= MostShortLines; i--)
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
