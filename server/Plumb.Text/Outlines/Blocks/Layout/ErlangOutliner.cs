namespace Plumb.Text.Blocks;

/// <summary>Attributes and functions of Erlang; the clauses of a function are one declaration.</summary>
internal sealed class ErlangOutliner : BlockOutliner
{
    private static readonly BlockSyntax Syntax = new("%", quotes: [new Quote("\"\"\"", "\"\"\""), new Quote("\"", "\""), new Quote("'", "'", IsCharacter: true)], wordPart: "@", special: "$");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new ErlangLexer(text, draft);

    protected override void Read(OutlineDraft draft, BlockTokens tokens)
    {
        var blocks = new OpenBlocks(draft, tokens);

        // A form runs to the dot that ends a line.
        for (var i = 0; i < tokens.Count;)
        {
            var end = i;
            while (end < tokens.Count && !(tokens.Is(end, '.') && (tokens[end + 1].First || end + 1 == tokens.Count)))
            {
                end++;
                if (tokens[end].First && tokens.Is(end, '-') && tokens.Column(tokens[end].Start) == 0 && tokens.IsWord(end + 1))
                {
                    // An attribute starts: the form before was never ended.
                    end--;
                    break;
                }
            }

            ReadForm(blocks, tokens, i, end);
            i = Math.Max(i, end) + 1;
        }

        blocks.CloseAll();
    }

    private static void ReadForm(OpenBlocks blocks, BlockTokens tokens, int i, int end)
    {
        if (tokens.Is(i, '-'))
        {
            var at = tokens.Is(i + 2, '(') ? i + 3 : i + 2;
            var kind = tokens.Of(i + 1) switch
            {
                "module" => DeclarationKind.Module,
                "record" => DeclarationKind.Struct,
                "define" => DeclarationKind.Macro,
                "type" or "opaque" => DeclarationKind.TypeAlias,
                "callback" => DeclarationKind.Operation,
                _ => (DeclarationKind?)null,
            };
            if (kind is { } found && (tokens.IsWord(at) || tokens[at].Kind == BlockTokenKind.String))
            {
                blocks.Add(found, tokens.Span(at), i, end);
            }
        }
        else if (tokens.Is(i + 1, '(') && tokens[i].Kind is BlockTokenKind.Word or BlockTokenKind.String)
        {
            var id = blocks.Open(DeclarationKind.Function, tokens.Span(i), i, head: tokens.Match(i + 1));
            blocks.Close(tokens[Math.Min(end, tokens.Count - 1)].End);
        }
    }

    private sealed class ErlangLexer(string text, OutlineDraft draft) : BlockLexer(text, draft, Syntax)
    {
        protected override int ReadOwn(int at) =>
            Text[at] == '$' && at + 1 < Text.Length ? Add(at, Math.Min(Text.Length, at + (Text[at + 1] == '\\' ? 3 : 2)), BlockTokenKind.String) : -1;
    }
}
