namespace Plumb.Text.Blocks;

/// <summary>The tables and keys of TOML. A table whose name extends an earlier one's stands inside that one.</summary>
internal sealed class TomlOutliner : IOutliner
{
    private const int MaxKeys = 2000;

    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var open = new Stack<(int Id, string Name, int BodyStart)>();
        var comments = -1;
        var commentsEnd = 0;
        var lastEnd = 0;
        for (var at = 0; at < text.Length && draft.Count < MaxKeys;)
        {
            var start = Chars.SkipBlanks(text, at);
            var end = Chars.LineEnd(text, start);
            at = Chars.AfterLineEnd(text, end);
            if (start == end)
            {
                comments = -1;
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
            if (text[start] == '[')
            {
                var name = TableName(text, start, end);
                var label = text[name.Start..name.End];
                while (open.Count > 0 && !IsInside(label, open.Peek().Name))
                {
                    Close(draft, open.Pop(), lastEnd);
                }

                open.Push((draft.Open(DeclarationKind.Key, name, from, doc), label, at));
                lastEnd = end;
                continue;
            }

            var equals = text.AsSpan(start, end - start).IndexOf('=');
            if (equals <= 0)
            {
                lastEnd = end;
                continue;
            }

            lastEnd = ValueEnd(text, Chars.SkipBlanks(text, start + equals + 1));
            var key = Chars.Trim(text, start, start + equals);
            draft.Add(DeclarationKind.Key, key, new TextSpan(from, lastEnd), doc, Chars.Trim(text, start + equals + 1, lastEnd), text[key.Start..key.End].Trim('"', '\''));
            at = Chars.NextLine(text, lastEnd);
        }

        while (open.Count > 0)
        {
            Close(draft, open.Pop(), lastEnd);
        }

        return draft.Build();
    }

    private static void Close(OutlineDraft draft, (int Id, string Name, int BodyStart) table, int end)
    {
        draft.Close(table.Id, end);
        draft.SetBody(table.Id, Chars.Trim(draft.Text, Math.Min(table.BodyStart, end), end));
    }

    private static bool IsInside(string name, string table) =>
        name.Length > table.Length && name.StartsWith(table, StringComparison.Ordinal) && name[table.Length] == '.';

    private static TextSpan TableName(string text, int start, int end)
    {
        while (start < end && text[start] == '[')
        {
            start++;
        }

        var close = text.AsSpan(start, end - start).IndexOf(']');
        return Chars.Trim(text, start, close < 0 ? end : start + close);
    }

    // Where a value ends: a string of three quotes, an array or an inline table may take many lines.
    private static int ValueEnd(string text, int at)
    {
        var depth = 0;
        var from = at;
        while (at < text.Length)
        {
            var c = text[at];
            if (c is '"' or '\'')
            {
                at = StringEnd(text, at);
            }
            else if (c == '#')
            {
                at = Chars.LineEnd(text, at);
            }
            else if (Chars.IsLineEnd(c))
            {
                // "[table]" or "key =" at the line's start: the array was never closed.
                if (depth <= 0 || (at - from > 100_000))
                {
                    return at;
                }

                at = Chars.AfterLineEnd(text, at);
            }
            else
            {
                depth += c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0;
                at++;
            }
        }

        return text.Length;
    }

    private static int StringEnd(string text, int at)
    {
        var quote = text[at];
        var triple = at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote;
        for (var i = at + (triple ? 3 : 1); i < text.Length; i++)
        {
            if (text[i] == '\\' && quote == '"')
            {
                i++;
            }
            else if (!triple && Chars.IsLineEnd(text[i]))
            {
                return i;
            }
            else if (text[i] == quote && (!triple || (i + 2 < text.Length && text[i + 1] == quote && text[i + 2] == quote)))
            {
                return i + (triple ? 3 : 1);
            }
        }

        return text.Length;
    }
}
