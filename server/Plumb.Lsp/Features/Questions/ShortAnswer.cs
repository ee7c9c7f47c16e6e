using Plumb.Lsp.Protocol;

namespace Plumb.Lsp.Features.Questions;

/// <summary>An answer as the lines of a comment: what it says, where it stands, and not the files that it quotes.</summary>
internal static class ShortAnswer
{
    private const int Width = 96;
    private const int MostLines = 40;
    private const int MostPassages = 5;

    public static IReadOnlyList<string> Lines(AskResult result)
    {
        var lines = new List<string>();
        foreach (var line in Keep(result))
        {
            lines.AddRange(Wrap(line));
        }

        while (lines is [.., ""])
        {
            lines.RemoveAt(lines.Count - 1);
        }

        if (lines.Count > MostLines)
        {
            var more = lines.Count - MostLines;
            lines.RemoveRange(MostLines, more);
            lines.Add($"({more} more lines: open the answer to read them)");
        }

        return lines is [var first, ..] ? [$"Plumb: {first}", .. lines.Skip(1)] : ["Plumb: there is no answer."];
    }

    /// <summary>Its first sentences, for a message of one line.</summary>
    public static string Summary(AskResult result)
    {
        const int Longest = 240;
        var first = Keep(result).FirstOrDefault(line => line.Trim().Length > 0)?.Trim() ?? "There is no answer.";
        return first.Length <= Longest ? first : first[..Longest] + "…";
    }

    /// <summary>Of passages their headings alone; of what a model wrote, everything.</summary>
    private static IEnumerable<string> Keep(AskResult result)
    {
        var quotes = result.Kind != "model";
        var (fence, passages, blank) = ("", 0, true);
        foreach (var written in result.Answer.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = written.TrimEnd();
            var start = line.TrimStart();
            if (fence.Length > 0 ? start.StartsWith(fence, StringComparison.Ordinal) && start.Trim('`').Length == 0 : start.StartsWith("```", StringComparison.Ordinal))
            {
                fence = fence.Length > 0 ? "" : start[..(start.Length - start.TrimStart('`').Length)];
                if (quotes)
                {
                    continue;
                }
            }
            else if (quotes && (fence.Length > 0 || start.StartsWith('>')))
            {
                continue;
            }

            if (fence.Length == 0 && start.StartsWith('#') && start.TrimStart('#') is [' ', .. var heading])
            {
                line = heading.Trim();
                passages++;
                if (quotes && passages > MostPassages)
                {
                    yield break;
                }
            }
            else if (quotes && passages > 0)
            {
                // Why a passage was chosen is told where it is shown.
                continue;
            }

            if (line.Length > 0 || !blank)
            {
                yield return line;
            }

            blank = line.Length == 0;
        }
    }

    private static IEnumerable<string> Wrap(string line)
    {
        var indent = new string(' ', line.Length - line.TrimStart().Length);
        while (line.Length > Width && line.LastIndexOf(' ', Width) is var at && at > indent.Length)
        {
            yield return line[..at];
            line = indent + line[(at + 1)..];
        }

        yield return line;
    }
}
