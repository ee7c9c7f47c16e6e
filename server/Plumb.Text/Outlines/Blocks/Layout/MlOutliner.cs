namespace Plumb.Text.Blocks;

/// <summary>OCaml and F#: modules, types, bindings and members, by columns.</summary>
internal sealed class MlOutliner(bool isOCaml) : LayoutOutliner
{
    private static readonly BlockSyntax OCaml = new("", [("(*", "*)", true)], [new Quote("\"", "\"")], wordPart: "'", special: "'{");

    private static readonly BlockSyntax FSharp = new(
        "//",
        [("(*", "*)", true)],
        [
            new Quote("$\"\"\"", "\"\"\"", Escapes.None),
            new Quote("\"\"\"", "\"\"\"", Escapes.None),
            new Quote("@\"", "\"", Escapes.Doubled),
            new Quote("$@\"", "\"", Escapes.Doubled),
            new Quote("$\"", "\""),
            new Quote("\"", "\""),
            new Quote("``", "``", IsCharacter: true),
        ],
        wordPart: "'",
        special: "'");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new QuoteLexer(text, draft, isOCaml ? OCaml : FSharp) { IsOCaml = isOCaml };

    protected override void ReadLine(OpenBlocks blocks, BlockTokens tokens, int i, int column)
    {
        if (tokens.Is(i, '|') && blocks.Kind is DeclarationKind.TypeAlias or DeclarationKind.Enum or DeclarationKind.Class)
        {
            ReadCases(blocks, tokens, i);
            return;
        }

        var first = i;

        // [<Attribute>] on the same line.
        while (tokens.Is(i, '[') && tokens.Is(i + 1, '<'))
        {
            var close = tokens.Match(i);
            if (tokens[close + 1].First)
            {
                return;
            }

            i = close + 1;
        }

        switch (tokens.Of(i))
        {
            case "let" or "and" or "use" when !blocks.InFunction && !IsMember(blocks):
                ReadLet(blocks, tokens, first, i, column);
                break;
            case "module":
                ReadModule(blocks, tokens, i, column);
                break;
            case "namespace":
                blocks.Open(DeclarationKind.Namespace, Path(tokens, tokens.Is(i + 1, "rec") ? i + 2 : i + 1), i, -1);
                break;
            case "type" or "class":
                ReadType(blocks, tokens, first, i, column);
                break;
            case "exception" when tokens.IsWord(i + 1):
                blocks.Add(DeclarationKind.Class, tokens.Span(i + 1), first, tokens.NextLine(i) - 1);
                break;
            case "external" or "val" or "method" when !blocks.InFunction:
                var name = i + 1;
                while (tokens.Of(name) is "mutable" or "private" or "virtual" or "inline")
                {
                    name++;
                }

                if (tokens.IsWord(name))
                {
                    var kind = tokens.Is(i, "method") ? DeclarationKind.Method : !isOCaml || blocks.InType ? DeclarationKind.Field : DeclarationKind.Function;
                    blocks.Open(kind, tokens.Span(name), first, column, name);
                }

                break;
            case "member" or "static" or "override" or "abstract" or "default" or "new" when !isOCaml && blocks.Count > 0:
                ReadMember(blocks, tokens, first, i, column);
                break;
        }
    }

    private static bool IsMember(OpenBlocks blocks) => blocks.Kind is DeclarationKind.Method or DeclarationKind.Variable or DeclarationKind.Constructor;

    private void ReadLet(OpenBlocks blocks, BlockTokens tokens, int first, int i, int column)
    {
        var at = i + 1;
        while (tokens.Of(at) is "rec" or "inline" or "private" or "mutable" or "internal" or "public" || (tokens.Is(at, '%') && tokens.IsWord(at + 1)))
        {
            at++;
        }

        if (tokens.Is(i, "and") && FollowsType(tokens, i, column))
        {
            ReadType(blocks, tokens, first, i, column);
            return;
        }

        var name = tokens.Is(at, '(') && tokens[at + 1].Kind == BlockTokenKind.Mark && tokens[at + 1].Mark != ')' ? new TextSpan(tokens[at].Start, tokens[tokens.Match(at)].End) : tokens.IsWord(at) ? tokens.Span(at) : default;
        if (name.IsEmpty || tokens.Of(at) is "_" or "open")
        {
            return;
        }

        // A name that is followed by parameters is a function.
        var next = tokens.Is(at, '(') ? tokens.Match(at) + 1 : at + 1;
        var isValue = tokens[next].Mark is '=' or ':' && !tokens.Is(next + 1, "function") && !tokens.Is(next + 1, "fun");
        blocks.Open(isValue ? DeclarationKind.Variable : DeclarationKind.Function, name, first, column, next - 1);
    }

    // Whether the chain of "and" that leads here started with "type".
    private static bool FollowsType(BlockTokens tokens, int i, int column)
    {
        for (var k = i - 1; k >= 0 && k > i - 5000; k--)
        {
            if (tokens[k].First && tokens.IsWord(k) && !tokens.Is(k, "and") && tokens.Column(tokens[k].Start) <= column)
            {
                return tokens.Is(k, "type");
            }
        }

        return false;
    }

