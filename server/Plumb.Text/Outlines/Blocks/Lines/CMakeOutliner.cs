namespace Plumb.Text.Blocks;

/// <summary>Functions, macros, targets, options and outer variables of CMake.</summary>
internal sealed class CMakeOutliner : BlockOutliner
{
    private static readonly BlockSyntax Syntax = new("#", [("#[[", "]]", false)], [new Quote("\"", "\""), new Quote("[[", "]]", Escapes.None), new Quote("[=[", "]=]", Escapes.None)], wordPart: "-.:$/+");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new(text, draft, Syntax);

    protected override void Read(OutlineDraft draft, BlockTokens tokens)
    {
        var blocks = new OpenBlocks(draft, tokens);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens.IsWord(i) || !tokens.Is(i + 1, '('))
            {
                continue;
            }

            var close = tokens.Match(i + 1);
            var name = i + 2;
            var kind = tokens.Of(i).ToString().ToLowerInvariant() switch
            {
                "function" => DeclarationKind.Function,
                "macro" => DeclarationKind.Macro,
                "endfunction" or "endmacro" => DeclarationKind.Module,
                "add_executable" or "add_library" or "add_custom_target" or "add_test" => DeclarationKind.Rule,
                "option" => DeclarationKind.Constant,
                "project" => DeclarationKind.Namespace,
                "set" when blocks.Count == 0 => DeclarationKind.Variable,
                _ => DeclarationKind.Element,
            };
            if (kind == DeclarationKind.Module)
            {
                blocks.Close(tokens[close].End);
            }
            else if (kind is DeclarationKind.Function or DeclarationKind.Macro && tokens.IsWord(name))
            {
                blocks.Open(kind, tokens.Span(name), i, head: close);
            }
            else if (kind != DeclarationKind.Element)
            {
                name = tokens.IsAnyCase(name, "NAME") ? name + 1 : name;
                if (tokens.IsWord(name))
                {
                    blocks.Add(kind, tokens.Span(name), i, close);
                }
            }

            i = close;
        }

        blocks.CloseAll();
    }
}
