namespace Plumb.Text.Lexing;

/// <summary>String literals that a <see cref="StringForm"/> describes, and the holes in them.</summary>
internal sealed partial class Lexer
{
    private const int DeepestHole = 24;

    // Each hole that does not end costs a second reading of its literal; a broken text gets only so many.
    private int failedHolesLeft = 32;
    private int holeDepth;

    private int String(int start, StringForm form, bool holes = true)
    {
        var at = start + form.Open.Length;
        while (true)
        {
            var found = at < end ? text.AsSpan(at, end - at).IndexOfAny(form.Stops) : -1;
            if (found < 0)
            {
                return FinishString(start, form, end, end, StringLiteralTraits.Unterminated);
            }

            at += found;
            var c = text[at];
            if (c == form.Close[0] && StartsWith(at, form.Close))
            {
                var after = at + form.Close.Length;
                if (form.Escape == EscapeForm.Doubled && after < end && StartsWith(after, form.Close))
                {
                    at = after + form.Close.Length;
                    continue;
                }

                while (form.LongestClose && after < end && text[after] == form.Close[0])
                {
                    after++;
                }

                return FinishString(start, form, after - form.Close.Length, after, StringLiteralTraits.None);
            }

            if (c == '\\')
            {
                if (form.Holes == HoleForm.BackslashParen && holes && at + 1 < end && text[at + 1] == '(')
                {
                    at = Hole(at + 2, '(', ')', !form.MultiLine);
                    if (at < 0)
                    {
                        return String(start, form, holes: false);
                    }

                    continue;
                }

                at++;
                if (at < end && text[at] == '\r' && at + 1 < end && text[at + 1] == '\n')
                {
                    at++;
                }

                at = Math.Min(end, at + 1);
            }
            else if (c is '\n' or '\r' && !form.MultiLine)
            {
                return FinishString(start, form, at, at, StringLiteralTraits.Unterminated);
            }
            else if (holes && form.Holes != HoleForm.None && OpensHole(form.Holes, at, out var inside))
            {
                at = Hole(inside, '{', '}', !form.MultiLine);
                if (at < 0)
                {
                    return String(start, form, holes: false);
                }
            }
            else
            {
                at += form.Holes == HoleForm.Brace && c == '{' && at + 1 < end && text[at + 1] == '{' ? 2 : 1;
            }
        }
    }

    private bool OpensHole(HoleForm form, int at, out int inside)
    {
        var c = text[at];
        var next = at + 1 < end ? text[at + 1] : '\0';
        inside = form is HoleForm.Brace or HoleForm.BraceDollar ? at + 1 : at + 2;
        return form switch
        {
            HoleForm.Brace => c == '{' && next != '{',
            HoleForm.BraceDollar => c == '{' && next == '$',
            HoleForm.DollarBrace => c == '$' && next == '{',
            HoleForm.HashBrace => c == '#' && next == '{',
            _ => false,
        };
    }

    /// <summary>Reads the code in a hole as code, so that quotes and brackets in it mean what they mean there.</summary>
    /// <returns>The offset after the hole; -1 when it does not end.</returns>
    private int Hole(int at, char open, char close, bool stopAtLineEnd)
    {
        if (holeDepth >= DeepestHole || failedHolesLeft <= 0)
        {
            return -1;
        }

        var (tokens, brackets, comments, strings, directives, firstBefore) =
            (lexed.Count, lexed.Brackets.Count, lexed.Comments.Count, lexed.Strings.Count, lexed.Directives.Count, first);
        holeDepth++;
        var closed = RunFrom(at, open, close, stopAtLineEnd);
        holeDepth--;
        lexed.Truncate(tokens, brackets, comments, strings, directives);
        first = firstBefore;
        if (closed < 0)
        {
            failedHolesLeft--;
            return -1;
        }

        return closed + 1;
    }

    private int FinishString(int start, StringForm form, int contentEnd, int stop, StringLiteralTraits extra)
    {
        if (form.Character)
        {
            Add(TokenKind.Literal, start, stop, 0);
            return stop;
        }

        return AddString(start, start + form.Open.Length, contentEnd, stop, form.Traits | extra);
    }

    private int AddString(int start, int contentStart, int contentEnd, int stop, StringLiteralTraits traits)
    {
        contentStart = Math.Min(contentStart, stop);
        lexed.Strings.Add(new StringLiteral(new TextSpan(start, stop), new TextSpan(contentStart, Math.Max(contentStart, contentEnd)), traits));
        Add(TokenKind.String, start, stop, 0);
        return stop;
    }

    private int PrefixedString(int start, int quote)
    {
        if (table.Has(LexerQuirks.RustStrings))
        {
            return RustPrefixed(start, quote);
        }

        if (table.Has(LexerQuirks.CppRawStrings) && text[quote - 1] == 'R' && text[quote] == '"')
        {
            return CppRaw(start, quote);
        }

        return text[start] < 128 ? PlainString(start, text[start]) : -1;
    }

    private int ZigLine(int at)
    {
        var stop = LineEnd(at);
        return AddString(at, at + 2, stop, stop, StringLiteralTraits.Raw);
    }
}
