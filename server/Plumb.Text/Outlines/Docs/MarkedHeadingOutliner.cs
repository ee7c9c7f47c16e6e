namespace Plumb.Text.Blocks;

/// <summary>Headings that a mark at a line's start tells: Org, LaTeX, man pages.</summary>
internal sealed class MarkedHeadingOutliner(MarkedHeadingOutliner.Reader read) : IOutliner
{
    private static readonly string[] Commands = ["\\part", "\\chapter", "\\section", "\\subsection", "\\subsubsection", "\\paragraph"];

    /// <summary>Level and text of the heading that a line is; level 0 for any other line.</summary>
    public delegate (int Level, TextSpan Name) Reader(string text, int start, int end);

    public static MarkedHeadingOutliner Org { get; } = new(ReadOrg);

    public static MarkedHeadingOutliner Latex { get; } = new(ReadLatex);

    public static MarkedHeadingOutliner Man { get; } = new(ReadMan);

    public Outline Scan(string text)
    {
        var draft = new OutlineDraft(text);
        var headings = new HeadingList(draft);
        for (var at = 0; at < text.Length;)
        {
            var end = Chars.LineEnd(text, at);
            var next = Chars.AfterLineEnd(text, end);
            var (level, name) = read(text, at, end);
            if (level > 0 && !name.IsEmpty)
            {
                headings.Add(level, at, name, next, text[name.Start..name.End]);
            }

            at = next;
        }

        headings.Finish(text.Length);
        return draft.Build();
    }

    private static (int Level, TextSpan Name) ReadOrg(string text, int start, int end)
    {
        var level = 0;
        while (start + level < end && text[start + level] == '*')
        {
            level++;
        }

        return level > 0 && start + level < end && text[start + level] == ' ' ? (level, Chars.Trim(text, start + level, end)) : default;
    }

    private static (int Level, TextSpan Name) ReadLatex(string text, int start, int end)
    {
        start = Chars.SkipBlanks(text, start);
        if (start >= end || text[start] != '\\')
        {
            return default;
        }

        for (var i = 0; i < Commands.Length; i++)
        {
            if (Chars.AtWord(text, start, Commands[i]))
            {
                var line = text.AsSpan(start, end - start);
                var brace = line.IndexOf('{');
                var close = line.LastIndexOf('}');
                return brace > 0 ? (i + 1, Chars.Trim(text, start + brace + 1, close > brace ? start + close : end)) : default;
            }
        }

        return default;
    }

    private static (int Level, TextSpan Name) ReadMan(string text, int start, int end)
    {
        var level = Chars.AtWord(text, start, ".SH") ? 1 : Chars.AtWord(text, start, ".SS") ? 2 : 0;
        return level > 0 ? (level, Chars.Trim(text, start + 3, end)) : default;
    }
}
