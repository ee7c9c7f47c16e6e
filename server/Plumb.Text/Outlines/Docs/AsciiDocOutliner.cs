namespace Plumb.Text.Blocks;

/// <summary>Headings of AsciiDoc, of one line ("== Title") and of two; listings, literals and comments are skipped.</summary>
internal sealed class AsciiDocOutliner : IOutliner
{
    private const string Underlines = "=-~^+";

    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var headings = new HeadingList(draft);
        var fence = default(TextSpan);
        var above = default(TextSpan);
        var title = default(TextSpan);
        for (var at = 0; at < text.Length;)
        {
            var end = Chars.LineEnd(text, at);
            var next = Chars.AfterLineEnd(text, end);
            var line = new TextSpan(at, Chars.Trim(text, at, end).End);
            at = next;
            line = line.End < line.Start ? default : line;
            var content = text.AsSpan(line.Start, line.Length);
            if (!fence.IsEmpty)
            {
                fence = content.SequenceEqual(text.AsSpan(fence.Start, fence.Length)) ? default : fence;
                continue;
            }

            var level = Level(content);
            if (level > 0)
            {
                var name = Chars.Trim(text, line.Start + level, line.End);
                headings.Add(level, line.Start, name, next, InlineMarkdown.Plain(text.AsSpan(name.Start, name.Length)));
                line = default;
            }
            else if (IsUnderline(text, above, title, content))
            {
                headings.Add(Underlines.IndexOf(content[0]) + 1, title.Start, title, next, text[title.Start..title.End]);
                line = default;
            }
            else if (OpensFence(content))
            {
                fence = content.StartsWith("```") ? new TextSpan(line.Start, line.Start + 3) : line;
                line = default;
            }

            above = title;
            title = line;
        }

        headings.Finish(text.Length);
        return draft.Build();
    }

    private static int Level(ReadOnlySpan<char> line)
    {
        var level = line.IndexOfAnyExcept('=');
        return level is > 0 and <= 6 && line[level] is ' ' or '\t' ? level : 0;
    }

    private static bool IsUnderline(string text, TextSpan above, TextSpan title, ReadOnlySpan<char> line) =>
        line.Length >= 3 && above.IsEmpty && !title.IsEmpty && Underlines.Contains(line[0]) && line.IndexOfAnyExcept(line[0]) < 0
        && Math.Abs(line.Length - title.Length) <= 2 && Chars.IsWord(text[title.Start]);

    private static bool OpensFence(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("```"))
        {
            return true;
        }

        return line.Length >= 4 && line[0] is '-' or '.' or '+' or '/' && line.IndexOfAnyExcept(line[0]) < 0;
    }
}
