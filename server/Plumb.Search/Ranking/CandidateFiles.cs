namespace Plumb.Search.Ranking;

/// <summary>
/// What the files of the best chunks add to them, once it is known which chunks these are: their paths, and how much of the
/// candidates they hold. See docs/decisions/0036.
/// </summary>
internal static class CandidateFiles
{
    /// <param name="candidates">Gets what is added.</param>
    /// <param name="shareOf">The share of the query that the path of a candidate's file says, 0 to 1; asked once for each file.</param>
    public static void AddPaths(Candidate[] candidates, Func<Candidate, double> shareOf)
    {
        var best = BestOf(candidates);
        var shares = new Dictionary<int, double>();
        for (var i = 0; i < candidates.Length; i++)
        {
            if (!shares.TryGetValue(candidates[i].File, out var share))
            {
                shares[candidates[i].File] = share = shareOf(candidates[i]);
            }

            candidates[i] = candidates[i] with { Path = RankingWeights.PathWords * best * share };
        }
    }

    /// <param name="candidates">Gets what is added.</param>
    /// <param name="counts">Whether a file gets any: pages of documentation are as long as they please.</param>
    public static void AddCompany(Candidate[] candidates, Func<int, bool> counts)
    {
        var best = BestOf(candidates);
        var sums = new Dictionary<int, double>();
        foreach (var candidate in candidates)
        {
            sums[candidate.File] = sums.GetValueOrDefault(candidate.File) + candidate.Weight;
        }

        var most = sums.Values.DefaultIfEmpty().Max();
        for (var i = 0; i < candidates.Length && most > 0; i++)
        {
            var file = candidates[i].File;
            candidates[i] = candidates[i] with { Company = counts(file) ? RankingWeights.Company * best * sums[file] / most : 0 };
        }
    }

    private static double BestOf(Candidate[] candidates) => candidates.Select(c => c.Weight).DefaultIfEmpty().Max();
}
