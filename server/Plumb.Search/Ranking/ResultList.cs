namespace Plumb.Search.Ranking;

/// <summary>
/// Makes the list of hits from the best chunks: the next one of a file that is listed already counts less than the one before,
/// and copies of a text are one hit.
/// </summary>
internal sealed class ResultList
{
    private readonly IndexSnapshot snapshot;
    private readonly double saturation;
    private readonly Candidate[] candidates;
    private readonly bool[] used;

    // How many chunks of each file are listed.
    private readonly Dictionary<int, int> taken = [];

    /// <param name="snapshot">The index.</param>
    /// <param name="query">The query.</param>
    /// <param name="candidates">The best chunks, which are put in order.</param>
    public ResultList(IndexSnapshot snapshot, AnalyzedQuery query, Candidate[] candidates)
    {
        this.snapshot = snapshot;
        this.candidates = candidates;
        saturation = RankingWeights.Saturation(query.Phrasing);
        used = new bool[candidates.Length];

        // Equal scores are ordered by place, so that the same index always gives the same list.
        Array.Sort(candidates, (x, y) => x.Score != y.Score
            ? y.Score.CompareTo(x.Score)
            : string.CompareOrdinal(snapshot.Files[x.File].Path, snapshot.Files[y.File].Path) is var byPath && byPath != 0 ? byPath : x.Document.CompareTo(y.Document));
    }

    /// <summary>The list, best first; once.</summary>
    /// <param name="limit">Most chunks to list.</param>
    /// <param name="fusion">Knows what vectors say.</param>
    /// <param name="signals">Gives the signals of what is listed.</param>
    public List<RankedChunk> Take(int limit, ScoreFusion fusion, HitSignals signals)
    {
        var result = new List<RankedChunk>(limit);
        var copies = new Copies(snapshot);
        while (result.Count < limit && Next(out var score) is { } at)
        {
            used[at] = true;
            ref readonly var best = ref candidates[at];
            if (!copies.TryShow(best, out var others))
            {
                continue;
            }

            var (file, chunk) = best.PlaceIn(snapshot);
            var slot = snapshot.Segments[best.Segment].Base + best.Document;
            result.Add(new RankedChunk(file, chunk, score, signals.Of(best, Share(file)), fusion.IsNear(slot), others) { Cosine = fusion.CosineOf(slot) });
            taken[file] = taken.GetValueOrDefault(file) + 1;
        }

        // Copies of what is shown that would have come after it are named as well.
        for (var i = 0; i < candidates.Length; i++)
        {
            if (!used[i])
            {
                _ = copies.TryName(candidates[i]);
            }
        }

        return result;
    }

    // The index of the best that is left, with what its file being listed leaves of its score; null when nothing is.
    private int? Next(out double bestScore)
    {
        int? best = null;
        bestScore = 0.0;
        for (var i = 0; i < candidates.Length; i++)
        {
            // The rest scores less, whatever their files lose.
            var full = candidates[i].Score;
            if (full <= bestScore)
            {
                break;
            }

            if (used[i])
            {
                continue;
            }

            var score = full * Share(candidates[i].File);
            if (score > bestScore)
            {
                best = i;
                bestScore = score;
            }
        }

        return best;
    }

    // What a file's next chunk counts, 0 to 1.
    private double Share(int file) => Math.Pow(saturation, taken.GetValueOrDefault(file));
}
