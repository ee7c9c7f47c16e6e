namespace Plumb.Text.Blocks;

/// <summary>Modules, types, functions and macros of Julia, with their docstrings.</summary>
internal sealed class JuliaOutliner : BlockOutliner
{
    private static readonly BlockSyntax Syntax = new(
        "#",
        [("#=", "=#", true)],
        [new Quote("\"\"\"", "\"\"\"", Hole: "$("), new Quote("\"", "\"", Hole: "$("), new Quote("`", "`")],
        wordPart: "!",
        special: "':");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new JuliaLexer(text, draft);

    protected override void Read(OutlineDraft draft, BlockTokens tokens)
    {
        var blocks = new OpenBlocks(draft, tokens);
        var brackets = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Kind == BlockTokenKind.Mark)
            {
                brackets = token.Mark is '[' or '(' or '{' ? brackets + 1 : token.Mark is ']' or ')' or '}' ? Math.Max(0, brackets - 1) : brackets;
                continue;
            }

            // Inside brackets "end" is an index, and "for" and "if" make comprehensions.
            if (token.Kind != BlockTokenKind.Word || tokens.Is(i - 1, '.') || (brackets > 0 && !token.First))
            {
                continue;
            }

            brackets = token.First && tokens.Of(i) is "function" or "struct" or "module" ? 0 : brackets;
            switch (tokens.Of(i))
            {
                case "module" or "baremodule":
                    i = Open(blocks, tokens, DeclarationKind.Module, i, i + 1);
                    break;
                case "struct":
                    i = Open(blocks, tokens, DeclarationKind.Struct, i, i + 1);
                    break;
                case "abstract" or "primitive" when tokens.Is(i + 1, "type"):
                    i = Open(blocks, tokens, DeclarationKind.Interface, i, i + 2);
                    break;
                case "macro":
                    i = Open(blocks, tokens, DeclarationKind.Macro, i, i + 1);
                    break;
                case "function":
                    i = Open(blocks, tokens, DeclarationKind.Function, i, i + 1);
                    break;
                case "if" or "for" or "while" or "begin" or "let" or "try" or "do" or "quote":
                    blocks.OpenPlain(head: i);
                    break;
                case "end":
                    blocks.Close(token.End);
                    break;
                case "const" when tokens.IsWord(i + 1):
                    blocks.Add(DeclarationKind.Constant, tokens.Span(i + 1), i, tokens.NextLine(i) - 1);
                    break;
                default:
                    if (token.First && tokens.Is(i + 1, '(') && tokens.Touches(i) && tokens.Match(i + 1) is var close && tokens.Is(close + 1, '=') && !tokens.Is(close + 2, '=') && !tokens[close + 1].First)
                    {
                        blocks.Add(DeclarationKind.Function, tokens.Span(i), First(tokens, i), tokens.NextLine(close) - 1);
                    }

                    break;
            }
        }

        blocks.CloseAll();
    }

    private static int Open(OpenBlocks blocks, BlockTokens tokens, DeclarationKind kind, int i, int at)
    {
        if (!tokens.IsWord(at))
        {
            blocks.OpenPlain(head: i);
            return i;
        }

        while (kind == DeclarationKind.Function && tokens.Is(at + 1, '.') && tokens.IsWord(at + 2))
        {
            at += 2;
        }

        blocks.Open(kind, tokens.Span(at), First(tokens, i), head: tokens.Is(at + 1, '(') ? tokens.Match(at + 1) : at);
        return at;
    }

    // Macros and words before the keyword, and the docstring above.
    private static int First(BlockTokens tokens, int i)
    {
        i = tokens.LineStart(i);
        return tokens[i - 1].Kind == BlockTokenKind.String && tokens[i - 1].First ? i - 1 : i;
    }

    private sealed class JuliaLexer(string text, OutlineDraft draft) : BlockLexer(text, draft, Syntax)
    {
        protected override int ReadOwn(int at)
        {
            if (Text[at] == ':' && at + 1 < Text.Length && Chars.IsWordStart(Text[at + 1]) && (at == 0 || !Chars.IsWord(Text[at - 1]) && Text[at - 1] is not (':' or ')' or ']')))
            {
                return Add(at, WordEnd(at + 1), BlockTokenKind.Symbol);
            }

            // A quote after a value transposes it.
            if (Text[at] == '\'' && !(at > 0 && (Chars.IsWord(Text[at - 1]) || Text[at - 1] is ')' or ']' or '\'')))
            {
                var line = Text.AsSpan(at + 1, Math.Min(Text.Length - at - 1, 12));
                var close = line.Length > 1 && line[0] == '\\' ? 2 + line[2..].IndexOf('\'') : line.IndexOf('\'');
                return close > 0 ? Add(at, at + close + 2, BlockTokenKind.String) : -1;
            }

            return -1;
        }
    }
}
