using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

/// <summary>Text that a reader does not see as such and a model reads well, and how it is hidden.</summary>
internal readonly record struct HiddenPart(TextSpan Span, string How, string Text);

/// <summary>Finds text in comments, in elements that are not shown, and in encodings.</summary>
internal static partial class HiddenText
{
    private const int LongestComment = 5_000;
    private const int ShortestBase64 = 24;
    private const int LongestBase64 = 20_000;
    private const int ShortestHex = 32;
    private const int ShortestPercent = 24;
    private const int FewestPercents = 6;

    private static readonly SearchValues<char> Base64Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-");
    private static readonly SearchValues<char> HexCharacters = SearchValues.Create("0123456789ABCDEFabcdefx\\ ,");

    private static readonly SearchValues<char> PercentCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%");

    /// <summary>Without one of these words no element is hidden.</summary>
    private static readonly SearchValues<string> Unseen = SearchValues.Create(["display", "visibility", "font-size", "opacity", "hidden"], StringComparison.OrdinalIgnoreCase);

    public static List<HiddenPart> Find(string text)
    {
        var found = new List<HiddenPart>();
        if (text.Contains('<', StringComparison.Ordinal))
        {
            AddComments(text, found);
            if (text.AsSpan().ContainsAny(Unseen))
            {
                Add(Invisible(), "stands in an element that is not shown", m => m.Groups["body"].Value);
            }
        }

        if (text.Contains("]: #", StringComparison.Ordinal))
        {
            Add(LinkComment(), "stands in a comment", m => m.Groups["body"].Value);
        }

        AddBase64(text, found);
        if (Runs(text, HexCharacters, ShortestHex).Any())
        {
            Add(Hex(), "is written in hexadecimal", m => FromHex(m.Value));
        }

        if (Runs(text, PercentCharacters, ShortestPercent).Any(run => text.AsSpan(run.Start, run.Length).Count('%') >= FewestPercents))
        {
            Add(Percent(), "is percent-encoded", m => Uri.UnescapeDataString(m.Value));
        }

        if (text.Contains("&#", StringComparison.Ordinal))
        {
            Add(Entities(), "is written in character references", m => WebUtility.HtmlDecode(m.Value));
        }

        if (text.Contains("\\u", StringComparison.Ordinal))
        {
            Add(Escapes(), "is written in escapes", m => FromEscapes(m.Value));
        }

        return found;

        void Add(Regex pattern, string how, Func<Match, string?> read)
        {
            foreach (Match match in pattern.Matches(text))
            {
                if (read(match) is { Length: > 0 } body)
                {
                    found.Add(new HiddenPart(new TextSpan(match.Index, match.Index + match.Length), how, body));
                }
            }
        }
    }

    private static void AddComments(string text, List<HiddenPart> found)
    {
        // Where the comment ends is looked for once for all marks before it.
        var close = 0;
        for (var open = text.IndexOf("<!--", StringComparison.Ordinal); open >= 0; open = text.IndexOf("<!--", open, StringComparison.Ordinal))
        {
            var body = open + "<!--".Length;
            close = close >= body ? close : text.IndexOf("-->", body, StringComparison.Ordinal);
            if (close < 0)
            {
                return;
            }

            if (close - body is > 0 and <= LongestComment)
            {
                found.Add(new HiddenPart(new TextSpan(open, close + "-->".Length), "stands in a comment", text[body..close]));
            }

            open = close - body <= LongestComment ? close + "-->".Length : body;
        }
    }

    private static void AddBase64(string text, List<HiddenPart> found)
    {
        foreach (var run in Runs(text, Base64Characters, ShortestBase64))
        {
            var end = run.End;
            while (end < text.Length && end - run.End < 3 && text[end] == '=')
            {
                end++;
            }

            var isWhole = end - run.End < 3 && !(end < text.Length && Base64Characters.Contains(text[end]));
            if (run.Length <= LongestBase64 && isWhole && !(run.Start > 0 && text[run.Start - 1] is '=' or '.') && FromBase64(text[run.Start..end]) is { Length: > 0 } body)
            {
                found.Add(new HiddenPart(new TextSpan(run.Start, end), "is written in base64", body));
            }
        }
    }

    /// <summary>The runs of characters of a kind that are long enough. Most of a text is stepped over: a run has one of them at every step.</summary>
    private static IEnumerable<TextSpan> Runs(string text, SearchValues<char> kind, int shortest)
    {
        for (var at = 0; at + shortest <= text.Length;)
        {
            var probe = at + shortest - 1;
            if (!kind.Contains(text[probe]))
            {
                at = probe + 1;
                continue;
            }

            var before = text.AsSpan(at, shortest).LastIndexOfAnyExcept(kind);
            var start = at + before + 1;
            var length = text.AsSpan(probe).IndexOfAnyExcept(kind);
            var end = length < 0 ? text.Length : probe + length;
            if (end - start >= shortest)
            {
                yield return new TextSpan(start, end);
            }

            at = end + 1;
        }
    }

    private static string? FromBase64(string run)
    {
        // A run is rarely cut where the encoder began a group: what is left over at the end is no text anyway.
        var plain = run.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        plain = plain[..(plain.Length - (plain.Length % 4 == 1 ? 1 : 0))];
        var bytes = new byte[plain.Length];
        return Convert.TryFromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='), bytes, out var count) ? Words(bytes.AsSpan(0, count)) : null;
    }

    private static string? FromHex(string run)
    {
        var digits = run.Replace(" ", "", StringComparison.Ordinal).Replace("0x", "", StringComparison.Ordinal).Replace("\\x", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
        return digits.Length % 2 == 0 ? Words(Convert.FromHexString(digits)) : null;
    }

    private static string FromEscapes(string run)
    {
        var text = new StringBuilder();
        foreach (Match match in Escape().Matches(run))
        {
            text.Append((char)int.Parse(match.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>The text of bytes that are words in UTF-8, or null.</summary>
    private static string? Words(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b is < 0x20 and not (0x09 or 0x0A or 0x0D) or 0x7F)
            {
                return null;
            }
        }

        var text = Encoding.UTF8.GetString(bytes);
        return text.Contains('\uFFFD', StringComparison.Ordinal) ? null : text;
    }

    [GeneratedRegex(@"^\[[^\]\r\n]{0,100}\]:[ \t]*#[ \t]*[(""'](?<body>[^\r\n]{1,2000})[)""'][ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex LinkComment();

    [GeneratedRegex(@"<(?<tag>[A-Za-z][A-Za-z0-9]{0,20})(?=[\s])[^<>]{0,300}?(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])|\shidden(?=[\s>]))[^<>]{0,300}>(?<body>[^<]{1,5000})</\k<tag>>", RegexOptions.IgnoreCase)]
    private static partial Regex Invisible();

    [GeneratedRegex(@"(?<![A-Za-z0-9])(?:(?:0x|\\x)?[0-9A-Fa-f]{2}[ ,]{0,2}){16,5000}(?![A-Za-z0-9])")]
    private static partial Regex Hex();

    [GeneratedRegex(@"(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9]{1,3}(?=%)){12,5000}")]
    private static partial Regex Percent();

    [GeneratedRegex(@"(?:&#(?:x[0-9A-Fa-f]{1,6}|[0-9]{1,7});){8,5000}")]
    private static partial Regex Entities();

    [GeneratedRegex(@"(?:\\u[0-9A-Fa-f]{4}){8,5000}")]
    private static partial Regex Escapes();

    [GeneratedRegex(@"\\u(?<code>[0-9A-Fa-f]{4})")]
    private static partial Regex Escape();
}
