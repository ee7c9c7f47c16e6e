namespace Plumb.Text.Blocks;

/// <summary>What SQL scripts create: tables with their columns, views, routines, indexes, types.</summary>
internal sealed class SqlOutliner : BlockOutliner
{
    private static readonly BlockSyntax Syntax = new(
        "--",
        [("/*", "*/", true)],
        [new Quote("'", "'", Escapes.Doubled), new Quote("\"", "\"", Escapes.Doubled, IsCharacter: true), new Quote("`", "`", Escapes.None, MultiLine: false, IsCharacter: true)],
        wordStart: "@#",
        wordPart: "$#@",
        special: "$[#");

    protected override BlockLexer MakeLexer(string text, OutlineDraft draft) => new SqlLexer(text, draft);

    protected override void Read(OutlineDraft draft, BlockTokens tokens)
    {
        var blocks = new OpenBlocks(draft, tokens);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == BlockTokenKind.Word && (tokens.IsAnyCase(i, "CREATE") || (tokens.IsAnyCase(i, "ALTER") && (tokens.IsAnyCase(i + 1, "PROCEDURE") || tokens.IsAnyCase(i + 1, "FUNCTION")))))
            {
                i = ReadCreate(blocks, tokens, i);
            }
        }

        blocks.CloseAll();
    }

    // Returns the index of the statement's last token.
    private static int ReadCreate(OpenBlocks blocks, BlockTokens tokens, int i)
    {
        var at = i + 1;
        while (at < i + 12 && tokens.IsWord(at) && KindOf(tokens, at) is null)
        {
            at++;
        }

        if (KindOf(tokens, at) is not { } kind)
        {
            return i;
        }

        var what = tokens.Of(at++).ToString().ToUpperInvariant();
        if (what == "PACKAGE" && tokens.IsAnyCase(at, "BODY"))
        {
            at++;
        }

        while (tokens.IsAnyCase(at, "IF") || tokens.IsAnyCase(at, "NOT") || tokens.IsAnyCase(at, "EXISTS") || tokens.IsAnyCase(at, "CONCURRENTLY"))
        {
            at++;
        }

        if (tokens[at].Kind is not (BlockTokenKind.Word or BlockTokenKind.String) || tokens.IsAnyCase(at, "ON"))
        {
            return i;
        }

        // The last part of "schema.name".
        while (tokens.Is(at + 1, '.') && tokens[at + 2].Kind is BlockTokenKind.Word or BlockTokenKind.String)
        {
            at += 2;
        }

        var end = StatementEnd(tokens, at, kind == DeclarationKind.Function || what == "PACKAGE");
        blocks.Open(kind, Unquoted(tokens, at), i, head: at);
        if (what == "TABLE")
        {
            ReadColumns(blocks, tokens, at + 1, end);
        }

        blocks.Close(tokens[end].End);
        return end;
    }

    private static DeclarationKind? KindOf(BlockTokens tokens, int at) => tokens[at].End - tokens[at].Start is < 4 or > 10 ? null : tokens.Of(at).ToString().ToUpperInvariant() switch
    {
        "TABLE" or "VIEW" => DeclarationKind.Schema,
        "FUNCTION" or "PROCEDURE" or "PROC" or "TRIGGER" or "AGGREGATE" => DeclarationKind.Function,
        "INDEX" or "SEQUENCE" or "POLICY" or "EXTENSION" or "ROLE" or "USER" => DeclarationKind.Key,
        "TYPE" or "DOMAIN" => DeclarationKind.TypeAlias,
        "SCHEMA" or "DATABASE" => DeclarationKind.Namespace,
        "PACKAGE" => DeclarationKind.Module,
        _ => null,
    };

    // The semicolon that ends the statement. A routine may hold others between BEGIN and END.
    private static int StatementEnd(BlockTokens tokens, int at, bool routine)
    {
        var blocks = 0;
        var parens = 0;
        for (var i = at; i < tokens.Count; i++)
        {
            ref readonly var token = ref tokens[i];
            if (token.Kind == BlockTokenKind.Mark)
            {
                parens += token.Mark == '(' ? 1 : token.Mark == ')' ? -1 : 0;
                if (token.Mark == ';' && blocks <= 0 && parens <= 0)
                {
                    return i;
                }
            }
            else if (token.Kind == BlockTokenKind.Word)
            {
                if (i > at && token.First && (tokens.IsAnyCase(i, "GO") || (tokens.IsAnyCase(i, "CREATE") && tokens.Column(token.Start) == 0) || tokens.IsAnyCase(i, "DELIMITER")))
                {
                    return i - 1;
                }

                if (routine && (tokens.IsAnyCase(i, "BEGIN") || tokens.IsAnyCase(i, "CASE")) && !tokens.IsAnyCase(i - 1, "END"))
                {
                    blocks++;
                }
                else if (routine && tokens.IsAnyCase(i, "END") && !tokens.IsAnyCase(i + 1, "IF") && !tokens.IsAnyCase(i + 1, "LOOP") && !tokens.IsAnyCase(i + 1, "WHILE") && !tokens.IsAnyCase(i + 1, "REPEAT"))
                {
                    blocks--;
                }
            }
        }

        return tokens.Count - 1;
    }

    private static void ReadColumns(OpenBlocks blocks, BlockTokens tokens, int open, int end)
    {
        if (!tokens.Is(open, '('))
        {
            return;
        }

        var depth = 0;
        for (var i = open; i <= end; i++)
        {
            var mark = tokens[i].Mark;
            depth += mark == '(' ? 1 : mark == ')' ? -1 : 0;
            if (depth == 1 && mark is '(' or ',' && tokens[i + 1].Kind is BlockTokenKind.Word or BlockTokenKind.String && !IsConstraint(tokens.Of(i + 1)))
            {
                var last = i + 1;
                var inner = 0;
                while (last + 1 <= end && !(inner == 0 && tokens[last + 1].Mark is ',' or ')'))
                {
                    last++;
                    inner += tokens[last].Mark == '(' ? 1 : tokens[last].Mark == ')' ? -1 : 0;
                }

                blocks.Add(DeclarationKind.Field, Unquoted(tokens, i + 1), i + 1, last);
                i = last;
            }
        }
    }

    private static bool IsConstraint(ReadOnlySpan<char> word) =>
        word.Length is > 2 and < 11 && word.ToString().ToUpperInvariant() is "CONSTRAINT" or "PRIMARY" or "FOREIGN" or "UNIQUE" or "CHECK" or "KEY" or "INDEX" or "EXCLUDE" or "LIKE" or "FULLTEXT" or "SPATIAL" or "PERIOD";

    private static TextSpan Unquoted(BlockTokens tokens, int at)
    {
        var span = tokens.Span(at);
        return tokens[at].Kind == BlockTokenKind.String && span.Length > 2 ? new TextSpan(span.Start + 1, span.End - 1) : span;
    }

    private sealed class SqlLexer(string text, OutlineDraft draft) : BlockLexer(text, draft, Syntax)
    {
        protected override int ReadOwn(int at)
        {
            switch (Text[at])
            {
                case '#' when AtLineStart && at + 1 < Text.Length && Text[at + 1] == ' ':
                    return AddComment(at, Chars.LineEnd(Text, at));
                case '[' when at + 1 < Text.Length && Chars.IsWordStart(Text[at + 1]) && !Touching(at):
                    return ReadBracketed(at);
                case '[' when Touching(at) && Last.Mark == '.':
                    return ReadBracketed(at);
                case '$':
                    return ReadDollarQuote(at);
                default:
                    return -1;
            }
        }

        private int ReadBracketed(int at)
        {
            var close = Text.AsSpan(at, Chars.LineEnd(Text, at) - at).IndexOf(']');
            return close < 0 ? -1 : Add(at, at + close + 1, BlockTokenKind.String);
        }

        private int ReadDollarQuote(int at)
        {
            var end = Chars.WordEnd(Text, at + 1);
            if (end >= Text.Length || Text[end] != '$' || end - at > 64 || (end > at + 1 && char.IsAsciiDigit(Text[at + 1])))
            {
                return -1;
            }

            var mark = Text.AsSpan(at, end + 1 - at);
            var found = Text.AsSpan(end + 1).IndexOf(mark, StringComparison.Ordinal);
            var contentEnd = found < 0 ? Text.Length : end + 1 + found;
            return AddString(at, found < 0 ? Text.Length : contentEnd + mark.Length, end + 1, contentEnd, StringLiteralTraits.Raw | StringLiteralTraits.MultiLine);
        }
    }
}
