using System.Text;
using Plumb.Ask.Evidence;

namespace Plumb.Ask.Answers;

/// <summary>Writes that the workspace does not answer, and what would help to ask again.</summary>
public static class Refusal
{
    private const string Opening = "Not found in this workspace:";

    // Enough to see that the search went astray, or that it did not.
    private const int ClosestPlaces = 5;

    /// <summary>Whether an answer in Markdown says that the workspace does not answer.</summary>
    public static bool IsOne(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.TrimStart().StartsWith(Opening, StringComparison.Ordinal);
    }

    /// <param name="words">What was looked for.</param>
    /// <param name="unknown">Words that are nowhere in the workspace.</param>
    /// <param name="closest">The best places all the same, best first.</param>
    internal static string Write(QuestionWords words, IReadOnlyList<string> unknown, IReadOnlyList<Passage> closest)
    {
        if (words.Weighty.Count == 0)
        {
            return Opening + " the question names nothing that could be looked up.\n";
        }

        // What is known here may well be written about: only all of it together is not.
        var text = new StringBuilder(Opening);
        if (unknown.Count > 0)
        {
            text.Append(" nothing in it has ").AppendJoin(" or ", unknown.Select(Quoted)).Append(". It may be called otherwise here.\n");
        }
        else
        {
            text.Append(" no passage is about ").AppendJoin(", ", words.Weighty.Select(Quoted)).Append(words.Weighty.Count > 1 ? " together.\n" : ".\n");
        }

        if (closest.Count > 0)
        {
            text.Append("\nClosest places:\n\n");
            foreach (var passage in closest.Take(ClosestPlaces))
            {
                text.Append("- ").Append(passage.IsProse || passage.Symbol.Length == 0 ? passage.Label : $"`{passage.Label}`").Append(" — `").Append(passage.Place).Append("`\n");
            }
        }

        return text.ToString();
    }

    private static string Quoted(string word) => $"\"{word}\"";
}
