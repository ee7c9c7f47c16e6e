namespace Plumb.Training.Mining;

/// <summary>Takes the pairs of one repository or package and keeps the useful ones, within a share for each source.</summary>
internal sealed class PairSink(TermNumbers numbers, int repository, int limitPerSource)
{
    private const int MinTerms = 3;
    private const int MaxTerms = 32;
    private const int MinPassage = 4;

    private readonly Dictionary<PairSource, List<Pair>> pairs = [];

    public TermNumbers Numbers => numbers;

    public void Add(PairSource source, string language, string query, Passage passage)
    {
        var asked = numbers.Of(query);
        if (asked.Distinct().Count() < MinTerms)
        {
            return;
        }

        var answer = passage.Build();
        if (answer.Length < MinPassage)
        {
            return;
        }

        if (!pairs.TryGetValue(source, out var list))
        {
            pairs[source] = list = [];
        }

        list.Add(new Pair(source, language, repository, [.. asked.Take(MaxTerms)], answer));
    }

    /// <summary>The pairs, an even sample where there are more than the limit, so that one large repository does not outvote the rest.</summary>
    public IEnumerable<Pair> Take()
    {
        foreach (var (_, list) in pairs.OrderBy(p => p.Key))
        {
            var step = Math.Max(1.0, list.Count / (double)limitPerSource);
            for (var at = 0.0; at < list.Count; at += step)
            {
                yield return list[(int)at];
            }
        }
    }
}
