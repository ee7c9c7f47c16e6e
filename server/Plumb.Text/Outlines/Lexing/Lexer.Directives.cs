namespace Plumb.Text.Lexing;

/// <summary>Preprocessor lines of C and its kin, and of C#.</summary>
internal sealed partial class Lexer
{
    private int DirectiveLine(int start)
    {
        var at = start + 1;
        while (at < end && text[at] is ' ' or '\t')
        {
            at++;
        }

        var word = at;
        at = NameEnd(at);
        var name = text.AsSpan(word, at - word);
        var kind = name switch
        {
            "if" or "ifdef" or "ifndef" => DirectiveKind.If,
            "else" or "elif" or "elifdef" or "elifndef" => DirectiveKind.Else,
            "endif" => DirectiveKind.EndIf,
            "define" => DirectiveKind.Define,
            _ => DirectiveKind.Other,
        };
        var stop = DirectiveEnd(at);
        lexed.Directives.Add(new Directive(start, stop, kind, lexed.Count));
        if (name is "if" && text.AsSpan(at, Math.Min(stop - at, 32)).Trim() is "0" or "false")
        {
            stop = SkipDeadBranch(stop);
        }

        return stop;
    }

    // A directive goes on over escaped line ends and over block comments that span lines.
    private int DirectiveEnd(int at)
    {
        while (at < end)
        {
            var found = text.AsSpan(at, end - at).IndexOfAny('\n', '\r', '/');
            if (found < 0)
            {
                return end;
            }

            at += found;
            if (text[at] == '/')
            {
                if (at + 1 < end && text[at + 1] == '*')
                {
                    var close = text.AsSpan(at + 2, end - at - 2).IndexOf("*/", StringComparison.Ordinal);
                    if (close < 0)
                    {
                        return end;
                    }

                    at += close + 4;
                }
                else
                {
                    at++;
                }

                continue;
            }

            if (text[at - 1] != '\\')
            {
                return at;
            }

            at += text[at] == '\r' && at + 1 < end && text[at + 1] == '\n' ? 2 : 1;
        }

        return end;
    }

    /// <summary>Skips what <c>#if 0</c> hides, up to the <c>#else</c>, <c>#elif</c> or <c>#endif</c> that belongs to it.</summary>
    private int SkipDeadBranch(int at)
    {
        var depth = 0;
        while (at < end)
        {
            at = LineEnd(at);
            while (at < end && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at >= end || text[at] != '#')
            {
                continue;
            }

            var word = at + 1;
            while (word < end && text[word] is ' ' or '\t')
            {
                word++;
            }

            switch (text.AsSpan(word, NameEnd(word) - word))
            {
                case "if" or "ifdef" or "ifndef":
                    depth++;
                    break;
                case "else" or "elif" when depth == 0:
                    first = TokenFlags.FirstOnLine;
                    return at;
                case "endif" when depth-- == 0:
                    first = TokenFlags.FirstOnLine;
                    return at;
            }
        }

        return end;
    }
}
