namespace Plumb.Search.Evaluation;

/// <summary>Which hits of one question are answers. Gains are binary and each expectation counts once.</summary>
/// <param name="Gains">For each hit in ranked order: it matches an expectation that no hit before it matched.</param>
/// <param name="Ranks">For each expectation the rank, from 1, of the first hit that matches it; 0 for none.</param>
public sealed record Judgement(IReadOnlyList<bool> Gains, IReadOnlyList<int> Ranks)
{
    /// <summary>Rank of the first answer, from 1; 0 for none.</summary>
    public int FirstRank
    {
        get
        {
            for (var i = 0; i < Gains.Count; i++)
            {
                if (Gains[i])
                {
                    return i + 1;
                }
            }

            return 0;
        }
    }

    /// <remarks>
    /// A hit may match several expectations, as a chunk that holds two labelled functions does: all of them are then
    /// found, while the hit remains one hit and gains once.
    /// </remarks>
    public static Judgement Of(IReadOnlyList<Hit> hits, IReadOnlyList<Expectation> expectations)
    {
        ArgumentNullException.ThrowIfNull(hits);
        ArgumentNullException.ThrowIfNull(expectations);
        var gains = new bool[hits.Count];
        var ranks = new int[expectations.Count];
        for (var i = 0; i < hits.Count; i++)
        {
            for (var j = 0; j < ranks.Length; j++)
            {
                if (ranks[j] == 0 && Relevance.Matches(hits[i], expectations[j]))
                {
                    ranks[j] = i + 1;
                    gains[i] = true;
                }
            }
        }

        return new Judgement(gains, ranks);
    }
}
