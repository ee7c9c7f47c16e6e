using System.Runtime.CompilerServices;

namespace Plumb.Text.Lexing;

/// <summary>
/// Cuts a text into tokens by a <see cref="LexicalTable"/>. Methods take the offset at which they start and return
/// the offset at which they stopped, or -1 where what they look for does not stand there.
/// </summary>
internal sealed partial class Lexer
{
    private readonly LexedText lexed;
    private readonly LexicalTable table;
    private readonly string text;
    private readonly int end;
    private TokenFlags first = TokenFlags.FirstOnLine;

    public Lexer(LexedText lexed, LexicalTable table)
    {
        this.lexed = lexed;
        this.table = table;
        text = lexed.Text;
        end = lexed.Range.End;
    }

    public void Run()
    {
        var at = lexed.Range.Start;
        if (at == 0 && text.AsSpan(0, end).StartsWith("#!"))
        {
            at = LineEnd(at);
        }

        if (table.Has(LexerQuirks.Php))
        {
            at = SkipMarkup(at);
        }

        RunFrom(at, '\0', '\0', stopAtLineEnd: false);
    }

    /// <summary>
    /// Lexes up to the end, or up to the closing bracket of a hole. Returns that bracket's offset, -1 when it was not found.
    /// </summary>
    private int RunFrom(int at, char open, char close, bool stopAtLineEnd)
    {
        var span = text.AsSpan(0, end);
        var classes = table.Classes.AsSpan();
        var isWord = table.IsWord.AsSpan();
        var depth = 0;
        while ((uint)at < (uint)span.Length)
        {
            var c = span[at];
            var kind = c < 128 ? classes[c] : Wide(c);
            switch (kind)
            {
                case CharClass.Space:
                    at++;
                    break;

                case CharClass.LineEnd:
                    if (stopAtLineEnd)
                    {
                        return -1;
                    }

                    at++;
                    first = TokenFlags.FirstOnLine;
                    if (pending is { Count: > 0 } && (c == '\n' || at >= span.Length || span[at] != '\n'))
                    {
                        at = ReadPendingHeredocs(at);
                    }

                    break;

                case CharClass.Word:
                {
                    var start = at++;
                    while ((uint)at < (uint)span.Length && ((c = span[at]) < 128 ? isWord[c] : IsWideWord(c)))
                    {
                        at++;
                    }

                    if ((uint)at < (uint)span.Length && at - start <= 3 && table.HasPrefixes && span[at] is '"' or '\'' or '#' or '`')
                    {
                        var after = PrefixedString(start, at);
                        if (after >= 0)
                        {
                            at = after;
                            break;
                        }
                    }

                    var keyword = table.FindKeyword(span[start..at]);
                    Add(keyword == Keyword.None ? TokenKind.Identifier : TokenKind.Keyword, start, at, (ushort)keyword);
                    break;
                }

                case CharClass.Digit:
                {
                    var start = at++;
                    while ((uint)at < (uint)span.Length && IsNumberPart(span, at))
                    {
                        at++;
                    }

                    Add(TokenKind.Number, start, at, 0);
                    break;
                }

                case CharClass.Open:
                    if (c == open)
                    {
                        depth++;
                    }

                    lexed.Brackets.Add(lexed.Count);
                    Add(TokenKind.Punctuation, at, at + 1, c);
                    at++;
                    break;

                case CharClass.Close:
                    if (c == close && depth-- == 0)
                    {
                        return at;
                    }

                    lexed.Brackets.Add(lexed.Count);
                    Add(TokenKind.Punctuation, at, at + 1, c);
                    at++;
                    break;

                case CharClass.Special:
                {
                    var after = Special(at, c);
                    if (after >= 0)
                    {
                        at = after;
                        break;
                    }

                    goto default;
                }

                default:
                    Add(TokenKind.Punctuation, at, at + 1, c);
                    at++;
                    break;
            }
        }

        return -1;
    }

    private int Special(int at, char c)
    {
        if (table.Comments[c] is { } comments)
        {
            foreach (var form in comments)
            {
                // #[ starts an attribute of PHP.
                if (StartsWith(at, form.Open) && !(c == '#' && table.Has(LexerQuirks.Php) && at + 1 < end && text[at + 1] == '['))
                {
                    return Comment(at, form);
                }
            }
        }

        if (table.Quirks != LexerQuirks.None)
        {
            var after = Quirk(at, c);
            if (after >= 0)
            {
                return after;
            }
        }

        return PlainString(at, c);
    }

    private int PlainString(int at, char c)
    {
        if (table.Strings[c] is { } strings)
        {
            foreach (var form in strings)
            {
                if (StartsWith(at, form.Open))
                {
                    return String(at, form);
                }
            }
        }

        return -1;
    }

