namespace Plumb.Text.Blocks;

/// <summary>
/// The headings of a Markdown text. It follows the block rules of CommonMark as far as they decide what is a heading:
/// fences, indented code, HTML blocks, lists, quotes and front matter. A test holds it against Markdig over real
/// documents; reading only the starts of lines makes it some fifty times faster.
/// Headings inside quotes and list items are part of these, not of the document's structure, and are left out.
/// </summary>
internal sealed class MarkdownOutliner : IOutliner
{
    public Outline Scan(string text)
    {
        var builder = new OutlineDraft(text);
        new Reader(text, new HeadingList(builder)).Read(FrontMatter.End(text));
        return builder.Build();
    }

    private sealed class Reader(string text, HeadingList headings)
    {
        // Columns at which the content of the open list items starts.
        private readonly List<int> items = [];

        private int paragraphStart = -1;
        private int paragraphEnd;
        private char fence;
        private int fenceLength;
        private int fenceItems;
        private HtmlBlock html;

        public void Read(int at)
        {
            while (at < text.Length)
            {
                var end = Chars.LineEnd(text, at);
                var next = Chars.AfterLineEnd(text, end);
                ReadLine(at, end, next);
                at = next;
            }

            headings.Finish(text.Length);
        }

        private void ReadLine(int start, int end, int next)
        {
            var (at, column) = Indent(start, end, 0);
            if (at == end)
            {
                paragraphStart = -1;
                if (html == HtmlBlock.ToBlankLine)
                {
                    html = HtmlBlock.None;
                }

                return;
            }

            if (fence != '\0')
            {
                if (fenceItems == 0 || column >= items[fenceItems - 1])
                {
                    ReadInsideFence(at, end, column - (fenceItems == 0 ? 0 : items[fenceItems - 1]));
                    return;
                }

                // The list item that held the fence is over, and the fence with it.
                fence = '\0';
            }

            if (html != HtmlBlock.None)
            {
                if (html.EndsIn(text.AsSpan(start, end - start)))
                {
                    html = HtmlBlock.None;
                }

                return;
            }

            var lazy = LeaveItems(column);
            ReadContent(start, at, end, next, column, lazy);
        }

        // Closes the list items that the line's indentation leaves; true where the line may still be their paragraph's.
        private bool LeaveItems(int column)
        {
            var count = items.Count;
            while (items.Count > 0 && column < items[^1])
            {
                items.RemoveAt(items.Count - 1);
            }

            var left = count != items.Count;
            var lazy = left && paragraphStart >= 0;
            if (left)
            {
                paragraphStart = lazy ? paragraphStart : -1;
            }

            return lazy;
        }

        private void ReadContent(int start, int at, int end, int next, int column, bool lazy)
        {
            while (true)
            {
                var inner = items.Count > 0 ? items[^1] : 0;
                var indent = column - inner;
                if (indent >= 4)
                {
                    // Indented code, or the continuation of a paragraph; neither starts anything.
                    paragraphEnd = end;
                    return;
                }

                var c = text[at];
                if (c is '`' or '~' && OpensFence(at, end))
                {
                    return;
                }

                if (c == '#' && ReadAtx(start, at, end, next, inner == 0))
                {
                    return;
                }

                if (c is '=' or '-' && paragraphStart >= 0 && !lazy && ReadSetext(at, end, next))
                {
                    return;
                }

                if (c == '>')
                {
                    // A quote; what follows without a marker is at most its lazy continuation.
                    paragraphStart = -1;
                    return;
                }

                if (c is '-' or '*' or '_' && IsRule(at, end))
                {
                    paragraphStart = -1;
                    return;
                }

                if (c == '<' && OpensHtml(at, end))
                {
                    return;
                }

                var marker = ListMarker(at, end);
                if (marker == 0)
                {
                    if (paragraphStart < 0)
                    {
                        paragraphStart = at;
                    }

                    paragraphEnd = end;
                    return;
                }

                paragraphStart = -1;
                lazy = false;
                var (after, afterColumn) = Indent(at + marker, end, column + marker);
                var gap = afterColumn - column - marker;
                if (after == end)
                {
                    items.Add(column + marker + 1);
                    return;
                }

                // Five blanks or more: one belongs to the marker, the rest makes indented code.
                items.Add(gap > 4 ? column + marker + 1 : afterColumn);
                if (gap > 4)
                {
                    return;
                }

                (at, column) = (after, afterColumn);
            }
        }

