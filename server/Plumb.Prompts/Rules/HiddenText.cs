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
    public static List<HiddenPart> Find(string text)
    {
        var found = new List<HiddenPart>();
        if (text.Contains('<', StringComparison.Ordinal))
        {
            Add(Comment(), "stands in a comment", m => m.Groups["body"].Value);
            Add(Invisible(), "stands in an element that is not shown", m => m.Groups["body"].Value);
        }

        if (text.Contains("]: #", StringComparison.Ordinal))
        {
            Add(LinkComment(), "stands in a comment", m => m.Groups["body"].Value);
        }

        Add(Base64(), "is written in base64", m => FromBase64(m.Value));
        Add(Hex(), "is written in hexadecimal", m => FromHex(m.Value));
        if (text.Contains('%', StringComparison.Ordinal))
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

    [GeneratedRegex(@"<!--(?<body>[\s\S]{0,5000}?)-->")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\[[^\]\r\n]{0,100}\]:[ \t]*#[ \t]*[(""'](?<body>[^\r\n]{1,2000})[)""'][ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex LinkComment();

    [GeneratedRegex(@"<(?<tag>[A-Za-z][A-Za-z0-9]{0,20})(?=[\s])[^<>]{0,300}?(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])|\shidden(?=[\s>]))[^<>]{0,300}>(?<body>[^<]{1,5000})</\k<tag>>", RegexOptions.IgnoreCase)]
    private static partial Regex Invisible();

    [GeneratedRegex(@"(?<![A-Za-z0-9+/_\-=.])[A-Za-z0-9+/_\-]{24,20000}={0,2}(?![A-Za-z0-9+/_\-=])")]
    private static partial Regex Base64();

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
