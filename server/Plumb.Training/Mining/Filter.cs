namespace Plumb.Training.Mining;

/// <summary>Drops what teaches nothing: sentences that many declarations share, and copies.</summary>
internal static class Filter
{
    private const int MaxRepeats = 8;

    public static Corpus Apply(Corpus corpus)
    {
        static string KeyOf(Pair pair) => string.Join(' ', pair.Query);
        var repeats = corpus.Pairs.GroupBy(KeyOf, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var seen = new HashSet<(string, string)>();
        var kept = corpus.Pairs
            .Where(p => repeats[KeyOf(p)] <= MaxRepeats)
            .Where(p => seen.Add((KeyOf(p), string.Join(' ', p.Passage.Select(w => w.Term)))))
            .ToList();
        return corpus with { Pairs = kept };
    }
}