    private int Quirk(int at, char c)
    {
        var quirks = table.Quirks;
        switch (c)
        {
            case '#' when (quirks & LexerQuirks.Preprocessor) != 0 && first != 0:
                return DirectiveLine(at);
            case '#' or '"' when (quirks & LexerQuirks.SwiftStrings) != 0:
                return SwiftString(at);
            case '"' or '$' or '@' when (quirks & LexerQuirks.CSharpStrings) != 0:
                return CSharpString(at);
            case '\'' when (quirks & LexerQuirks.RustStrings) != 0:
                return RustQuote(at);
            case '\'' when (quirks & LexerQuirks.ScalaCharacters) != 0:
                return ScalaQuote(at);
            case '/' when (quirks & LexerQuirks.JavaScriptRegex) != 0:
                return JavaScriptRegex(at);
            case '<' when (quirks & LexerQuirks.Jsx) != 0:
                return JsxElement(at);
            case '<' when (quirks & LexerQuirks.Php) != 0:
                return PhpHeredoc(at);
            case '?' when (quirks & LexerQuirks.Php) != 0 && at + 1 < end && text[at + 1] == '>':
                return SkipMarkup(at + 2);
            case '<' when (quirks & (LexerQuirks.ShellHeredocs | LexerQuirks.RubyHeredocs | LexerQuirks.HclHeredocs)) != 0:
                return StartHeredoc(at);
            case '`' when (quirks & LexerQuirks.BacktickNames) != 0:
                return BacktickName(at);
            case '\\' when (quirks & LexerQuirks.ZigLines) != 0 && at + 1 < end && text[at + 1] == '\\':
                return ZigLine(at);
            default:
                return -1;
        }
    }

    private int Comment(int at, CommentForm form)
    {
        var ownLine = first != 0;
        int stop;
        if (form.Close.Length == 0)
        {
            stop = LineEnd(at);
            if (table.Has(LexerQuirks.Php) && text.AsSpan(at, stop - at).IndexOf("?>", StringComparison.Ordinal) is var tag and >= 0)
            {
                // The closing tag ends the code, in a comment too.
                stop = at + tag;
            }
        }
        else
        {
            stop = form.Nested ? NestedCommentEnd(at, form) : -1;
            if (!form.Nested)
            {
                var from = Math.Min(end, at + form.Open.Length);
                var found = text.AsSpan(from, end - from).IndexOf(form.Close, StringComparison.Ordinal);
                stop = found < 0 ? -1 : from + found + form.Close.Length;
            }

            // "/**/" opens no doc comment: the plain form reads it.
            if (form.Kind == CommentKind.Doc && StartsWith(at, "/**/"))
            {
                stop = at + 4;
            }

            if (stop < 0)
            {
                stop = end;
                lexed.Problems.Add(new OutlineProblem(new TextSpan(at, at + form.Open.Length), "The comment is never closed."));
            }
        }

        var kind = form.Kind;
        if (form.Open == "///" && at + 3 < end && text[at + 3] == '/')
        {
            // A row of slashes is decoration.
            kind = CommentKind.Plain;
        }

        lexed.Comments.Add(new Comment(at, stop, kind, ownLine));
        return stop;
    }

    private int NestedCommentEnd(int at, CommentForm form)
    {
        var depth = 1;
        var opener = form.Close[^1] == '/' ? "/*" : form.Open;
        at += form.Open.Length;
        while (at < end)
        {
            var found = text.AsSpan(at, end - at).IndexOfAny(opener[0], form.Close[0]);
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (StartsWith(at, form.Close))
            {
                at += form.Close.Length;
                if (--depth == 0)
                {
                    return at;
                }
            }
            else if (StartsWith(at, opener))
            {
                depth++;
                at += opener.Length;
            }
            else
            {
                at++;
            }
        }

        return -1;
    }

    private int BacktickName(int at)
    {
        var line = text.AsSpan(at + 1, end - at - 1);
        var close = line.IndexOfAny('`', '\n', '\r');
        if (close <= 0 || line[close] != '`')
        {
            return -1;
        }

        Add(TokenKind.Identifier, at + 1, at + 1 + close, 0);
        return at + close + 2;
    }

    private bool IsNumberPart(ReadOnlySpan<char> span, int at)
    {
        var c = span[at];
        if (char.IsAsciiLetterOrDigit(c) || c == '_')
        {
            return true;
        }

        var next = at + 1 < span.Length ? span[at + 1] : '\0';
        return (c == '.' && char.IsAsciiDigit(next) && span[at - 1] != '.')
            || (c == '\'' && char.IsAsciiLetterOrDigit(next) && table.Has(LexerQuirks.CppRawStrings))
            || (c is '+' or '-' && span[at - 1] is 'e' or 'E' && char.IsAsciiDigit(next) && !span[..at].EndsWith("0xe", StringComparison.OrdinalIgnoreCase));
    }

    private static CharClass Wide(char c) =>
        IsWideWord(c) ? CharClass.Word : char.IsWhiteSpace(c) || c == '\uFEFF' ? CharClass.Space : CharClass.Punctuation;

    private static bool IsWideWord(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c);

    private int LineEnd(int at)
    {
        var found = text.AsSpan(at, end - at).IndexOfAny('\n', '\r');
        return found < 0 ? end : at + found;
    }

    private bool StartsWith(int at, string what) =>
        what.Length == 1
            ? text[at] == what[0]
            : end - at >= what.Length && text.AsSpan(at, what.Length).SequenceEqual(what);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(TokenKind kind, int start, int stop, ushort value)
    {
        lexed.Add(kind, start, stop, value, first);
        first = TokenFlags.None;
    }
}
