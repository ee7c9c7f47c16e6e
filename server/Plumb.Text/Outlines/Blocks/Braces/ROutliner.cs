namespace Plumb.Text.Blocks;

/// <summary>Functions, classes and outer variables of R.</summary>
internal sealed class ROutliner : BlockOutliner
{
    private static readonly BlockSyntax Syntax = new("#", quotes: [new Quote("\"", "\""), new Quote("'", "'"), new Quote("`", "`", IsCharacter: true)], wordPart: ".", special: "rR");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new RLexer(text, draft);

    protected override void Read(OutlineDraft draft, BlockTokens tokens)
    {
        var blocks = new OpenBlocks(draft, tokens);
        var depth = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Mark is '{' or '(' or '[')
            {
                depth++;
            }
            else if (token.Mark is '}' or ')' or ']')
            {
                depth = Math.Max(0, depth - 1);
                blocks.LeaveTo(depth + 1, token.Start);
            }
            else if (token.Kind is BlockTokenKind.Word or BlockTokenKind.String)
            {
                // A new statement at the depth of an open function without braces ends it.
                if (token.First)
                {
                    while (blocks.Count > 0 && blocks.Level >= depth && tokens[i - 1].Mark is not (',' or '+' or '=' or '-' or '*' or '|' or '>' or '%' or '~' or '&' or '<') && !tokens.Is(i, "else"))
                    {
                        blocks.Close(tokens[i - 1].End);
                    }
                }

                i = ReadName(blocks, tokens, i, depth);
            }
        }

        blocks.CloseAll();
    }

    private static int ReadName(OpenBlocks blocks, BlockTokens tokens, int i, int depth)
    {
        if (tokens.IsWord(i) && tokens.Is(i + 1, '(') && tokens[i + 2].Kind == BlockTokenKind.String && tokens.Of(i) is "setClass" or "setRefClass" or "setGeneric" or "setMethod" or "R6Class")
        {
            var quoted = tokens.Span(i + 2);
            var name = new TextSpan(quoted.Start + 1, Math.Max(quoted.Start + 1, quoted.End - 1));
            blocks.Add(tokens.Of(i) is "setGeneric" or "setMethod" ? DeclarationKind.Method : DeclarationKind.Class, name, i, tokens.Match(i + 1));
            return i;
        }

        var arrow = tokens.Is(i + 1, '<') && tokens.Is(i + 2, '-') && tokens.Touches(i + 1);
        if (!arrow && !(tokens.Is(i + 1, '=') && !(tokens.Is(i + 2, '=') && tokens.Touches(i + 1))))
        {
            return i;
        }

        var value = arrow ? i + 3 : i + 2;
        var span = tokens.Span(i);
        span = tokens[i].Kind == BlockTokenKind.String && span.Length > 1 ? new TextSpan(span.Start + 1, span.End - 1) : span;
        if (tokens.Is(value, "function") || tokens.Is(value, '\\'))
        {
            var end = tokens.Is(value + 1, '(') ? tokens.Match(value + 1) : value;
            blocks.Open(DeclarationKind.Function, span, i, depth, end);
            return end;
        }

        if (depth == 0 && tokens[i].First && !tokens.Is(value, "R6Class"))
        {
            blocks.Open(DeclarationKind.Variable, span, i, depth, value - 1);
        }

        return value - 1;
    }

    private sealed class RLexer(string text, OutlineDraft draft) : BlockLexer(text, draft, Syntax)
    {
        // r"(text)", R"---[text]---"
        protected override int ReadOwn(int at)
        {
            if (Text[at] is not ('r' or 'R') || at + 2 >= Text.Length || Text[at + 1] is not ('"' or '\'') || Touching(at))
            {
                return -1;
            }

            var open = at + 2;
            while (open < Text.Length && Text[open] == '-')
            {
                open++;
            }

            if (open >= Text.Length || Text[open] is not ('(' or '[' or '{'))
            {
                return -1;
            }

            var close = (Text[open] == '(' ? ")" : Text[open] == '[' ? "]" : "}") + new string('-', Math.Min(open - at - 2, 100)) + Text[at + 1];
            var found = Text.AsSpan(open).IndexOf(close, StringComparison.Ordinal);
            var end = found < 0 ? Text.Length : open + found + close.Length;
            return AddString(at, end, open + 1, found < 0 ? end : open + found, StringLiteralTraits.Raw | StringLiteralTraits.MultiLine);
        }
    }
}
