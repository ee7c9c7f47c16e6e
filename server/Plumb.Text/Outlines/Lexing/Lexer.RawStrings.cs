namespace Plumb.Text.Lexing;

/// <summary>Raw strings whose delimiters count or name something: C#, Rust, C++, Swift.</summary>
internal sealed partial class Lexer
{
    private static readonly StringForm CSharpPlain = new("\"", "\"");
    private static readonly StringForm CSharpVerbatim = new("@\"", "\"", EscapeForm.Doubled, MultiLine: true);
    private static readonly StringForm CSharpHoles = new("$\"", "\"", Holes: HoleForm.Brace);
    private static readonly StringForm CSharpVerbatimHoles = new("$@\"", "\"", EscapeForm.Doubled, MultiLine: true, Holes: HoleForm.Brace);
    private static readonly StringForm RustPlain = new("\"", "\"", MultiLine: true);
    private static readonly StringForm RustPrefix = new("b\"", "\"", MultiLine: true);
    private static readonly StringForm SwiftPlain = new("\"", "\"", Holes: HoleForm.BackslashParen);
    private static readonly StringForm SwiftBlock = new("\"\"\"", "\"\"\"", MultiLine: true, Holes: HoleForm.BackslashParen, LongestClose: true);

    private int CSharpString(int start)
    {
        var at = start;
        var dollars = 0;
        var verbatim = false;
        while (at < end && text[at] is '$' or '@')
        {
            dollars += text[at] == '$' ? 1 : 0;
            verbatim |= text[at] == '@';
            at++;
        }

        if (at >= end || text[at] != '"')
        {
            if (text[start] == '@' && at == start + 1 && at < end && (char.IsLetter(text[at]) || text[at] == '_'))
            {
                while (at < end && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
                {
                    at++;
                }

                Add(TokenKind.Identifier, start + 1, at, 0);
                return at;
            }

            return Operator(start, at - start);
        }

        if (!verbatim && StartsWith(at, "\"\"\""))
        {
            return CSharpRaw(start, at, dollars);
        }

        return String(start, verbatim ? dollars > 0 ? CSharpVerbatimHoles : CSharpVerbatim : dollars > 0 ? CSharpHoles : CSharpPlain);
    }

    private int CSharpRaw(int start, int quotesStart, int dollars)
    {
        var at = quotesStart;
        while (at < end && text[at] == '"')
        {
            at++;
        }

        // Everything up to as many quotes is content; holes in it need not be read, since they hold no such run.
        var quotes = at - quotesStart;
        var stop = RunOf('"', quotes, at);
        var traits = StringLiteralTraits.Raw | StringLiteralTraits.MultiLine | (dollars > 0 ? StringLiteralTraits.Interpolated : 0);
        return stop < 0
            ? AddString(start, at, end, end, traits | StringLiteralTraits.Unterminated)
            : AddString(start, at, stop - quotes, stop, traits);
    }

    /// <summary>The offset after the first run of at least so many characters (all of the run).</summary>
    private int RunOf(char c, int count, int at)
    {
        while (at < end)
        {
            var found = text.AsSpan(at, end - at).IndexOf(c);
            if (found < 0)
            {
                return -1;
            }

            at += found;
            var run = at;
            while (run < end && text[run] == c)
            {
                run++;
            }

            if (run - at >= count)
            {
                return run;
            }

            at = run;
        }

        return -1;
    }

    private int RustPrefixed(int start, int quote)
    {
        var raw = text[quote - 1] == 'r';
        if (!raw)
        {
            if (text[start] is not ('b' or 'c') || quote - start != 1)
            {
                return -1;
            }

            return text[quote] switch
            {
                '"' => String(start, RustPrefix),
                '\'' => RustQuote(quote, start),
                _ => -1,
            };
        }

        var at = quote;
        while (at < end && text[at] == '#')
        {
            at++;
        }

        var signs = at - quote;
        if (at >= end || text[at] != '"')
        {
            if (signs == 1 && quote - start == 1 && at < end && (char.IsLetter(text[at]) || text[at] == '_'))
            {
                // r#type is the name "type".
                var name = at;
                while (at < end && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
                {
                    at++;
                }

                Add(TokenKind.Identifier, name, at, 0);
                return at;
            }

            return -1;
        }

        return RawUntil(start, at + 1, "\"", signs);
    }

    /// <summary>Reads raw text up to a quote that so many number signs follow.</summary>
    private int RawUntil(int start, int content, string quote, int signs)
    {
        const StringLiteralTraits Traits = StringLiteralTraits.Raw | StringLiteralTraits.MultiLine;
        var at = content;
        while (at < end)
        {
            var found = text.AsSpan(at, end - at).IndexOf(quote, StringComparison.Ordinal);
            if (found < 0)
            {
                break;
            }

            at += found;
            var after = at + quote.Length;
            var count = 0;
            while (count < signs && after < end && text[after] == '#')
            {
                count++;
                after++;
            }

            if (count == signs)
            {
                return AddString(start, content, at, after, Traits);
            }

            at++;
        }

        return AddString(start, content, end, end, Traits | StringLiteralTraits.Unterminated);
    }

    private int RustQuote(int at, int start = -1)
    {
        start = start < 0 ? at : start;
        var inside = at + 1;
        if (inside >= end)
        {
            return -1;
        }

        if (text[inside] == '\\')
        {
            var close = text.AsSpan(inside + 1, Math.Min(end - inside - 1, 16)).IndexOf('\'');
            if (close == 0 && inside + 2 < end && text[inside + 2] == '\'')
            {
                // '\'' has its quote twice.
                close = 1;
            }

            if (close >= 0)
            {
                Add(TokenKind.Literal, start, inside + close + 2, 0);
                return inside + close + 2;
            }

            return -1;
        }

        var width = char.IsHighSurrogate(text[inside]) ? 2 : 1;
        if (inside + width < end && text[inside + width] == '\'' && text[inside] != '\'')
        {
            Add(TokenKind.Literal, start, inside + width + 1, 0);
            return inside + width + 1;
        }

        var stop = inside;
        while (stop < end && (char.IsLetterOrDigit(text[stop]) || text[stop] == '_'))
        {
            stop++;
        }

        if (stop == inside)
        {
            return -1;
        }

        Add(TokenKind.Symbol, start, stop, 0);
        return stop;
    }

    private int ScalaQuote(int at)
    {
        var inside = at + 1;
        if (inside < end && text[inside] == '\\')
        {
            var close = text.AsSpan(inside + 1, Math.Min(end - inside - 1, 8)).IndexOf('\'');
            if (close == 0 && inside + 2 < end && text[inside + 2] == '\'')
            {
                close = 1;
            }

            if (close >= 0)
            {
                Add(TokenKind.Literal, at, inside + close + 2, 0);
                return inside + close + 2;
            }
        }
        else if (inside + 1 < end && text[inside + 1] == '\'' && text[inside] is not ('\n' or '\r'))
        {
            Add(TokenKind.Literal, at, inside + 2, 0);
            return inside + 2;
        }

        return -1;
    }

    private int CppRaw(int start, int quote)
    {
        var open = text.AsSpan(quote + 1, Math.Min(end - quote - 1, 20)).IndexOf('(');
        if (open < 0)
        {
            return -1;
        }

        var close = string.Concat(")", text.AsSpan(quote + 1, open), "\"");
        var content = quote + open + 2;
        const StringLiteralTraits Traits = StringLiteralTraits.Raw | StringLiteralTraits.MultiLine;
        var found = text.AsSpan(content, end - content).IndexOf(close, StringComparison.Ordinal);
        return found < 0
            ? AddString(start, content, end, end, Traits | StringLiteralTraits.Unterminated)
            : AddString(start, content, content + found, content + found + close.Length, Traits);
    }

    private int SwiftString(int start)
    {
        var at = start;
        while (at < end && text[at] == '#')
        {
            at++;
        }

        var signs = at - start;
        if (at >= end || text[at] != '"')
        {
            return -1;
        }

        var block = StartsWith(at, "\"\"\"");
        if (signs > 0)
        {
            return RawUntil(start, at + (block ? 3 : 1), block ? "\"\"\"" : "\"", signs);
        }

        return String(start, block ? SwiftBlock : SwiftPlain);
    }
}
