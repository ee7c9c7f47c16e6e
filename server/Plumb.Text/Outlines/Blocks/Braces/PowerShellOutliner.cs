namespace Plumb.Text.Blocks;

/// <summary>Functions, filters, classes and enums of PowerShell.</summary>
internal sealed class PowerShellOutliner : BlockOutliner
{
    private static readonly BlockSyntax Syntax = new(
        "#",
        [("<#", "#>", false)],
        [
            new Quote("@\"", "\n\"@", Escapes.None),
            new Quote("@'", "\n'@", Escapes.None),
            new Quote("\"", "\"", Escapes.Backtick, Hole: "$("),
            new Quote("'", "'", Escapes.Doubled),
        ],
        wordPart: "-:",
        special: "$`");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new PowerShellLexer(text, draft);

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
                if (blocks.CloseTag("{", token.End) && blocks.Tag == "named")
                {
                    blocks.Close(token.End);
                }
            }
            else if (blocks.Tag == "{" && blocks.InType && token.First)
            {
                ReadMember(blocks, tokens, ref i);
            }
            else if (blocks.Tag == "{" && blocks.Kind == DeclarationKind.Enum && token.First && token.Kind == BlockTokenKind.Word)
            {
                blocks.Add(DeclarationKind.EnumMember, tokens.Span(i), i, i);
            }
            else if (token.Kind == BlockTokenKind.Word && (token.First || tokens[i - 1].Mark is ';' or '{' or '}' or ']'))
            {
                ReadStatement(blocks, tokens, ref i);
            }
            else if (token.First && token.Kind == BlockTokenKind.Symbol && blocks.Count == 0 && tokens.Is(i + 1, '='))
            {
                blocks.Add(DeclarationKind.Variable, new TextSpan(token.Start + 1, token.End), i, tokens.NextLine(i) - 1);
            }
        }

        blocks.CloseAll();
    }

    private static void ReadStatement(OpenBlocks blocks, BlockTokens tokens, ref int i)
    {
        var kind = tokens.IsAnyCase(i, "function") || tokens.IsAnyCase(i, "filter") || tokens.IsAnyCase(i, "workflow") ? DeclarationKind.Function
            : tokens.IsAnyCase(i, "class") ? DeclarationKind.Class
            : tokens.IsAnyCase(i, "enum") ? DeclarationKind.Enum
            : DeclarationKind.Key;
        if (kind == DeclarationKind.Key || !tokens.IsWord(i + 1))
        {
            return;
        }

        var name = tokens.Span(i + 1);
        var scope = tokens.Text.AsSpan(name.Start, name.Length).IndexOf(':');
        name = scope >= 0 ? new TextSpan(name.Start + scope + 1, name.End) : name;
        i = OpenBraces(blocks, tokens, kind, name, i, i + 2);
    }

    // In a class: [type]$Name, [type] Name(…) { }, Name(…) { }.
    private static void ReadMember(OpenBlocks blocks, BlockTokens tokens, ref int i)
    {
        var first = i;
        var at = i;
        while (tokens.Is(at, '[') || tokens.IsAnyCase(at, "static") || tokens.IsAnyCase(at, "hidden"))
        {
            at = tokens.Is(at, '[') ? tokens.Match(at) + 1 : at + 1;
        }

        if (tokens[at].Kind == BlockTokenKind.Symbol)
        {
            blocks.Add(DeclarationKind.Property, new TextSpan(tokens[at].Start + 1, tokens[at].End), first, tokens.NextLine(at) - 1);
            i = at;
        }
        else if (tokens.IsWord(at) && tokens.Is(at + 1, '('))
        {
            i = OpenBraces(blocks, tokens, DeclarationKind.Method, tokens.Span(at), first, at + 1);
        }
    }

    private static int OpenBraces(OpenBlocks blocks, BlockTokens tokens, DeclarationKind kind, TextSpan name, int first, int at)
    {
        at = tokens.Is(at, '(') ? tokens.Match(at) + 1 : at;
        var end = at;
        while (end < tokens.Count && end < at + 40 && !tokens.Is(end, '{') && !tokens.Is(end, '}'))
        {
            end++;
        }

        if (!tokens.Is(end, '{'))
        {
            return first;
        }

        blocks.Open(kind, name, first, head: end - 1, tag: "named");
        blocks.OpenPlain(head: end, tag: "{");
        return end;
    }

    private sealed class PowerShellLexer(string text, OutlineDraft draft) : BlockLexer(text, draft, Syntax)
    {
        // Up to here a closing brace was looked for in vain.
        private int noBraceBefore;

        protected override int ReadOwn(int at)
        {
            if (Text[at] == '`')
            {
                return Add(at, Math.Min(Text.Length, at + 2), BlockTokenKind.Number);
            }

            if (Text[at] != '$' || at + 1 >= Text.Length)
            {
                return -1;
            }

            if (Text[at + 1] == '{')
            {
                var end = at < noBraceBefore ? at : Chars.LineEnd(Text, at);
                var close = Text.AsSpan(at, end - at).IndexOf('}');
                noBraceBefore = close < 0 ? Math.Max(noBraceBefore, end) : noBraceBefore;
                return close < 0 ? -1 : Add(at, at + close + 1, BlockTokenKind.Number);
            }

            return Chars.IsWordStart(Text[at + 1]) ? Add(at, Chars.WordEnd(Text, at + 1), BlockTokenKind.Symbol) : -1;
        }
    }
}
