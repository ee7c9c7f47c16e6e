using Plumb.Text;

namespace Plumb.Prompts.Formats;

/// <summary>A fenced block of code: with its fences, its content, and the word after the first fence.</summary>
internal readonly record struct MarkdownFence(TextSpan Whole, TextSpan Content, string Language);

/// <summary>Finds fenced blocks; one that is not closed runs to the end.</summary>
internal static class MarkdownFences
{
    public static List<MarkdownFence> Find(string text)
    {
        var fences = new List<MarkdownFence>();
        var (open, openLength, content, language, mark) = (-1, 0, 0, "", '`');
        for (var line = 0; line < text.Length;)
        {
            var end = text.IndexOf('\n', line);
            end = end < 0 ? text.Length : end;
            var at = line;
            while (at < end && text[at] is ' ' or '\t')
            {
                at++;
            }

            var run = at;
            while (run < end && text[run] == (at < end ? text[at] : '\0') && text[run] is '`' or '~')
            {
                run++;
            }

            if (run - at >= 3)
            {
                var rest = text.AsSpan(run, end - run).Trim();
                if (open < 0)
                {
                    (open, openLength, content, mark) = (line, run - at, Math.Min(end + 1, text.Length), text[at]);
                    var space = rest.IndexOfAny(' ', '{', ',');
                    language = (space < 0 ? rest : rest[..space]).ToString().ToLowerInvariant();
                }
                else if (text[at] == mark && run - at >= openLength && rest.IsEmpty)
                {
                    fences.Add(new MarkdownFence(new TextSpan(open, end), new TextSpan(content, Math.Max(content, line)), language));
                    open = -1;
                }
            }

            line = end + 1;
        }

        if (open >= 0)
        {
            fences.Add(new MarkdownFence(new TextSpan(open, text.Length), new TextSpan(content, text.Length), language));
        }

        return fences;
    }
}
