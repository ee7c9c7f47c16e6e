using System.Buffers;

namespace Plumb.Text.Blocks;

/// <summary>Skips Python's string literals and records them: prefixes, triple quotes, f-strings that hold strings.</summary>
internal sealed class PythonStrings(string text, OutlineDraft builder)
{
    private static readonly SearchValues<char> InDouble = SearchValues.Create("\"\\\n\r");
    private static readonly SearchValues<char> InSingle = SearchValues.Create("'\\\n\r");
    private static readonly SearchValues<char> InDoubleFormat = SearchValues.Create("\"\\\n\r{");
    private static readonly SearchValues<char> InSingleFormat = SearchValues.Create("'\\\n\r{");

    /// <summary>Skips the literal whose first quote stands at the place; returns the offset after it.</summary>
    public int Skip(int quoteAt) => Skip(quoteAt, depth: 0);

    private int Skip(int quoteAt, int depth)
    {
        var quote = text[quoteAt];
        var triple = quoteAt + 2 < text.Length && text[quoteAt + 1] == quote && text[quoteAt + 2] == quote;
        var start = PrefixStart(quoteAt, out var raw, out var format);
        var content = quoteAt + (triple ? 3 : 1);
        var stops = format ? (quote == '"' ? InDoubleFormat : InSingleFormat) : quote == '"' ? InDouble : InSingle;
        var traits = (raw ? StringLiteralTraits.Raw : 0) | (format ? StringLiteralTraits.Interpolated : 0) | (triple ? StringLiteralTraits.MultiLine : 0);
        var at = content;
        while (true)
        {
            var found = at < text.Length ? text.AsSpan(at).IndexOfAny(stops) : -1;
            if (found < 0)
            {
                return End(start, text.Length, content, text.Length, traits | StringLiteralTraits.Unterminated, depth);
            }

            at += found;
            var c = text[at];
            if (c == quote)
            {
                if (!triple)
                {
                    return End(start, at + 1, content, at, traits, depth);
                }

                if (at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote)
                {
                    return End(start, at + 3, content, at, traits, depth);
                }

                at++;
            }
            else if (c == '\\')
            {
                at = at + 2 < text.Length && text[at + 1] == '\r' && text[at + 2] == '\n' ? at + 3 : Math.Min(text.Length, at + 2);
            }
            else if (c == '{')
            {
                at = at + 1 < text.Length && text[at + 1] == '{' ? at + 2 : SkipExpression(at + 1, quote, triple, depth);
            }
            else if (triple)
            {
                at++;
            }
            else
            {
                return End(start, at, content, at, traits | StringLiteralTraits.Unterminated, depth);
            }
        }
    }

    // An expression of an f-string; stops before a line end or a quote that must belong to the string around it.
    private int SkipExpression(int at, char quote, bool triple, int depth)
    {
        var braces = 1;
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '}')
            {
                at++;
                if (--braces == 0)
                {
                    return at;
                }
            }
            else if (c == '{')
            {
                braces++;
                at++;
            }
            else if (Chars.IsLineEnd(c) && !triple)
            {
                return at;
            }
            else if (c is '"' or '\'')
            {
                // Deep nesting is nobody's code; giving up keeps the scan linear.
                if (depth > 3 || (c == quote && (triple ? IsTriple(at, quote) : !ClosesOnLine(at))))
                {
                    return at;
                }

                at = Skip(at, depth + 1);
            }
            else
            {
                at++;
            }
        }

        return at;
    }

    private bool IsTriple(int at, char quote) => at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote;

    // Before Python 3.12 the same quote ended the f-string; it starts a string only if it and the brace are closed.
    private bool ClosesOnLine(int at)
    {
        var line = text.AsSpan(at + 1, Math.Min(Chars.LineEnd(text, at), at + 200) - at - 1);
        var close = line.IndexOf(text[at]);
        return close >= 0 && line[close..].Contains('}') && line[(close + 1)..].Contains(text[at]);
    }

    private int PrefixStart(int quoteAt, out bool raw, out bool format)
    {
        raw = format = false;
        var at = quoteAt;
        while (at > 0 && quoteAt - at < 2)
        {
            var c = (char)(text[at - 1] | 0x20);
            if (c is not ('r' or 'b' or 'u' or 'f' or 't'))
            {
                break;
            }

            at--;
            raw |= c == 'r';
            format |= c is 'f' or 't';
        }

        if (at > 0 && at < quoteAt && Chars.IsWord(text[at - 1]))
        {
            raw = format = false;
            return quoteAt;
        }

        return at;
    }

    private int End(int start, int end, int content, int contentEnd, StringLiteralTraits traits, int depth)
    {
        if (depth == 0)
        {
            builder.AddString(start, end, Math.Min(content, end), contentEnd, traits);
        }

        return end;
    }
}
