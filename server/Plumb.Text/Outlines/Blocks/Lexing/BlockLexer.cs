namespace Plumb.Text.Blocks;

/// <summary>
/// Splits a text into words, marks, literals and comments by a <see cref="BlockSyntax"/>. A language adds in a derived
/// class what no table tells: heredocs, regular expressions, long brackets.
/// </summary>
internal class BlockLexer(string text, OutlineDraft draft, BlockSyntax syntax)
{
    private readonly Queue<Heredoc> heredocs = new();
    private bool first = true;
    private int failedHoles;

    protected string Text { get; } = text;

    protected OutlineDraft Draft { get; } = draft;

    protected BlockTokens Tokens { get; } = new(text);

    /// <summary>Whether the next token is the first of its line.</summary>
    protected bool AtLineStart => first;

    protected ref readonly BlockToken Last => ref Tokens[Tokens.Count - 1];

    public BlockTokens Lex() => Lex(0);

    public BlockTokens Lex(int from)
    {
        var at = from;
        while (at < Text.Length)
        {
            var c = Text[at];
            var kind = c < 128 ? syntax.Classes[c] : char.IsLetter(c) ? CharKind.Word : Chars.IsBlank(c) ? CharKind.Blank : CharKind.Punctuation;
            switch (kind)
            {
                case CharKind.Blank:
                    at++;
                    break;
                case CharKind.LineEnd:
                    at = Chars.AfterLineEnd(Text, at);
                    first = true;
                    at = heredocs.Count > 0 ? SkipHeredocs(at) : at;
                    break;
                case CharKind.Word:
                    at = AddWord(at);
                    break;
                case CharKind.Digit:
                    at = Add(at, NumberEnd(at), BlockTokenKind.Number);
                    break;
                case CharKind.Special or CharKind.SpecialWord:
                    var next = ReadSpecial(at);
                    at = next > at ? next : kind == CharKind.SpecialWord ? AddWord(at) : Add(at, at + 1, BlockTokenKind.Mark);
                    break;
                default:
                    at = Add(at, at + 1, BlockTokenKind.Mark);
                    break;
            }
        }

        return Tokens;
    }

    /// <summary>Reads what only this language has; returns the offset after it, or -1 where there is nothing of it.</summary>
    protected virtual int ReadOwn(int at) => -1;

    /// <summary>Where a word ends that starts at the place.</summary>
    protected virtual int WordEnd(int at)
    {
        at++;
        while (at < Text.Length && (Text[at] < 128 ? syntax.WordPart[Text[at]] : char.IsLetterOrDigit(Text[at])))
        {
            at++;
        }

        return at;
    }

    protected int Add(int start, int end, BlockTokenKind kind)
    {
        Tokens.Add(start, end, kind, first);
        first = false;
        return end;
    }

    protected int AddString(int start, int end, int contentStart, int contentEnd, StringLiteralTraits traits)
    {
        Draft.AddString(start, end, Math.Min(contentStart, end), Math.Min(contentEnd, end), traits);
        return Add(start, end, BlockTokenKind.String);
    }

    protected int AddComment(int start, int end)
    {
        Tokens.AddComment(start, end, first);
        return end;
    }

    /// <summary>A literal whose text starts on the next line and ends with a line that is <paramref name="label"/>.</summary>
    protected void AddHeredoc(string label, bool indented, bool raw) => heredocs.Enqueue(new Heredoc(label, indented, raw));

    /// <summary>Reads a literal by its quotes; the opening one stands at <paramref name="at"/>.</summary>
    protected int ReadQuoted(int at, Quote quote, int start = -1)
    {
        start = start < 0 ? at : start;
        var content = at + quote.Open.Length;
        var (end, contentEnd, closed) = SkipQuoted(content, Text.Length, quote, 0);
        if (quote.IsCharacter)
        {
            return Add(start, end, BlockTokenKind.String);
        }

        var traits = (quote.Escape == Escapes.Backslash ? 0 : StringLiteralTraits.Raw)
            | (quote.Hole.Length > 0 ? StringLiteralTraits.Interpolated : 0)
            | (quote.MultiLine ? StringLiteralTraits.MultiLine : 0)
            | (closed ? 0 : StringLiteralTraits.Unterminated);
        return AddString(start, end, content, contentEnd, traits);
    }

    protected bool Touching(int at) => Tokens.Count > 0 && Last.End == at;

    private (int End, int ContentEnd, bool Closed) SkipQuoted(int at, int limit, Quote quote, int depth)
    {
        while (at < limit)
        {
            var c = Text[at];
            if (c == quote.Close[0] && Chars.At(Text, at, quote.Close))
            {
                if (quote.Escape == Escapes.Doubled && Chars.At(Text, at + quote.Close.Length, quote.Close))
                {
                    at += 2 * quote.Close.Length;
                    continue;
                }

                return (at + quote.Close.Length, at, true);
            }

            if ((c == '\\' && quote.Escape == Escapes.Backslash) || (c == '`' && quote.Escape == Escapes.Backtick))
            {
                at = Math.Min(limit, at + 2);
            }
            else if (!quote.MultiLine && Chars.IsLineEnd(c))
            {
                return (at, at, false);
            }
            else if (quote.Hole.Length > 0 && c == quote.Hole[0] && Chars.At(Text, at, quote.Hole) && depth < 2)
            {
                at = SkipHole(at + quote.Hole.Length, quote, depth + 1);
            }
            else
            {
                at++;
            }
        }

        return (limit, limit, false);
    }

