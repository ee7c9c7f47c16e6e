namespace Plumb.Text.Blocks;

/// <summary>Sections and keys of INI files, Java properties and <c>.env</c> files.</summary>
internal sealed class IniOutliner : IOutliner
{
    private const int MaxKeys = 2000;

    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var section = -1;
        var bodyStart = 0;
        var lastEnd = 0;
        var comments = -1;
        var commentsEnd = 0;
        for (var at = 0; at < text.Length && draft.Count < MaxKeys;)
        {
            var start = Chars.SkipBlanks(text, at);
            var end = Chars.LineEnd(text, start);
            var indented = start > at;
            at = Chars.AfterLineEnd(text, end);
            if (start == end)
            {
                comments = -1;
                continue;
            }

            if (text[start] is '#' or ';' or '!')
            {
                comments = comments < 0 ? start : comments;
                commentsEnd = end;
                continue;
            }

            var doc = comments >= 0 ? new TextSpan(comments, commentsEnd) : default;
            var from = comments >= 0 ? comments : start;
            comments = -1;
            if (text[start] == '[' && text.AsSpan(start, end - start).IndexOf(']') is var close and > 1)
            {
                Close(draft, section, bodyStart, lastEnd);
                section = draft.Open(DeclarationKind.Key, Chars.Trim(text, start + 1, start + close), from, doc);
                bodyStart = at;
            }
            else if (text.AsSpan(start, end - start).IndexOfAny('=', ':') is var equals and > 0 && !(indented && section < 0))
            {
                var nameStart = Chars.At(text, start, "export ") ? start + 7 : start;
                while (end > 0 && text[end - 1] == '\\' && at < text.Length)
                {
                    end = Chars.LineEnd(text, at);
                    at = Chars.AfterLineEnd(text, end);
                }

                var name = Chars.Trim(text, nameStart, Math.Max(nameStart, start + equals));
                if (!name.IsEmpty)
                {
                    draft.Add(DeclarationKind.Key, name, new TextSpan(from, end), doc, Chars.Trim(text, start + equals + 1, end));
                }
            }

            lastEnd = end;
        }

        Close(draft, section, bodyStart, lastEnd);
        return draft.Build();
    }

    private static void Close(OutlineDraft draft, int section, int bodyStart, int end)
    {
        if (section >= 0)
        {
            draft.Close(section, Math.Max(end, bodyStart));
            draft.SetBody(section, Chars.Trim(draft.Text, Math.Min(bodyStart, end), end));
        }
    }
}
