using System.Globalization;
using System.Text;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Lsp.Features.Hover;

/// <summary>
/// A text with its tokens told apart: on coloured ground where the client shows it, else with a dot behind each token. Only
/// the beginning of a long text is drawn.
/// </summary>
internal static class TokenDrawing
{
    private const int MostCharacters = 300;

    /// <summary>More than any token has, so that the last one drawn is one of the whole text's.</summary>
    private const int Margin = 200;

    private const string Mark = "\u00B7";
    private const string Cut = "\u2026";

    // Half transparent, so that they do on light and on dark ground. Editors let through this spelling and no other.
    private static readonly string[] Colours = ["#4c9be855", "#e8a34c55", "#6fbf7355", "#c77dd655"];

    public static string Draw(string text, TextSpan span, TokenTable table, HoverStyle style, CancellationToken cancellation)
    {
        var looked = new TextSpan(span.Start, Math.Min(span.End, Whole(text, Math.Min((long)span.Start + MostCharacters + Margin, text.Length))));
        var last = Math.Min(span.End, span.Start + MostCharacters);
        var tokens = new List<string>();
        var start = span.Start;
        foreach (var end in table.Boundaries(looked, cancellation))
        {
            if (end > last)
            {
                break;
            }

            // A token inside a character has no letters of its own.
            tokens.Add(text[start..end]);
            start = end;
        }

        var isCut = start < span.End;
        return style == HoverStyle.Html ? Colour(tokens, isCut) : Dot(tokens, isCut, style == HoverStyle.Markdown);
    }

    private static string Colour(List<string> tokens, bool isCut)
    {
        var html = new StringBuilder();
        var afterSpace = true;
        for (var i = 0; i < tokens.Count; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<span style=\"background-color:{Colours[i % Colours.Length]};\">");
            Escape(tokens[i].Length == 0 ? Mark : tokens[i], html, ref afterSpace);
            html.Append("</span>");
        }

        return html.Append(isCut ? Cut : "").ToString();
    }

    /// <summary>Text that is neither HTML nor Markdown: every mark of punctuation is written by its number.</summary>
    private static void Escape(string text, StringBuilder html, ref bool afterSpace)
    {
        foreach (var c in text)
        {
            switch (c)
            {
                case '\r':
                    break;
                case '\n':
                    html.Append("&#8629;<br>");
                    break;
                case '\t':
                    html.Append("&#8677;");
                    break;
                case ' ':
                    // The second of two spaces would vanish.
                    html.Append(afterSpace ? "&nbsp;" : " ");
                    break;
                case < ' ' or '\u007F':
                    html.Append(CultureInfo.InvariantCulture, $"&#{0x2400 + (c == '\u007F' ? 0x21 : c)};");
                    break;
                case < '\u007F' when !char.IsAsciiLetterOrDigit(c):
                    html.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
                    break;
                default:
                    html.Append(c);
                    break;
            }

            afterSpace = c is ' ' or '\n' or '\r';
        }
    }

    private static string Dot(List<string> tokens, bool isCut, bool fenced)
    {
        var drawn = string.Join(Mark, tokens) + (isCut ? Cut : "");
        if (!fenced)
        {
            return drawn;
        }

        // No run of backticks in the text may close the fence.
        var (run, longest) = (0, 2);
        foreach (var c in drawn)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', longest + 1);
        return $"{fence}text\n{drawn}\n{fence}";
    }

    private static int Whole(string text, long end) => end > 0 && end < text.Length && char.IsHighSurrogate(text[(int)end - 1]) ? (int)end - 1 : (int)end;
}
