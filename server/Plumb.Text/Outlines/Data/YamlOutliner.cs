namespace Plumb.Text.Blocks;

/// <summary>The keys of a YAML text by indentation. Block scalars, flow collections and quoted text are skipped.</summary>
internal sealed class YamlOutliner : IOutliner
{
    private const int MaxDepth = 3;
    private const int MaxKeys = 1000;

    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        new Reader(text, draft).Read();
        return draft.Build();
    }

    private sealed class Reader(string text, OutlineDraft draft)
    {
        private readonly Stack<(int Id, int Indent, int BodyStart)> open = new();

        // Column of the list item that is being read: the keys in it are no keys of the document.
        private int listIndent = -1;
        private int lastEnd;
        private int comments = -1;
        private int commentsEnd;

        public void Read()
        {
            var at = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
            while (at < text.Length && draft.Count < MaxKeys)
            {
                at = ReadLine(at);
            }

            Leave(-1);
        }

        private int ReadLine(int start)
        {
            var at = Chars.SkipBlanks(text, start);
            var end = Chars.LineEnd(text, at);
            var indent = at - start;
            if (at == end)
            {
                comments = -1;
                return Chars.AfterLineEnd(text, end);
            }

            if (text[at] == '#')
            {
                comments = comments < 0 ? at : comments;
                commentsEnd = end;
                return Chars.AfterLineEnd(text, end);
            }

            if (indent == 0 && (Chars.At(text, at, "---") || Chars.At(text, at, "...")))
            {
                Leave(0);
                listIndent = -1;
                comments = -1;
                return Chars.AfterLineEnd(text, end);
            }

            var item = text[at] == '-' && (at + 1 == end || Chars.IsBlank(text[at + 1]));
            while (text[at] == '-' && at + 1 < end && Chars.IsBlank(text[at + 1]))
            {
                at = Chars.SkipBlanks(text, at + 1);
                if (at >= end)
                {
                    break;
                }
            }

            if (listIndent >= 0 && (indent < listIndent || (indent == listIndent && !item)))
            {
                listIndent = -1;
            }

            if (item && listIndent < 0)
            {
                listIndent = indent;
            }

            // A list may stand at the column of its key, and belongs to it.
            Leave(item ? indent + 1 : indent);
            var value = at < end ? KeyEnd(at, end, out var name) is var colon and >= 0 ? Declare(at, colon, name, indent, item) : at : end;
            comments = -1;
            return SkipValue(value, end, item ? at - start - 1 : indent);
        }

        private int Declare(int at, int colon, TextSpan name, int indent, bool item)
        {
            if (!item && open.Count < MaxDepth && listIndent < 0)
            {
                var start = comments >= 0 ? comments : at;
                var id = draft.Open(DeclarationKind.Key, name, start, comments >= 0 ? new TextSpan(comments, commentsEnd) : default);
                open.Push((id, indent, colon + 1));
            }

            return colon + 1;
        }

        // Where the colon of "key:" or "'key':" stands; -1 where the line is no mapping.
        private int KeyEnd(int at, int end, out TextSpan name)
        {
            var from = at;
            var close = -1;
            if (text[at] is '"' or '\'')
            {
                close = text.AsSpan(at + 1, end - at - 1).IndexOf(text[at]);
                name = close < 0 ? default : new TextSpan(at + 1, at + 1 + close);
                from = close < 0 ? end : Chars.SkipBlanks(text, at + close + 2);
                return from < end && text[from] == ':' && (from + 1 == end || Chars.IsBlank(text[from + 1])) ? from : -1;
            }

            name = default;
            if (text[at] is '{' or '[' or '|' or '>' or '%' or '@' or '`')
            {
                return -1;
            }

            for (var i = at; i < end; i++)
            {
                if (text[i] == ':' && (i + 1 == end || Chars.IsBlank(text[i + 1])))
                {
                    name = Chars.Trim(text, text[at] is '?' ? at + 1 : at, i);
                    return name.IsEmpty ? -1 : i;
                }

                if (text[i] == '#' && i > at && Chars.IsBlank(text[i - 1]))
                {
                    return -1;
                }
            }

            return -1;
        }

        // Skips what a value says beyond its line; returns the start of the next line to read.
        private int SkipValue(int at, int end, int indent)
        {
            lastEnd = end;
            at = Chars.SkipBlanks(text, at);
            while (at < end && text[at] is '&' or '!' or '*')
            {
                while (at < end && !Chars.IsBlank(text[at]))
                {
                    at++;
                }

                at = Chars.SkipBlanks(text, at);
            }

            if (at >= end)
            {
                return Chars.AfterLineEnd(text, end);
            }

            switch (text[at])
            {
                case '|' or '>' when IsBlockHeader(at + 1, end):
                    return SkipBlockScalar(Chars.AfterLineEnd(text, end), indent);
                case '"' or '\'':
                    lastEnd = SkipQuoted(at, indent);
                    break;
                case '{' or '[':
                    lastEnd = SkipFlow(at, indent);
                    break;
            }

            lastEnd = Math.Max(lastEnd, end);
            return Chars.NextLine(text, lastEnd);
        }

        private bool IsBlockHeader(int at, int end)
        {
            while (at < end && text[at] is '+' or '-' or (>= '0' and <= '9'))
            {
                at++;
            }

            at = Chars.SkipBlanks(text, at);
            return at >= end || text[at] == '#';
        }

        private int SkipBlockScalar(int at, int indent)
        {
            while (at < text.Length)
            {
                var first = Chars.SkipBlanks(text, at);
                var end = Chars.LineEnd(text, first);
                if (first < end)
                {
                    if (first - at <= indent)
                    {
                        return at;
                    }

                    lastEnd = end;
                }

                at = Chars.AfterLineEnd(text, end);
            }

            return at;
        }

        private int SkipQuoted(int at, int indent)
        {
            var quote = text[at];
            for (var i = at + 1; i < text.Length; i++)
            {
                if (text[i] == '\\' && quote == '"')
                {
                    i++;
                }
                else if (text[i] == quote)
                {
                    if (quote == '\'' && i + 1 < text.Length && text[i + 1] == quote)
                    {
                        i++;
                        continue;
                    }

                    return i + 1;
                }
                else if (text[i] == '\n' && IsOutside(i + 1, indent))
                {
                    return i;
                }
            }

            return text.Length;
        }

        private int SkipFlow(int at, int indent)
        {
            var depth = 0;
            for (var i = at; i < text.Length; i++)
            {
                switch (text[i])
                {
                    case '{' or '[':
                        depth++;
                        break;
                    case '}' or ']':
                        if (--depth == 0)
                        {
                            return i + 1;
                        }

                        break;
                    case '"' or '\'' when !Chars.IsWord(text[i - 1]):
                        i = Math.Max(i, SkipQuoted(i, indent) - 1);
                        break;
                    case '\n' when IsOutside(i + 1, indent):
                        return i;
                }
            }

            return text.Length;
        }

        // A key at the column of the value's own key: the value was never closed.
        private bool IsOutside(int lineStart, int indent)
        {
            var at = Chars.SkipBlanks(text, lineStart);
            return at < text.Length && at - lineStart <= indent && (Chars.IsWordStart(text[at]) || text[at] == '-') && KeyEnd(at, Chars.LineEnd(text, at), out _) >= 0;
        }

        private void Leave(int indent)
        {
            while (open.Count > 0 && open.Peek().Indent >= indent)
            {
                var (id, _, bodyStart) = open.Pop();
                draft.Close(id, lastEnd);
                draft.SetBody(id, Chars.Trim(text, Math.Min(bodyStart, lastEnd), lastEnd));
            }
        }
    }
}
