namespace Plumb.Text.Blocks;

/// <summary>Functions and outer variables of Lua.</summary>
internal sealed class LuaOutliner : BlockOutliner
{
    private static readonly BlockSyntax Syntax = new("--", quotes: [new Quote("\"", "\"", MultiLine: false), new Quote("'", "'", MultiLine: false)], special: "[-");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new LuaLexer(text, draft);

    protected override void Read(OutlineDraft draft, BlockTokens tokens)
    {
        var blocks = new OpenBlocks(draft, tokens);
        var loop = false;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind != BlockTokenKind.Word || tokens.Is(i - 1, '.') && !tokens.Is(i - 2, '.') || tokens.Is(i - 1, ':'))
            {
                continue;
            }

            switch (tokens.Of(i))
            {
                case "function":
                    i = ReadFunction(blocks, tokens, i);
                    break;
                case "if" or "repeat":
                    blocks.OpenPlain(head: i);
                    break;
                case "while" or "for":
                    blocks.OpenPlain(head: i);
                    loop = true;
                    break;
                case "do":
                    if (!loop)
                    {
                        blocks.OpenPlain(head: i);
                    }

                    loop = false;
                    break;
                case "end" or "until":
                    blocks.Close(tokens[i].End);
                    break;
                default:
                    if (tokens[i].First && blocks.Count == 0 && tokens.Is(tokens.Is(i, "local") ? i + 2 : i + 1, '=') && !tokens.Is(i, "return"))
                    {
                        var name = tokens.Is(i, "local") ? i + 1 : i;
                        if (!tokens.Is(name + 2, "function") && !tokens.Is(name + 2, '='))
                        {
                            blocks.Add(DeclarationKind.Variable, tokens.Span(name), i, tokens.NextLine(name) - 1);
                        }
                    }

                    break;
            }
        }

        blocks.CloseAll();
    }

    private static int ReadFunction(OpenBlocks blocks, BlockTokens tokens, int i)
    {
        var first = tokens.Is(i - 1, "local") ? i - 1 : i;
        if (tokens.IsWord(i + 1))
        {
            var at = i + 1;
            var method = false;
            while ((tokens.Is(at + 1, '.') || tokens.Is(at + 1, ':')) && tokens.IsWord(at + 2))
            {
                method = true;
                at += 2;
            }

            var name = new TextSpan(tokens[i + 1].Start, tokens[at].End);
            blocks.Open(method ? DeclarationKind.Method : DeclarationKind.Function, name, first, head: tokens.Is(at + 1, '(') ? tokens.Match(at + 1) : at);
            return at;
        }

        // "name = function", "t.name = function", "{ name = function"
        if (tokens.Is(i - 1, '=') && tokens.IsWord(i - 2))
        {
            var start = i - 2;
            while ((tokens.Is(start - 1, '.') || tokens.Is(start - 1, ':')) && tokens.IsWord(start - 2))
            {
                start -= 2;
            }

            blocks.Open(DeclarationKind.Function, new TextSpan(tokens[start].Start, tokens[i - 2].End), tokens.Is(start - 1, "local") ? start - 1 : start, head: tokens.Is(i + 1, '(') ? tokens.Match(i + 1) : i);
            return i;
        }

        blocks.OpenPlain(head: i);
        return i;
    }

    private sealed class LuaLexer(string text, OutlineDraft draft) : BlockLexer(text, draft, Syntax)
    {
        // Long brackets: [[ ]], [==[ ]==], and comments of them.
        protected override int ReadOwn(int at)
        {
            var comment = Chars.At(Text, at, "--[");
            var open = comment ? at + 2 : at;
            if (Text[open] != '[')
            {
                return -1;
            }

            var level = open + 1;
            while (level < Text.Length && Text[level] == '=')
            {
                level++;
            }

            if (level >= Text.Length || Text[level] != '[')
            {
                return -1;
            }

            var close = "]" + new string('=', Math.Min(level - open - 1, 100)) + "]";
            var found = Text.AsSpan(level).IndexOf(close, StringComparison.Ordinal);
            var end = found < 0 ? Text.Length : level + found + close.Length;
            return comment ? AddComment(at, end)
                : AddString(at, end, level + 1, found < 0 ? end : level + found, StringLiteralTraits.Raw | StringLiteralTraits.MultiLine | (found < 0 ? StringLiteralTraits.Unterminated : 0));
        }
    }
}
