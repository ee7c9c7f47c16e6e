namespace Plumb.Text.Blocks;

/// <summary>Functions and outer upper-case variables of POSIX shells, Bash and Zsh.</summary>
internal sealed class ShellOutliner : BlockOutliner
{
    private static readonly BlockSyntax Syntax = new(
        "",
        quotes: [new Quote("$'", "'"), new Quote("\"", "\"", Hole: "$("), new Quote("'", "'", Escapes.None), new Quote("`", "`")],
        wordPart: "-:.@",
        special: "#<$\\");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new ShellLexer(text, draft);

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
                if (blocks.Tag == "{")
                {
                    blocks.Close(token.End);
                }

                // The braces of a function's body were its own block.
                if (blocks.Tag == "function" && blocks.Count > 0)
                {
                    blocks.Close(token.End);
                }
            }
            else if (token.Kind == BlockTokenKind.Word)
            {
                i = ReadWord(blocks, tokens, i);
            }
        }

        blocks.CloseAll();
    }

    private static int ReadWord(OpenBlocks blocks, BlockTokens tokens, int i)
    {
        var keyword = tokens.Is(i, "function") && tokens.IsWord(i + 1) && !tokens[i + 1].First;
        var name = keyword ? i + 1 : i;
        var starts = tokens[i].First || tokens[i - 1].Mark is ';' or '{' or '&' or '|' or ')';
        if (!starts)
        {
            return i;
        }

        var parens = tokens.Is(name + 1, '(') && tokens.Is(name + 2, ')') && !tokens[name + 1].First;
        if (keyword || parens)
        {
            var open = parens ? name + 3 : name + 1;
            if (tokens.Is(open, '{') || tokens.Is(open, '('))
            {
                if (tokens.Is(open, '('))
                {
                    blocks.Add(DeclarationKind.Function, tokens.Span(name), i, tokens.Match(open));
                    return open;
                }

                blocks.Open(DeclarationKind.Function, tokens.Span(name), i, head: open - 1, tag: "function");
                blocks.OpenPlain(head: open, tag: "{");
                return open;
            }

            return i;
        }

        // NAME=value, export NAME=value
        var variable = tokens.Of(i) is "export" or "readonly" or "declare" or "typeset" ? i + 1 : i;
        if (tokens[i].First && blocks.Count == 0 && tokens.IsWord(variable) && tokens.Is(variable + 1, '=') && tokens.Touches(variable) && char.IsUpper(tokens.Text[tokens[variable].Start]))
        {
            blocks.Add(DeclarationKind.Variable, tokens.Span(variable), i, tokens.NextLine(variable) - 1);
        }

        return i;
    }

    private sealed class ShellLexer(string text, OutlineDraft draft) : BlockLexer(text, draft, Syntax)
    {
        protected override int ReadOwn(int at)
        {
            var next = at + 1 < Text.Length ? Text[at + 1] : '\0';
            switch (Text[at])
            {
                case '#':
                    return at == 0 || Text[at - 1] is ' ' or '\t' or '\n' or '\r' or ';' or '(' or '&' or '|' ? AddComment(at, Chars.LineEnd(Text, at)) : -1;
                case '\\':
                    return Add(at, Math.Min(Text.Length, at + 2), BlockTokenKind.Symbol);
                case '$' when next == '{':
                    return SkipExpansion(at);
                case '$' when next is '#' or '"' or '$' or '!' or '?':
                    return next == '"' ? -1 : Add(at, at + 2, BlockTokenKind.Symbol);
                case '<' when next == '<':
                    return ReadHeredoc(at);
                default:
                    return -1;
            }
        }

        // ${name:-{default}}
        private int SkipExpansion(int at)
        {
            var depth = 0;
            for (var i = at + 1; i < Text.Length; i++)
            {
                if (Text[i] == '\\')
                {
                    i++;
                }
                else if (Chars.IsLineEnd(Text[i]))
                {
                    return Add(at, i, BlockTokenKind.Symbol);
                }
                else if (Text[i] == '{' && Text[i - 1] == '$')
                {
                    depth++;
                }
                else if (Text[i] == '}' && --depth <= 0)
                {
                    return Add(at, i + 1, BlockTokenKind.Symbol);
                }
            }

            return Add(at, Text.Length, BlockTokenKind.Symbol);
        }

        private int ReadHeredoc(int at)
        {
            var from = at + 2;
            if (from < Text.Length && Text[from] == '<')
            {
                return Add(at, from + 1, BlockTokenKind.Symbol);
            }

            var indented = from < Text.Length && Text[from] == '-';
            from = Chars.SkipBlanks(Text, from + (indented ? 1 : 0));
            var quoted = from < Text.Length && Text[from] is '\'' or '"' or '\\';
            from += quoted ? 1 : 0;
            var end = Chars.WordEnd(Text, from);
            if (end == from || !Chars.IsWordStart(Text[from]))
            {
                return -1;
            }

            AddHeredoc(Text[from..end], indented, quoted);
            return Add(at, quoted && end < Text.Length && Text[end] is '\'' or '"' ? end + 1 : end, BlockTokenKind.String);
        }
    }
}
