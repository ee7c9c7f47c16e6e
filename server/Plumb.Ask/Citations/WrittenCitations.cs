using System.Text.RegularExpressions;
using Plumb.Ask.Evidence;

namespace Plumb.Ask.Citations;

/// <summary>Checks the citations that a model wrote: each must lie inside a passage that it was given.</summary>
internal static partial class WrittenCitations
{
    /// <summary>The text with every citation that does not hold struck out.</summary>
    public static (string Markdown, IReadOnlyList<Citation> Citations, IReadOnlyList<string> Struck) Check(string text, IReadOnlyList<Passage> passages, CitationChecker checker)
    {
        var citations = new List<Citation>();
        var struck = new List<string>();
        var markdown = CitationPattern().Replace(text, match =>
        {
            var path = match.Groups["path"].Value;
            if (!LooksLikePath(path, passages))
            {
                return match.Value;
            }

            if (Find(path, match, passages, checker) is { } citation)
            {
                if (!citations.Contains(citation))
                {
                    citations.Add(citation);
                }

                return match.Value;
            }

            struck.Add(match.Groups["cite"].Value);
            return $"~~{match.Value}~~";
        });
        return (markdown, citations, struck);
    }

    private static Citation? Find(string path, Match match, IReadOnlyList<Passage> passages, CitationChecker checker)
    {
        if (!int.TryParse(match.Groups["start"].Value, out var start))
        {
            return null;
        }

        var end = start;
        if (match.Groups["end"].Success && !int.TryParse(match.Groups["end"].Value, out end))
        {
            return null;
        }

        var passage = passages.FirstOrDefault(p => p.Path == path && start >= p.StartLine && end <= p.EndLine && start <= end);
        return passage is null ? null : checker.CheckPart(passage, start, end);
    }

    // "localhost:8080" and "12:30" are no citations; "src/a.cs:12" and "Makefile:3" of the evidence are.
    private static bool LooksLikePath(string path, IReadOnlyList<Passage> passages) =>
        passages.Any(p => p.Path == path)
        || (!path.Contains("//", StringComparison.Ordinal) && path.Any(char.IsLetter) && path.LastIndexOf('.') is > 0 and var dot && dot < path.Length - 1 && Text.LanguageTable.FindForFile(path) is not null)
        || (!path.Contains("//", StringComparison.Ordinal) && path.Contains('/', StringComparison.Ordinal) && path.Any(char.IsLetter));

    [GeneratedRegex(@"(?<tick>`?)(?<cite>(?<path>[^\s`\[\](){}<>""'|:,;]+):(?<start>\d+)(?:\s?[-–]\s?(?<end>\d+))?)\k<tick>", RegexOptions.CultureInvariant)]
    private static partial Regex CitationPattern();
}
