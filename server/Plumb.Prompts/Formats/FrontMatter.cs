using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Formats;

/// <summary>The front matter between two lines of dashes.</summary>
internal static class FrontMatter
{
    /// <summary>Where the front matter stands (empty where there is none), where the body starts, and what is wrong.</summary>
    public static (TextSpan Front, int Body, PromptProblem? Problem) Split(string text, int start)
    {
        var lines = new LineIndex(text);
        var first = 0;
        while (first < lines.LineCount && Line(first).IsEmpty)
        {
            first++;
        }

        if (first == lines.LineCount || !Line(first).SequenceEqual("---"))
        {
            return (default, start, null);
        }

        for (var line = first + 1; line < lines.LineCount; line++)
        {
            if (Line(line).SequenceEqual("---"))
            {
                var body = line + 1 < lines.LineCount ? lines.GetLineStart(line + 1) : text.Length;
                return (new TextSpan(lines.GetLineStart(first + 1), lines.GetLineStart(line)), body, null);
            }
        }

        return (default, text.Length, new PromptProblem(lines.GetLineSpan(first), "The front matter is not closed by a line of '---'."));

        ReadOnlySpan<char> Line(int line)
        {
            var span = lines.GetLineSpan(line);
            return text.AsSpan(span.Start, span.Length).Trim('\uFEFF').TrimEnd();
        }
    }
}
