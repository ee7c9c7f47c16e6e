namespace Plumb.Text.Blocks;

/// <summary>For languages where a quote may end a name ("x'"), start a type variable ("'a") or enclose a character.</summary>
internal sealed class QuoteLexer(string text, OutlineDraft draft, BlockSyntax syntax) : BlockLexer(text, draft, syntax)
{
    protected override int ReadOwn(int at)
    {
        if (Text[at] == '{' && at + 1 < Text.Length && (char.IsAsciiLetterLower(Text[at + 1]) || Text[at + 1] is '|' or '_'))
        {
            return ReadQuotedString(at);
        }

        if (Text[at] != '\'')
        {
            return -1;
        }

        if (at + 2 < Text.Length && Text[at + 1] == '\\')
        {
            var close = Text.AsSpan(at + 3, Math.Min(Text.Length - at - 3, 10)).IndexOf('\'');
            return close < 0 ? -1 : Add(at, at + 3 + close + 1, BlockTokenKind.String);
        }

        return at + 2 < Text.Length && Text[at + 2] == '\'' && Text[at + 1] != '\'' ? Add(at, at + 3, BlockTokenKind.String) : -1;
    }

    // OCaml's {id|text|id}.
    private int ReadQuotedString(int at)
    {
        var bar = at + 1;
        while (bar < Text.Length && (char.IsAsciiLetterLower(Text[bar]) || Text[bar] == '_'))
        {
            bar++;
        }

        if (bar >= Text.Length || Text[bar] != '|' || !IsOCaml)
        {
            return -1;
        }

        var close = "|" + Text[(at + 1)..bar] + "}";
        var found = Text.AsSpan(bar + 1).IndexOf(close, StringComparison.Ordinal);
        var end = found < 0 ? Text.Length : bar + 1 + found + close.Length;
        return AddString(at, end, bar + 1, found < 0 ? end : bar + 1 + found, StringLiteralTraits.Raw | StringLiteralTraits.MultiLine);
    }

    public bool IsOCaml { get; init; }
}
