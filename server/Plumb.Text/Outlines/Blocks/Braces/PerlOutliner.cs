namespace Plumb.Text.Blocks;

/// <summary>Packages, subs and constants of Perl; POD is comment.</summary>
internal sealed class PerlOutliner : BlockOutliner
{
    private static readonly BlockSyntax Syntax = new(
        "#",
        quotes: [new Quote("\"", "\""), new Quote("'", "'"), new Quote("`", "`")],
        special: "=qmsyt_/<$@%");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new PerlLexer(text, draft);

    protected override void Read(OutlineDraft draft, BlockTokens tokens)
    {
        var blocks = new OpenBlocks(draft, tokens);
        for (var i = 0; i < tokens.Count; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Mark == '{')
            {
                blocks.OpenPlain(head: i, tag: "{");
            }
            else if (token.Mark == '}')
            {
                if (blocks.CloseTag("{", token.End) && blocks.Tag is "sub" or "package")
                {
                    blocks.Close(token.End);
                }
            }
            else if (token.Kind == BlockTokenKind.Word && (token.First || tokens[i - 1].Mark is ';' or '{' or '}'))
            {
                i = ReadStatement(blocks, tokens, i);
            }
        }

        blocks.CloseAll();
    }

    private static int ReadStatement(OpenBlocks blocks, BlockTokens tokens, int i)
    {
        switch (tokens.Of(i))
        {
            case "package" or "class" or "role" when tokens.IsWord(i + 1) && tokens[i].First:
                var end = Path(tokens, i + 1);
                var name = new TextSpan(tokens[i + 1].Start, tokens[end].End);
                var open = end + 1;
                while (open < tokens.Count && !tokens.Is(open, '{') && !tokens.Is(open, ';') && !tokens[open].First)
                {
                    open++;
                }

                if (tokens.Is(open, '{'))
                {
                    blocks.Open(DeclarationKind.Module, name, i, head: open - 1, tag: "package");
                    blocks.OpenPlain(head: open, tag: "{");
                    return open;
                }

                // A package statement holds until the next one.
                if (blocks.CloseTag("file", tokens[i - 1].End) || blocks.Count == 0)
                {
                    blocks.Open(DeclarationKind.Module, name, i, head: end, tag: "file");
                }

                return end;
            case "sub" or "method" or "fun" when tokens.IsWord(i + 1):
                var last = Path(tokens, i + 1);
                var brace = last + 1;
                for (var k = 0; brace < tokens.Count && !tokens.Is(brace, '{') && !tokens.Is(brace, ';') && k < 100; k++)
                {
                    brace++;
                }

                var span = new TextSpan(tokens[i + 1].Start, tokens[last].End);
                if (!tokens.Is(brace, '{'))
                {
                    blocks.Add(DeclarationKind.Function, span, i, Math.Min(brace, tokens.Count - 1));
                    return last;
                }

                blocks.Open(DeclarationKind.Function, span, i, head: brace - 1, tag: "sub");
                blocks.OpenPlain(head: brace, tag: "{");
                return brace;
            case "use" when tokens.Is(i + 1, "constant"):
                var at = tokens.Is(i + 2, '{') ? i + 3 : i + 2;
                if (at == i + 2 && tokens.IsWord(at))
                {
                    blocks.Add(DeclarationKind.Constant, tokens.Span(at), i, tokens.NextLine(at) - 1);
                }

                for (var k = at; at == i + 3 && k < tokens.Count && !tokens.Is(k, '}'); k++)
                {
                    if (tokens.IsWord(k) && tokens.Is(k + 1, '=') && tokens.Is(k + 2, '>'))
                    {
                        blocks.Add(DeclarationKind.Constant, tokens.Span(k), k, k);
                    }
                }

                return i + 1;
            case "has" when tokens.IsWord(i + 1) && tokens.Is(i + 2, '='):
                blocks.Add(DeclarationKind.Property, tokens.Span(i + 1), i, i + 1);
                return i + 1;
            default:
                return i;
        }
    }

    // Last token of "A::B::C".
    private static int Path(BlockTokens tokens, int at)
    {
        while (tokens.Is(at + 1, ':') && tokens.Is(at + 2, ':') && tokens.IsWord(at + 3) && !tokens[at + 3].First)
        {
            at += 3;
        }

        return at;
    }

    private sealed class PerlLexer(string text, OutlineDraft draft) : BlockLexer(text, draft, Syntax)
    {
        protected override int ReadOwn(int at)
        {
            var next = at + 1 < Text.Length ? Text[at + 1] : '\0';
            var lineStart = at == 0 || Chars.IsLineEnd(Text[at - 1]);
            switch (Text[at])
            {
                case '=' when lineStart && char.IsAsciiLetter(next):
                    return AddComment(at, PodEnd(at));
                case '_' when lineStart && (Chars.AtWord(Text, at, "__END__") || Chars.AtWord(Text, at, "__DATA__")):
                    return AddComment(at, Text.Length);
                case '$' or '@' or '%' when Chars.IsWordStart(next):
                    return Add(at, Chars.WordEnd(Text, at + 1), BlockTokenKind.Symbol);
                case '$' when next is '#' or '/' or '\'' or '"' or '`' or '&' or '$' or '@' or '!' or ';' or ',' or '.' or '\\':
                    return Add(at, at + 2, BlockTokenKind.Symbol);
                case '<' when next == '<':
                    return ReadHeredoc(at);
                case '/' when !AfterValue():
                    return ReadQuoted(at, new Quote("/", "/", MultiLine: false, IsCharacter: true));
                case 'q' or 'm' or 's' or 'y' or 't':
                    return ReadQuoteLike(at);
                default:
                    return -1;
            }
        }

        private int PodEnd(int at)
        {
            while (at < Text.Length)
            {
                if (Chars.AtWord(Text, at, "=cut"))
                {
                    return Chars.LineEnd(Text, at);
                }

                at = Chars.NextLine(Text, at);
            }

            return Text.Length;
        }

        private bool AfterValue() => Tokens.Count > 0 && Last.Kind switch
        {
            BlockTokenKind.Mark => Last.Mark is ')' or ']' or '}',
            BlockTokenKind.Word => Tokens.Of(Tokens.Count - 1) is not ("if" or "unless" or "and" or "or" or "not" or "return" or "split" or "grep" or "map" or "while" or "until" or "when" or "x" or "join" or "push"),
            BlockTokenKind.End => false,
            _ => true,
        };

        // q(), qq{}, qw[], qr//, m//, s///, tr///, y///
        private int ReadQuoteLike(int at)
        {
            if (at > 0 && (Chars.IsWord(Text[at - 1]) || Text[at - 1] is '>' or '{' or '&' or ':'))
            {
                return -1;
            }

            var end = Chars.WordEnd(Text, at);
            var word = Text.AsSpan(at, end - at);
            var parts = word switch { "q" or "qq" or "qw" or "qr" or "qx" or "m" => 1, "s" or "tr" or "y" => 2, _ => 0 };
            var open = parts == 0 ? end : Chars.SkipBlanks(Text, end);
            if (parts == 0 || open >= Text.Length || char.IsLetterOrDigit(Text[open]) || Text[open] is ' ' or ',' or ';' or ')' or '\n' or '\r' or '_'
                || (Text[open] == '=' && (open > end || (open + 1 < Text.Length && Text[open + 1] == '>'))) || (Text[open] == '#' && open > end) || (Text[open] == '-' && open + 1 < Text.Length && Text[open + 1] == '>'))
            {
                return -1;
            }

            var contentStart = open + 1;
            var stop = SkipDelimited(open);
            var contentEnd = Math.Max(contentStart, stop - 1);
            if (parts == 2)
            {
                stop = Text[open] is '(' or '[' or '{' or '<' ? Chars.SkipSpace(Text, stop) is var second && second < Text.Length ? SkipDelimited(second) : Text.Length : SkipDelimited(stop - 1);
            }

            return AddString(at, Math.Min(stop, Text.Length), contentStart, contentEnd, StringLiteralTraits.MultiLine);
        }

        // Bounded, because a misread quote must not cost the rest of the file.
        private int SkipDelimited(int open)
        {
            var close = Text[open] switch { '(' => ')', '[' => ']', '{' => '}', '<' => '>', var c => c };
            var depth = 0;
            var limit = Math.Min(Text.Length, open + 20_000);
            for (var i = open + 1; i < limit; i++)
            {
                if (Text[i] == '\\')
                {
                    i++;
                }
                else if (Text[i] == close && depth-- == 0)
                {
                    return i + 1;
                }
                else if (Text[i] == Text[open] && close != Text[open])
                {
                    depth++;
                }
            }

            return Chars.LineEnd(Text, open);
        }

        private int ReadHeredoc(int at)
        {
            var from = at + 2;
            var indented = from < Text.Length && Text[from] == '~';
            from += indented ? 1 : 0;
            if (from >= Text.Length)
            {
                return -1;
            }

            if (Text[from] is '"' or '\'')
            {
                var close = Text.AsSpan(from + 1, Chars.LineEnd(Text, from) - from - 1).IndexOf(Text[from]);
                if (close <= 0)
                {
                    return -1;
                }

                AddHeredoc(Text.Substring(from + 1, close), indented, Text[from] == '\'');
                return Add(at, from + close + 2, BlockTokenKind.String);
            }

            if (!Chars.IsWordStart(Text[from]))
            {
                return -1;
            }

            var end = Chars.WordEnd(Text, from);
            AddHeredoc(Text[from..end], indented, raw: false);
            return Add(at, end, BlockTokenKind.String);
        }
    }
}
