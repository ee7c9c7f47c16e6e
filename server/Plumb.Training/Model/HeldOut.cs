using Plumb.Training.Mining;

namespace Plumb.Training.Model;

/// <summary>
/// Measures on whole repositories that training never saw: the mean reciprocal rank of the right passage among all of
/// its repository's.
/// </summary>
internal static class HeldOut
{
    private const int MaxQueries = 250;
    private const int MaxPassages = 3000;

    public static IReadOnlyList<(string Name, int Queries, double Mrr)> Measure(Corpus corpus, Encoder encoder)
    {
        var results = new List<(string, int, double)>();
        foreach (var group in corpus.Pairs.Where(p => corpus.HeldOut.Contains(p.Repository)).GroupBy(p => (p.Repository, Kind: KindOf(p.Source))).OrderBy(g => g.Key))
        {
            var all = group.ToList();
            var step = Math.Max(1, all.Count / MaxPassages);
            var pairs = all.Where((_, i) => i % step == 0).ToList();
            if (pairs.Count < 40)
            {
                continue;
            }

            var passages = pairs.AsParallel().AsOrdered().Select(encoder.EmbedPassage).ToArray();
            var every = Math.Max(1, pairs.Count / MaxQueries);
            var ranks = Enumerable.Range(0, pairs.Count).Where(i => i % every == 0).AsParallel().Select(i =>
            {
                var query = encoder.EmbedQuery(pairs[i]);
                var own = Matrix.Dot(query, passages[i]);
                return 1.0 / (1 + passages.Count(p => Matrix.Dot(query, p) > own));
            }).ToList();
            results.Add(($"{corpus.Repositories[group.Key.Repository].Split('/')[^1]} {group.Key.Kind}", ranks.Count, ranks.Average()));
        }

        return results;
    }

    private static string KindOf(PairSource source) => source switch
    {
        PairSource.Heading or PairSource.Cloze or PairSource.Link => "prose",
        PairSource.Test => "test",
        PairSource.Comment => "comment",
        PairSource.Commit => "commit",
        _ => "doc",
    };
}