    private static void ReadModule(OpenBlocks blocks, BlockTokens tokens, int i, int column)
    {
        var kind = tokens.Is(i + 1, "type") ? DeclarationKind.Interface : DeclarationKind.Module;
        var at = kind == DeclarationKind.Interface ? i + 2 : i + 1;
        while (tokens.Of(at) is "rec" or "private" or "internal" or "public")
        {
            at++;
        }

        if (tokens.IsWord(at))
        {
            var name = Path(tokens, at);

            // "module A.B" at the head of an F# file holds all of it.
            var whole = tokens[tokens.NextLine(at)].Start >= name.End && !Holds(tokens, at, '=') && !Holds(tokens, at, ':') && column == 0;
            blocks.Open(kind, name, i, whole ? -1 : column, at);
        }
    }

    private void ReadType(OpenBlocks blocks, BlockTokens tokens, int first, int i, int column)
    {
        var at = i + 1;
        while (tokens.Of(at) is "nonrec" or "private" or "internal" or "public" or "rec" or "virtual" or "type")
        {
            at++;
        }

        // Type parameters before the name: 'a, ('a, 'b), +'a.
        while (isOCaml && tokens[at].Kind == BlockTokenKind.Mark && !tokens[at].First)
        {
            at = tokens.Is(at, '(') ? tokens.Match(at) + 1 : tokens.Is(at, '\'') ? at + 2 : at + 1;
        }

        if (!tokens.IsWord(at))
        {
            return;
        }

        while (isOCaml && tokens.Is(at + 1, '.') && tokens.IsWord(at + 2))
        {
            at += 2;
        }

        var equals = at + 1;
        while (!tokens[equals].First && !tokens.Is(equals, '='))
        {
            equals++;
        }

        var after = tokens.Is(equals, '=') ? equals + 1 : -1;
        var kind = tokens.Is(i, "class") ? DeclarationKind.Class
            : after < 0 ? (isOCaml ? DeclarationKind.TypeAlias : DeclarationKind.Class)
            : tokens.Is(after, '{') ? DeclarationKind.Struct
            : tokens.Is(after, '|') || (tokens.IsWord(after) && tokens.Is(after + 1, '|')) || (tokens.Is(after + 1, "of") && isOCaml) ? DeclarationKind.Enum
            : tokens.Is(after, "interface") ? DeclarationKind.Interface
            : !isOCaml && tokens[after].First && !tokens.Is(after, '|') && !tokens.Is(after, '{') ? DeclarationKind.Class
            : DeclarationKind.TypeAlias;
        blocks.Open(kind, tokens.Span(at), first, column, at, "type");
        if (kind == DeclarationKind.Enum)
        {
            ReadCases(blocks, tokens, equals);
        }
    }

    // "| A | B of int" on the line of a token.
    private static void ReadCases(OpenBlocks blocks, BlockTokens tokens, int i)
    {
        for (var k = i; k < tokens.Count && (k == i || !tokens[k].First); k++)
        {
            if (tokens[k].Mark is '|' or '=' && tokens.IsWord(k + 1) && !tokens[k + 1].First && char.IsUpper(tokens.Text[tokens[k + 1].Start]))
            {
                blocks.Add(DeclarationKind.EnumMember, tokens.Span(k + 1), k, k + 1);
            }
        }
    }

    private static void ReadMember(OpenBlocks blocks, BlockTokens tokens, int first, int i, int column)
    {
        if (tokens.Is(i, "new"))
        {
            if (tokens.Is(i + 1, '('))
            {
                blocks.Open(DeclarationKind.Constructor, tokens.Span(i), first, column);
            }

            return;
        }

        var at = i;
        while (tokens.Of(at) is "member" or "static" or "override" or "abstract" or "default" or "private" or "internal" or "public" or "inline" or "val" or "let" or "mutable")
        {
            at++;
        }

        if (tokens.IsWord(at) && tokens.Is(at + 1, '.') && tokens.IsWord(at + 2))
        {
            at += 2;
        }

        if (tokens.IsWord(at) || tokens[at].Kind == BlockTokenKind.String)
        {
            blocks.Open(tokens.Is(at + 1, '(') || tokens.IsWord(at + 1) && !tokens.Is(at + 1, "with") ? DeclarationKind.Method : DeclarationKind.Property, tokens.Span(at), first, column, at);
        }
    }

    private static bool Holds(BlockTokens tokens, int i, char mark)
    {
        for (var k = i; k < tokens.Count && (k == i || !tokens[k].First); k++)
        {
            if (tokens.Is(k, mark))
            {
                return true;
            }
        }

        return false;
    }

    private static TextSpan Path(BlockTokens tokens, int at)
    {
        var start = tokens[at].Start;
        while (tokens.Is(at + 1, '.') && tokens.IsWord(at + 2))
        {
            at += 2;
        }

        return new TextSpan(start, tokens[at].End);
    }
}
