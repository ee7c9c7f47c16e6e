namespace Plumb.Text.Blocks;

/// <summary>Routines, types and constants of Nim.</summary>
internal sealed class NimOutliner : LayoutOutliner
{
    private static readonly BlockSyntax Syntax = new(
        "#",
        [("#[", "]#", true), ("##[", "]##", true)],
        [new Quote("\"\"\"", "\"\"\"", Escapes.None), new Quote("\"", "\"", MultiLine: false)],
        special: "'rR");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new NimLexer(text, draft);

    protected override void ReadLine(OpenBlocks blocks, BlockTokens tokens, int i, int column)
    {
        switch (tokens.Of(i))
        {
            case "proc" or "func" or "method" or "iterator" or "converter" when IsName(tokens, i + 1):
                blocks.Open(tokens.Is(i, "method") ? DeclarationKind.Method : DeclarationKind.Function, Name(tokens, i + 1), i, column, i + 1);
                break;
            case "template" or "macro" when IsName(tokens, i + 1):
                blocks.Open(DeclarationKind.Macro, Name(tokens, i + 1), i, column, i + 1);
                break;
            case "type" or "const" or "let" or "var" when !blocks.InFunction:
                if (tokens[i + 1].First)
                {
                    blocks.OpenPlain(column, i, tokens.Of(i).ToString());
                }
                else
                {
                    Declare(blocks, tokens, tokens.Of(i), i, i + 1, column);
                }

                break;
            default:
                if (blocks.Tag is "type" or "const" or "let" or "var" && tokens.IsWord(i))
                {
                    Declare(blocks, tokens, blocks.Tag, i, i, column);
                }
                else if (blocks.Kind == DeclarationKind.Enum && tokens.IsWord(i))
                {
                    for (var k = i; k < tokens.Count && (k == i || !tokens[k].First); k++)
                    {
                        if (tokens.IsWord(k) && (k == i || tokens.Is(k - 1, ',')))
                        {
                            blocks.Add(DeclarationKind.EnumMember, tokens.Span(k), k, k);
                        }
                    }
                }

                break;
        }
    }

    private static void Declare(OpenBlocks blocks, BlockTokens tokens, ReadOnlySpan<char> section, int first, int name, int column)
    {
        if (!tokens.IsWord(name))
        {
            return;
        }

        var kind = DeclarationKind.Variable;
        if (section is "const")
        {
            kind = DeclarationKind.Constant;
        }
        else if (section is "type")
        {
            var equals = name;
            while (!tokens.Is(equals, '=') && !tokens[equals + 1].First)
            {
                equals++;
            }

            kind = tokens.Of(equals + 1) is "enum" ? DeclarationKind.Enum
                : tokens.Of(equals + 1) is "object" or "ref" or "tuple" ? DeclarationKind.Struct
                : tokens.Of(equals + 1) is "concept" ? DeclarationKind.Interface
                : DeclarationKind.TypeAlias;
        }

        blocks.Open(kind, tokens.Span(name), first, column, name);
    }

    private static bool IsName(BlockTokens tokens, int i) => tokens.IsWord(i) || tokens.Is(i, '`');

    private static TextSpan Name(BlockTokens tokens, int i)
    {
        if (!tokens.Is(i, '`'))
        {
            return tokens.Span(i);
        }

        var end = i + 1;
        while (!tokens.Is(end, '`') && !tokens[end].First)
        {
            end++;
        }

        return new TextSpan(tokens[i + 1].Start, Math.Max(tokens[end].Start, tokens[i + 1].Start));
    }

    private sealed class NimLexer(string text, OutlineDraft draft) : BlockLexer(text, draft, Syntax)
    {
        protected override int ReadOwn(int at)
        {
            if (Text[at] is 'r' or 'R' && at + 1 < Text.Length && Text[at + 1] == '"' && !Touching(at))
            {
                return Chars.At(Text, at + 1, "\"\"\"") ? -1 : ReadQuoted(at + 1, new Quote("\"", "\"", Escapes.Doubled, MultiLine: false), at);
            }

            if (Text[at] == '\'')
            {
                var close = Text.AsSpan(at + 2 <= Text.Length ? at + 2 : Text.Length, Math.Min(Math.Max(0, Text.Length - at - 2), 8)).IndexOf('\'');
                return close < 0 || Touching(at) ? -1 : Add(at, at + 2 + close + 1, BlockTokenKind.String);
            }

            return -1;
        }
    }
}
