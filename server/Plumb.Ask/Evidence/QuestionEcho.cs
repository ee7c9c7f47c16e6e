using Plumb.Search;
using Plumb.Text;

namespace Plumb.Ask.Evidence;

/// <summary>
/// A question that was asked from a comment, or that stands in code or data as it is asked (an example of how to ask, a test, a list of
/// questions), is found where it stands: that line has all of its words and none of its answer. A hit that holds it counts
/// by what its other lines have. Documentation is left alone: there a question is a heading, and its answer follows.
/// </summary>
internal static class QuestionEcho
{
    private const string Key = "ask:";

    // Fewer words stand together by chance.
    private const int FewestWords = 5;

    /// <param name="response">What was found.</param>
    /// <param name="question">As it was asked.</param>
    /// <param name="words">Its words.</param>
    /// <param name="least">Hits with a smaller share of the best score are not looked at: they are not shown.</param>
    /// <param name="read">Reads a file as it is now.</param>
    public static SearchResponse Without(SearchResponse response, string question, QuestionWords words, double least, Func<string, TextDocument?> read)
    {
        if (response.Hits is not [var best, ..])
        {
            return response;
        }

        List<Hit>? kept = null;
        for (var i = 0; i < response.Hits.Count && response.Hits[i] is var hit && hit.Score >= best.Score * least; i++)
        {
            if (read(hit.Path) is { } document && Others(document, hit, question.Trim()) is { } others)
            {
                kept ??= [.. response.Hits];
                var held = words.Weighty.Where(word => WordStem.IsIn(others, word)).ToList();
                kept[i] = hit with
                {
                    Score = hit.Score * held.Count / Math.Max(1, words.Weighty.Count),
                    Similarity = null,
                    Signals = [.. hit.Signals.Where(signal => signal.Word is not { } said || held.Exists(word => said.Split(' ').Contains(word, StringComparer.OrdinalIgnoreCase)))],
                };
            }
        }

        return kept is null ? response : response with { Hits = [.. kept.Where(hit => hit.Score > 0).OrderByDescending(hit => hit.Score)] };
    }

    /// <summary>The hit's lines but those that ask the question; null where none does.</summary>
    private static string? Others(TextDocument document, Hit hit, string question)
    {
        var isQuoted = document.Language.Kind != LanguageKind.Docs && question.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length >= FewestWords;
        if (!document.Text.Contains(isQuoted ? question : Key, StringComparison.Ordinal))
        {
            return null;
        }

        var (lines, asks) = (new List<string>(), false);
        for (var line = hit.StartLine; line <= Math.Min(hit.EndLine, document.Lines.LineCount); line++)
        {
            var text = DocumentLines.LineOf(document, line);
            if (isQuoted ? text.Contains(question, StringComparison.Ordinal) : IsAsked(text, question))
            {
                asks = true;
            }
            else
            {
                lines.Add(text);
            }
        }

        return asks ? string.Join('\n', lines) : null;
    }

    private static bool IsAsked(string line, string question) =>
        line.IndexOf(Key, StringComparison.Ordinal) is >= 0 and var at && line.AsSpan(at + Key.Length).Trim().StartsWith(question, StringComparison.Ordinal);
}
