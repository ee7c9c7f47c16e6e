namespace Plumb.Text.Blocks;

/// <summary>What is Ruby's own: symbols, regular expressions, percent literals, heredocs, <c>=begin</c>.</summary>
internal sealed class RubyLexer(string text, OutlineDraft draft) : BlockLexer(text, draft, Syntax)
{
    private static readonly BlockSyntax Syntax = new(
        "#",
        quotes:
        [
            new Quote("\"", "\"", Hole: "#{"),
            new Quote("'", "'"),
            new Quote("`", "`", Hole: "#{"),
        ],
        wordStart: "@$",
        wordPart: "@",
        special: "/%<:?=_$");

    protected override int WordEnd(int at)
    {
        var end = base.WordEnd(at);

        // "empty?" and "save!" are names, "a != b" and "a ?b : c" are not.
        return end < Text.Length && Text[end] is '?' or '!' && (end + 1 >= Text.Length || Text[end + 1] is not '=' || (end + 2 < Text.Length && Text[end + 2] is '=' or '~' or '>'))
            && !(Text[end] == '?' && end + 1 < Text.Length && Text[end + 1] == ':' && !Chars.At(Text, end + 1, "::")) ? end + 1 : end;
    }

    protected override int ReadOwn(int at)
    {
        var next = at + 1 < Text.Length ? Text[at + 1] : '\0';
        switch (Text[at])
        {
            case '=' when AtLineStart && Chars.AtWord(Text, at, "=begin") && (at == 0 || Chars.IsLineEnd(Text[at - 1])):
                return AddComment(at, EndOfBlockComment(at));
            case '_' when AtLineStart && Chars.AtWord(Text, at, "__END__") && (at == 0 || Chars.IsLineEnd(Text[at - 1])):
                return AddComment(at, Text.Length);
            case '$' when next != '\0' && !Chars.IsWord(next) && !char.IsWhiteSpace(next):
                return Add(at, at + 2, BlockTokenKind.Word);
            case ':':
                return ReadSymbol(at, next);
            case '?' when !AfterValue(at) && next > ' ' && (at + 2 >= Text.Length || !Chars.IsWord(Text[at + 2])):
                return Add(at, at + (next == '\\' ? 3 : 2) <= Text.Length ? at + (next == '\\' ? 3 : 2) : Text.Length, BlockTokenKind.String);
            case '/' when StartsLiteral(at, next):
                return ReadQuoted(at, new Quote("/", "/", MultiLine: true, Hole: "#{", IsCharacter: true));
            case '%' when StartsLiteral(at, next):
                return ReadPercent(at, next);
            case '<' when next == '<':
                return ReadHeredoc(at);
            default:
                return -1;
        }
    }

    private int EndOfBlockComment(int at)
    {
        while (at < Text.Length)
        {
            at = Chars.NextLine(Text, at);
            if (Chars.AtWord(Text, at, "=end"))
            {
                return Chars.LineEnd(Text, at);
            }
        }

        return Text.Length;
    }

    private int ReadSymbol(int at, char next)
    {
        if (next == ':')
        {
            return Add(at, at + 2, BlockTokenKind.Mark);
        }

        if (Touching(at) && (Last.Kind is BlockTokenKind.Word or BlockTokenKind.String))
        {
            // The colon of a label ("if: x", "'a': 1") or of a ternary.
            return -1;
        }

        if (next is '"' or '\'')
        {
            return ReadQuoted(at + 1, new Quote(next.ToString(), next.ToString(), Hole: next == '"' ? "#{" : ""), at);
        }

        if (Chars.IsWordStart(next) || next is '@' or '$')
        {
            var end = WordEnd(at + 1);
            return Add(at, end < Text.Length && Text[end] == '=' && (end + 1 >= Text.Length || Text[end + 1] is not ('=' or '>' or '~')) ? end + 1 : end, BlockTokenKind.Symbol);
        }

        if (next is '[' or '+' or '-' or '*' or '/' or '<' or '>' or '=' or '!' or '%' or '&' or '|' or '^' or '~')
        {
            var end = at + 1;
            while (end < Text.Length && end - at < 4 && Text[end] is '[' or ']' or '+' or '-' or '*' or '/' or '<' or '>' or '=' or '!' or '%' or '&' or '|' or '^' or '~' or '@')
            {
                end++;
            }

            return Add(at, end, BlockTokenKind.Symbol);
        }

        return -1;
    }

