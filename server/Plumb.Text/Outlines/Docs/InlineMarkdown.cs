using System.Buffers;
using System.Text;

namespace Plumb.Text.Blocks;

/// <summary>Reads a heading's text as a reader sees it: without emphasis, code ticks, link targets and tags.</summary>
internal static class InlineMarkdown
{
    private static readonly SearchValues<char> Markup = SearchValues.Create("*_`[]<\\!{&~");

    public static string Plain(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IndexOfAny(Markup) < 0)
        {
            return text.ToString();
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '\\' when i + 1 < text.Length && char.IsPunctuation(text[i + 1]):
                    plain.Append(text[++i]);
                    break;
                case '`':
                    i = AppendCode(text, i, plain);
                    break;
                case '*':
                    break;
                case '~' when i + 1 < text.Length && text[i + 1] == '~':
                    i++;
                    break;
                case '_' when !InsideWord(text, i):
                    break;
                case '!' when i + 1 < text.Length && text[i + 1] == '[':
                    break;
                case '[':
                    break;
                case ']':
                    i = SkipTarget(text, i);
                    break;
                case '<' when i + 1 < text.Length && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] is '/' or '!') && text[i..].IndexOf('>') is var close and > 0:
                    // An autolink is its own text; any other tag is markup.
                    var tag = text.Slice(i + 1, close - 1);
                    if (tag.Contains(':') && !tag.ContainsAny(' ', '='))
                    {
                        plain.Append(tag);
                    }

                    i += close;
                    break;
                case '{' when i + 1 < text.Length && text[i + 1] is '#' or '.' or ':' && text[^1] == '}':
                    i = text.Length;
                    break;
                default:
                    plain.Append(c);
                    break;
            }
        }

        return plain.ToString().Trim();
    }

    private static int AppendCode(ReadOnlySpan<char> text, int at, StringBuilder plain)
    {
        var ticks = text[at..].IndexOfAnyExcept('`');
        ticks = ticks < 0 ? text.Length - at : ticks;
        var close = text[(at + ticks)..].IndexOf(text.Slice(at, ticks), StringComparison.Ordinal);
        if (close < 0)
        {
            return at + ticks - 1;
        }

        plain.Append(text.Slice(at + ticks, close));
        return at + ticks + close + ticks - 1;
    }

    private static bool InsideWord(ReadOnlySpan<char> text, int at) =>
        at > 0 && at + 1 < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1]);

    private static int SkipTarget(ReadOnlySpan<char> text, int at)
    {
        if (at + 1 >= text.Length || text[at + 1] is not ('(' or '['))
        {
            return at;
        }

        var close = text[(at + 1)..].IndexOf(text[at + 1] == '(' ? ')' : ']');
        return close < 0 ? at : at + 1 + close;
    }
}
