using Plumb.Search;

namespace Plumb.Ask.Evidence;

/// <summary>The words that a hit has, as the signals of its score name them.</summary>
internal static class HitWords
{
    public static HashSet<string> Of(Hit hit) => hit.Signals.Select(s => s.Word).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>The weighty words of a question that a hit has, and where; each pair once, in the order of the signals.</summary>
    public static List<WordMatch> MatchesOf(Hit hit, QuestionWords words)
    {
        var found = new List<WordMatch>();
        foreach (var signal in hit.Signals)
        {
            if (signal is not { Field: { } where, Word: { } said })
            {
                continue;
            }

            foreach (var word in words.Weighty)
            {
                if (said.Split(' ').Contains(word, StringComparer.OrdinalIgnoreCase) && !found.Contains(new WordMatch(word, where)))
                {
                    found.Add(new WordMatch(word, where));
                }
            }
        }

        return found;
    }

    /// <summary>Of words that match in several places, each counts once.</summary>
    public static int Count(IEnumerable<WordMatch> matches) => matches.DistinctBy(m => m.Word).Count();
}