    // An expression inside a literal: its own literals may hold the quote that ends the outer one. A regular expression
    // may hold half a pair of quotes; then counting brackets alone tells where the expression ends.
    private int SkipHole(int at, Quote outer, int depth)
    {
        // Each failure has read ahead in vain: after so many, the text is no code and holes are not looked for.
        if (failedHoles > 32)
        {
            return at;
        }

        var limit = Math.Min(Chars.LineEnd(Text, at), at + (depth == 1 ? 2000 : 200));
        var end = depth == 1 ? HoleEnd(at, limit, depth, literals: true) : -1;
        end = end < 0 ? HoleEnd(at, limit, depth, literals: false) : end;
        end = end < 0 && outer.MultiLine && depth == 1 ? HoleEnd(at, Math.Min(Text.Length, at + 8000), depth, literals: true) : end;
        if (end < 0)
        {
            failedHoles += depth == 1 ? 1 : 0;
            return at;
        }

        return end;
    }

    private int HoleEnd(int at, int limit, int depth, bool literals)
    {
        var open = 1;
        while (at < limit)
        {
            var c = Text[at];
            if (c is '{' or '(' or '[')
            {
                open++;
            }
            else if (c is '}' or ')' or ']' && --open <= 0)
            {
                return at + 1;
            }
            else if (literals && (c is '"' or '\'') && Array.Find(syntax.Quotes, quote => quote.Open.Length == 1 && quote.Open[0] == c) is { } inner)
            {
                at = SkipQuoted(at + 1, limit, inner, depth).End;
                continue;
            }

            at++;
        }

        return -1;
    }

    private int AddWord(int at) => Add(at, WordEnd(at), BlockTokenKind.Word);

    private int NumberEnd(int at)
    {
        while (at < Text.Length && (char.IsAsciiLetterOrDigit(Text[at]) || Text[at] == '_'
            || (Text[at] == '.' && at + 1 < Text.Length && char.IsAsciiDigit(Text[at + 1]) && Text[at - 1] != '.')))
        {
            at++;
        }

        return at;
    }

    private int ReadSpecial(int at)
    {
        var own = ReadOwn(at);
        if (own > at)
        {
            return own;
        }

        foreach (var (open, close, nested) in syntax.BlockComments)
        {
            if (Chars.At(Text, at, open))
            {
                return AddComment(at, CommentEnd(at + open.Length, open, close, nested));
            }
        }

        foreach (var open in syntax.LineComments)
        {
            if (Chars.At(Text, at, open))
            {
                return AddComment(at, Chars.LineEnd(Text, at));
            }
        }

        foreach (var quote in syntax.Quotes)
        {
            if (Chars.At(Text, at, quote.Open))
            {
                return ReadQuoted(at, quote);
            }
        }

        return -1;
    }

    private int CommentEnd(int at, string open, string close, bool nested)
    {
        var depth = 1;
        while (at < Text.Length)
        {
            var found = Text.AsSpan(at).IndexOf(close, StringComparison.Ordinal);
            if (found < 0)
            {
                return Text.Length;
            }

            if (nested)
            {
                var inner = Text.AsSpan(at, found).IndexOf(open, StringComparison.Ordinal);
                if (inner >= 0)
                {
                    depth++;
                    at += inner + open.Length;
                    continue;
                }
            }

            at += found + close.Length;
            if (--depth == 0)
            {
                return at;
            }
        }

        return Text.Length;
    }

    private int SkipHeredocs(int at)
    {
        while (heredocs.TryDequeue(out var heredoc))
        {
            var start = at;
            var closed = false;
            var contentEnd = Text.Length;
            while (at < Text.Length && !closed)
            {
                var end = Chars.LineEnd(Text, at);
                var line = Text.AsSpan(at, end - at);
                closed = (heredoc.Indented ? line.Trim() : line.TrimEnd('\r')).SequenceEqual(heredoc.Label);
                contentEnd = closed ? at : contentEnd;
                at = Chars.AfterLineEnd(Text, end);
            }

            Draft.AddString(
                start,
                at,
                start,
                contentEnd,
                StringLiteralTraits.MultiLine | (heredoc.Raw ? StringLiteralTraits.Raw : StringLiteralTraits.Interpolated) | (closed ? 0 : StringLiteralTraits.Unterminated));
        }

        return at;
    }

    private readonly record struct Heredoc(string Label, bool Indented, bool Raw);
}