    // Whether the token before is something that an operator could follow.
    private bool AfterValue(int at)
    {
        ref readonly var last = ref Last;
        return last.Kind switch
        {
            BlockTokenKind.Word => !IsOperatorWord() && (Touching(at) || !AtLineStart),
            BlockTokenKind.Number or BlockTokenKind.String or BlockTokenKind.Symbol => !AtLineStart,
            BlockTokenKind.Mark => Text[last.Start] is ')' or ']' or '}' && !AtLineStart,
            _ => false,
        };
    }

    // "x / y" divides, "puts /y/" matches.
    private bool StartsLiteral(int at, char next)
    {
        if (!AfterValue(at))
        {
            return true;
        }

        return Last.Kind == BlockTokenKind.Word && !Touching(at) && next is not (' ' or '=' or '\t' or '\n' or '\r') && Text[Last.Start] is not '@';
    }

    private bool IsOperatorWord() => Tokens.Of(Tokens.Count - 1) is "if" or "unless" or "while" or "until" or "when" or "and" or "or" or "not" or "return"
        or "in" or "then" or "else" or "elsif" or "do" or "case" or "begin" or "puts" or "raise" or "yield" or "rescue" or "assert" or "assert_match" or "match" or "split" or "end";

    private int ReadPercent(int at, char next)
    {
        var open = at + 1;
        var raw = false;
        if (next is 'w' or 'W' or 'q' or 'Q' or 'i' or 'I' or 'r' or 'x' or 's')
        {
            raw = next is 'w' or 'q' or 'i' or 's';
            open++;
        }

        if (open >= Text.Length || char.IsLetterOrDigit(Text[open]) || char.IsWhiteSpace(Text[open]) || (open == at + 1 && Text[open] is not ('(' or '{' or '[' or '<' or '|' or '!')))
        {
            return -1;
        }

        var close = Text[open] switch { '(' => ')', '[' => ']', '{' => '}', '<' => '>', var c => c };
        var depth = 0;
        for (var i = open; i < Text.Length; i++)
        {
            var c = Text[i];
            if (c == '\\')
            {
                i++;
            }
            else if (c == close && (close == Text[open] ? i > open : --depth == 0))
            {
                return AddString(at, i + 1, open + 1, i, StringLiteralTraits.MultiLine | (raw ? 0 : StringLiteralTraits.Interpolated));
            }
            else if (c == Text[open])
            {
                depth++;
            }
        }

        return AddString(at, Text.Length, open + 1, Text.Length, StringLiteralTraits.MultiLine | StringLiteralTraits.Unterminated);
    }

    private int ReadHeredoc(int at)
    {
        var from = at + 2;
        var indented = from < Text.Length && Text[from] is '~' or '-';
        from += indented ? 1 : 0;
        if (from >= Text.Length || (!indented && (Tokens.Is(Tokens.Count - 1, "class") || (AfterValue(at) && Touching(at)))))
        {
            return -1;
        }

        var quote = Text[from];
        if (quote is '"' or '\'' or '`')
        {
            var close = Text.AsSpan(from + 1, Chars.LineEnd(Text, from) - from - 1).IndexOf(quote);
            if (close <= 0)
            {
                return -1;
            }

            AddHeredoc(Text.Substring(from + 1, close), indented, quote == '\'');
            return Add(at, from + close + 2, BlockTokenKind.String);
        }

        if (!Chars.IsWordStart(quote) || (!indented && !char.IsUpper(quote)))
        {
            return -1;
        }

        var end = Chars.WordEnd(Text, from);
        AddHeredoc(Text[from..end], indented, raw: false);
        return Add(at, end, BlockTokenKind.String);
    }
}
