namespace Plumb.Text.Blocks;

/// <summary>Targets, variables and <c>define</c> blocks of makefiles.</summary>
internal sealed class MakefileOutliner : IOutliner
{
    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var comments = -1;
        var commentsEnd = 0;
        var target = -1;
        var bodyStart = 0;
        var lastEnd = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = Chars.LineEnd(text, at);
            var start = at;
            while (end > start && text[end - 1] == '\\' && end < text.Length)
            {
                end = Chars.LineEnd(text, Chars.AfterLineEnd(text, end));
            }

            at = Chars.AfterLineEnd(text, end);
            if (start == end)
            {
                comments = -1;
                continue;
            }

            if (text[start] == '\t')
            {
                lastEnd = end;
                continue;
            }

            if (text[start] == '#')
            {
                comments = comments < 0 ? start : comments;
                commentsEnd = end;
                continue;
            }

            var doc = comments >= 0 ? new TextSpan(comments, commentsEnd) : default;
            var from = comments >= 0 ? comments : start;
            comments = -1;
            var word = Chars.SkipBlanks(text, start);
            if (IsConditional(text, word))
            {
                continue;
            }

            if (target >= 0)
            {
                draft.Close(target, Math.Max(lastEnd, bodyStart));
                draft.SetBody(target, Chars.Trim(text, bodyStart, Math.Max(lastEnd, bodyStart)));
                target = -1;
            }

            if (Chars.AtWord(text, word, "define"))
            {
                var name = Chars.SkipBlanks(text, word + 6);
                var close = DefineEnd(text, at);
                draft.Add(DeclarationKind.Macro, new TextSpan(name, NameEnd(text, name, end)), new TextSpan(from, close), doc, Chars.Trim(text, at, close));
                at = Chars.NextLine(text, close);
                continue;
            }

            target = ReadLine(draft, word, end, from, doc);
            bodyStart = end;
            lastEnd = end;
        }

        if (target >= 0)
        {
            draft.Close(target, Math.Max(lastEnd, bodyStart));
            draft.SetBody(target, Chars.Trim(text, bodyStart, Math.Max(lastEnd, bodyStart)));
        }

        return draft.Build();
    }

    // Adds the variable or the target of a line; returns the target, whose recipe follows.
    private static int ReadLine(OutlineDraft draft, int start, int end, int from, TextSpan doc)
    {
        var text = draft.Text;
        while (Chars.AtWord(text, start, "export") || Chars.AtWord(text, start, "override") || Chars.AtWord(text, start, "private"))
        {
            start = Chars.SkipBlanks(text, Chars.WordEnd(text, start));
        }

        var depth = 0;
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (c == '$' && i + 1 < end && text[i + 1] is '(' or '{')
            {
                depth++;
                i++;
            }
            else if (c is ')' or '}' && depth > 0)
            {
                depth--;
            }
            else if (depth == 0 && c is '?' or '+' or '!' && !IsAssignment(text, i, end))
            {
                // Nor does an assignment start in the middle of such a run.
                while (i + 1 < end && text[i + 1] is '?' or '+' or '!')
                {
                    i++;
                }
            }
            else if (depth == 0 && (c == '=' || (c is ':' or '?' or '+' or '!' && IsAssignment(text, i, end))))
            {
                var name = Chars.Trim(text, start, i);
                if (!name.IsEmpty && text.AsSpan(name.Start, name.Length).IndexOf(' ') < 0)
                {
                    draft.Add(DeclarationKind.Variable, name, new TextSpan(from, end), doc);
                }

                return -1;
            }
            else if (depth == 0 && c == ':')
            {
                var name = Chars.Trim(text, start, i);
                if (name.IsEmpty || Chars.AtWord(text, name.Start, ".PHONY") || Chars.AtWord(text, name.Start, ".SUFFIXES"))
                {
                    return -1;
                }

                return draft.Open(DeclarationKind.Rule, name, from, doc);
            }
            else if (c == '#')
            {
                return -1;
            }
        }

        return -1;
    }

    private static bool IsAssignment(string text, int at, int end)
    {
        while (at < end && text[at] is ':' or '?' or '+' or '!')
        {
            at++;
        }

        return at < end && text[at] == '=';
    }

    private static bool IsConditional(string text, int at) =>
        Chars.AtWord(text, at, "ifeq") || Chars.AtWord(text, at, "ifneq") || Chars.AtWord(text, at, "ifdef") || Chars.AtWord(text, at, "ifndef")
        || Chars.AtWord(text, at, "else") || Chars.AtWord(text, at, "endif") || Chars.AtWord(text, at, "include") || Chars.At(text, at, "-include");

    private static int NameEnd(string text, int at, int end)
    {
        while (at < end && !Chars.IsBlank(text[at]) && text[at] != '=')
        {
            at++;
        }

        return at;
    }

    private static int DefineEnd(string text, int at)
    {
        for (; at < text.Length; at = Chars.NextLine(text, at))
        {
            if (Chars.AtWord(text, Chars.SkipBlanks(text, at), "endef"))
            {
                return Chars.LineEnd(text, at);
            }
        }

        return text.Length;
    }
}
