using Plumb.Search;

namespace Plumb.Ask.Evidence;

/// <summary>
/// Whether the workspace can be expected to answer a question at all. Words weigh by their inverse document frequency,
/// so that "operators" does not stand in for "kubernetes". No cosine takes part: those of one embedder say nothing of
/// another's, and an embedder puts topics that the workspace knows near to each other whether or not it answers.
/// </summary>
internal static class Answerability
{
    /// <summary>
    /// Share of a question's weight in words that are nowhere in the workspace, above which it is about something else.
    /// One odd word in four is a way of speaking; that is why a single unknown word is no reason yet.
    /// </summary>
    public const double MostUnknown = 0.3;

    /// <summary>A passage that has half of the question is worth reading, whatever the other half asks.</summary>
    public const double EnoughInOnePassage = 0.5;

    /// <summary>Hits among which that passage is looked for: what people read before they give up.</summary>
    public const int Depth = 5;

    /// <param name="words">The question's words and their weights.</param>
    /// <param name="hits">For each hit, best first, the words that it has.</param>
    public static bool IsExpected(IReadOnlyList<QueryWord> words, IEnumerable<IReadOnlyCollection<string>> hits)
    {
        var total = words.Sum(w => w.Weight);
        if (total <= 0 || words.Where(w => !w.IsKnown).Sum(w => w.Weight) <= MostUnknown * total)
        {
            return true;
        }

        return hits.Take(Depth).Any(held => words.Where(w => held.Contains(w.Word)).Sum(w => w.Weight) >= EnoughInOnePassage * total);
    }

    /// <summary>Share of a question's weight that some hits have between them, 0 to 1; 0 where its words have none.</summary>
    /// <param name="words">The question's words and their weights.</param>
    /// <param name="hits">For each hit, the words that it has.</param>
    public static double CoverageOf(IReadOnlyList<QueryWord> words, IEnumerable<IReadOnlyCollection<string>> hits)
    {
        var all = hits.SelectMany(held => held).ToHashSet(StringComparer.Ordinal);
        var total = words.Sum(w => w.Weight);
        return total <= 0 ? 0 : words.Where(w => all.Contains(w.Word)).Sum(w => w.Weight) / total;
    }
}
