namespace Plumb.Text.Blocks;

/// <summary>Types, classes, instances and top-level functions of Haskell; the clauses of a function are one declaration.</summary>
internal sealed class HaskellOutliner : LayoutOutliner
{
    private static readonly BlockSyntax Syntax = new("--", [("{-", "-}", true)], [new Quote("\"", "\"")], wordPart: "'", special: "'");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new QuoteLexer(text, draft, Syntax);

    // The next clause of the same function goes on with it.
    protected override bool Continues(BlockTokens tokens, int i) => false;

    protected override void Read(OutlineDraft draft, BlockTokens tokens)
    {
        var blocks = new OpenBlocks(draft, tokens);
        var function = -1;
        for (var i = 0; i < tokens.Count; i = tokens.NextLine(i))
        {
            var column = tokens.Column(tokens[i].Start);
            if (column == 0 && function >= 0 && tokens.IsWord(i) && tokens.Of(i).SequenceEqual(tokens.Of(function)))
            {
                continue;
            }

            function = column == 0 ? -1 : function;
            blocks.LeaveTo(column, tokens[i - 1].End);
            var count = blocks.Count;
            ReadLine(blocks, tokens, i, column);
            if (column == 0 && blocks.Count > count && blocks.Kind == DeclarationKind.Function)
            {
                function = i;
            }
        }

        blocks.CloseAll();
    }

    protected override void ReadLine(OpenBlocks blocks, BlockTokens tokens, int i, int column)
    {
        if (column > 0)
        {
            // The methods that a class asks for.
            if (blocks.Kind == DeclarationKind.Trait && tokens.IsWord(i) && tokens.Is(i + 1, ':') && tokens.Is(i + 2, ':'))
            {
                blocks.Open(DeclarationKind.Method, tokens.Span(i), i, column);
            }

            return;
        }

        switch (tokens.Of(i))
        {
            case "module" when tokens.IsWord(i + 1):
                var end = i + 1;
                while (tokens.Is(end + 1, '.') && tokens.IsWord(end + 2))
                {
                    end += 2;
                }

                blocks.Add(DeclarationKind.Module, new TextSpan(tokens[i + 1].Start, tokens[end].End), i, end);
                break;
            case "data" or "newtype":
                var name = tokens.Is(i + 1, "family") || tokens.Is(i + 1, "instance") ? i + 2 : i + 1;
                OpenNamed(blocks, tokens, DeclarationKind.Struct, i, name, column);
                ReadConstructors(blocks, tokens, name, column);
                break;
            case "type":
                OpenNamed(blocks, tokens, DeclarationKind.TypeAlias, i, tokens.Is(i + 1, "family") || tokens.Is(i + 1, "instance") ? i + 2 : i + 1, column);
                break;
            case "class":
                OpenNamed(blocks, tokens, DeclarationKind.Trait, i, AfterContext(tokens, i), column);
                break;
            case "instance":
                var head = AfterContext(tokens, i);
                var last = head;
                while (!tokens[last + 1].First && !tokens.Is(last + 1, "where") && last + 1 < tokens.Count)
                {
                    last++;
                }

                blocks.Open(DeclarationKind.Extension, new TextSpan(tokens[head].Start, tokens[last].End), i, column, last);
                break;
            case "import" or "infixl" or "infixr" or "infix" or "deriving" or "foreign" or "default" or "pattern":
                break;
            default:
                // "a <+> b = …" defines the operator, whose signature tells it.
                if (tokens.IsWord(i) && tokens[i + 1].Mark is '<' or '>' or '+' or '-' or '*' or '/' or '&' or '.' or '$' or '%' or '^' or '`' && !tokens[i + 1].First)
                {
                    break;
                }

                if (tokens.IsWord(i) && !char.IsUpper(tokens.Text[tokens[i].Start]))
                {
                    blocks.Open(DeclarationKind.Function, tokens.Span(i), i, column);
                }
                else if (tokens.Is(i, '(') && tokens[i + 1].Kind == BlockTokenKind.Mark && tokens.Match(i) is var close && tokens.Is(close + 1, ':'))
                {
                    blocks.Open(DeclarationKind.Function, new TextSpan(tokens[i].Start, tokens[close].End), i, column);
                }

                break;
        }
    }

    private static void OpenNamed(OpenBlocks blocks, BlockTokens tokens, DeclarationKind kind, int i, int name, int column)
    {
        if (tokens.IsWord(name))
        {
            blocks.Open(kind, tokens.Span(name), i, column, name);
        }
    }

    private static void ReadConstructors(OpenBlocks blocks, BlockTokens tokens, int at, int column)
    {
        var depth = 0;
        for (var k = at; k < tokens.Count && (k == at || !tokens[k].First || tokens.Column(tokens[k].Start) > column) && !tokens.Is(k, "deriving"); k++)
        {
            depth += tokens[k].Mark is '(' or '{' or '[' ? 1 : tokens[k].Mark is ')' or '}' or ']' ? -1 : 0;
            if (depth == 0 && tokens[k].Mark is '=' or '|' && tokens.IsWord(k + 1) && char.IsUpper(tokens.Text[tokens[k + 1].Start]))
            {
                blocks.Add(DeclarationKind.EnumMember, tokens.Span(k + 1), k + 1, k + 1);
            }
        }
    }

    // "class (Eq a) => Name": what stands after the arrow.
    private static int AfterContext(BlockTokens tokens, int i)
    {
        for (var k = i + 1; k < tokens.Count && k < i + 60 && !tokens.Is(k, "where"); k++)
        {
            if (tokens.Is(k, '=') && tokens.Is(k + 1, '>'))
            {
                return k + 2;
            }

            if (tokens[k].First && tokens.Column(tokens[k].Start) == 0)
            {
                break;
            }
        }

        return i + 1;
    }
}
