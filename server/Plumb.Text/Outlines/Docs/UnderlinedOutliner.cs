namespace Plumb.Text.Blocks;

/// <summary>
/// Headings told by a line of marks below them: reStructuredText, where the order of appearance gives the level, and,
/// with stricter rules, plain text.
/// </summary>
internal sealed class UnderlinedOutliner(bool plainText) : IOutliner
{
    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var headings = new HeadingList(draft);
        var styles = new List<(char Mark, bool Over)>();

        // The two lines before the current one; an end of -1 says that there is none.
        var above = new TextSpan(0, 0);
        var title = new TextSpan(0, 0);
        for (var at = 0; at < text.Length;)
        {
            var end = Chars.LineEnd(text, at);
            var next = Chars.AfterLineEnd(text, end);
            var line = new TextSpan(at, TrimEnd(text, at, end));
            if (IsTitle(text, above, title, line))
            {
                var over = !plainText && Mark(text, above) == text[line.Start] && above.Length > 2;
                var style = (text[line.Start], over);
                var level = plainText ? (text[line.Start] == '=' ? 0 : 1) : styles.IndexOf(style);
                if (level < 0)
                {
                    level = styles.Count;
                    styles.Add(style);
                }

                var name = Chars.Trim(text, title.Start, title.End);
                headings.Add(level + 1, over ? above.Start : title.Start, name, next, text[name.Start..name.End]);
                line = default;
            }

            above = title;
            title = line;
            at = next;
        }

        headings.Finish(text.Length);
        return draft.Build();
    }

    private bool IsTitle(string text, TextSpan above, TextSpan title, TextSpan line)
    {
        if (line.Length < 2 || title.IsEmpty || !IsMark(text[line.Start]))
        {
            return false;
        }

        var mark = Mark(text, line);
        if (mark == '\0' || Mark(text, title) != '\0' || title.Length > 200)
        {
            return false;
        }

        if (plainText)
        {
            return mark is '=' or '-' && line.Length >= 3 && above.IsEmpty && Math.Abs(line.Length - title.Length) <= 2 && !Chars.IsBlank(text[title.Start]);
        }

        var over = Mark(text, above) == mark;
        if (Chars.IsBlank(text[title.Start]) && !over)
        {
            return false;
        }

        return (above.IsEmpty || over) && (line.Length >= title.Length || line.Length >= 4) && !Chars.At(text, title.Start, ".. ");
    }

    // The mark that a whole line consists of, or 0.
    private static char Mark(string text, TextSpan line) =>
        line.Length >= 2 && IsMark(text[line.Start]) && text.AsSpan(line.Start, line.Length).IndexOfAnyExcept(text[line.Start]) < 0 ? text[line.Start] : '\0';

    private static bool IsMark(char c) => c is '=' or '-' or '~' or '^' or '"' or '\'' or '`' or '#' or '*' or '+' or '.' or ':' or '_' or '<' or '>';

    private static int TrimEnd(string text, int start, int end)
    {
        while (end > start && Chars.IsBlank(text[end - 1]))
        {
            end--;
        }

        return end;
    }
}