        private (int At, int Column) Indent(int at, int end, int column)
        {
            while (at < end && text[at] is ' ' or '\t')
            {
                column += text[at] == '\t' ? 4 - (column % 4) : 1;
                at++;
            }

            return (at, column);
        }

        private void ReadInsideFence(int at, int end, int indent)
        {
            if (indent > 3 || text[at] != fence)
            {
                return;
            }

            var run = Run(at, end, fence);
            if (run >= fenceLength && text.AsSpan(at + run, end - at - run).IsWhiteSpace())
            {
                fence = '\0';
            }
        }

        private bool OpensFence(int at, int end)
        {
            var run = Run(at, end, text[at]);
            if (run < 3 || (text[at] == '`' && text.AsSpan(at + run, end - at - run).Contains('`')))
            {
                return false;
            }

            (fence, fenceLength, fenceItems) = (text[at], run, items.Count);
            paragraphStart = -1;
            return true;
        }

        private bool ReadAtx(int start, int at, int end, int next, bool topLevel)
        {
            var level = Run(at, end, '#');
            var after = at + level;
            if (level > 6 || (after < end && text[after] is not (' ' or '\t')))
            {
                return false;
            }

            paragraphStart = -1;
            if (topLevel)
            {
                var name = Chars.Trim(text, after, end);
                var close = name.End;
                while (close > name.Start && text[close - 1] == '#')
                {
                    close--;
                }

                if (close == name.Start || text[close - 1] is ' ' or '\t')
                {
                    name = Chars.Trim(text, name.Start, close);
                }

                headings.Add(level, start, name, next, InlineMarkdown.Plain(text.AsSpan(name.Start, name.Length)));
            }

            return true;
        }

        private bool ReadSetext(int at, int end, int next)
        {
            var mark = text[at];
            var run = Run(at, end, mark);
            if (!text.AsSpan(at + run, end - at - run).IsWhiteSpace() || IsReferenceDefinition())
            {
                return false;
            }

            if (items.Count == 0)
            {
                var name = Chars.Trim(text, paragraphStart, paragraphEnd);
                headings.Add(mark == '=' ? 1 : 2, Chars.LineStart(text, paragraphStart), name, next, InlineMarkdown.Plain(text.AsSpan(name.Start, name.Length).ToString().ReplaceLineEndings(" ")));
            }

            paragraphStart = -1;
            return true;
        }

        // "[label]: target" is no text that an underline could make a heading of.
        private bool IsReferenceDefinition()
        {
            var paragraph = text.AsSpan(paragraphStart, paragraphEnd - paragraphStart);
            return paragraph[0] == '[' && paragraph.IndexOf("]:") > 1 && !paragraph.Contains('\n');
        }

        private bool IsRule(int at, int end)
        {
            var mark = text[at];
            var count = 0;
            for (; at < end; at++)
            {
                if (text[at] == mark)
                {
                    count++;
                }
                else if (text[at] is not (' ' or '\t'))
                {
                    return false;
                }
            }

            return count >= 3;
        }

        private bool OpensHtml(int at, int end)
        {
            var block = HtmlBlocks.Open(text.AsSpan(at, end - at), paragraphStart >= 0);
            if (block == HtmlBlock.None)
            {
                return false;
            }

            paragraphStart = -1;
            html = block != HtmlBlock.ToBlankLine && block.EndsIn(text.AsSpan(at + 1, end - at - 1)) ? HtmlBlock.None : block;
            return true;
        }

        // Length of a list marker at the place, or 0.
        private int ListMarker(int at, int end)
        {
            var length = 1;
            var number = true;
            if (text[at] is not ('-' or '*' or '+'))
            {
                var digits = at;
                while (digits < end && char.IsAsciiDigit(text[digits]) && digits - at < 10)
                {
                    digits++;
                }

                if (digits == at || digits == end || digits - at > 9 || text[digits] is not ('.' or ')'))
                {
                    return 0;
                }

                // Only a list that starts with 1 interrupts a paragraph.
                number = digits - at == 1 && text[at] == '1';
                length = digits - at + 1;
            }

            if (at + length < end && text[at + length] is not (' ' or '\t'))
            {
                return 0;
            }

            var empty = text.AsSpan(at + length, end - at - length).IsWhiteSpace();
            return paragraphStart >= 0 && items.Count == 0 && (empty || !number) ? 0 : length;
        }

        private int Run(int at, int end, char mark)
        {
            var from = at;
            while (at < end && text[at] == mark)
            {
                at++;
            }

            return at - from;
        }
    }
}
