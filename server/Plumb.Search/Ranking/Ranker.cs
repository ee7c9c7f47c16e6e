namespace Plumb.Search.Ranking;

/// <summary>
/// Ranks chunks for a query. A pure function of the snapshot, the postings, the cosines and the query:
/// <code>
/// score = (w · (words + words of the file) + declarations + v · (nearness + nearness of the file)
///          + words in the path + best chunks of the file)
///         × role × name × path asked for × mentions × more from this file
/// </code>
/// Words are BM25F over body, doc comment, symbol and path (<see cref="WordEvidence"/>), nearness is that of the vectors
/// (<see cref="VectorEvidence"/>), w and v are their weights (<see cref="ScoreFusion"/>). What paths and the best chunks of a file
/// add is known once these are found (<see cref="CandidateFiles"/>), the last factor as the list is made
/// (<see cref="ResultList"/>), all others before (<see cref="FileFactors"/>). The numbers are in <see cref="RankingWeights"/>.
/// </summary>
internal static class Ranker
{
    /// <summary>The best chunks in order, and how much each word of the query says.</summary>
    /// <param name="snapshot">The index.</param>
    /// <param name="query">The query.</param>
    /// <param name="vectors">Waits for what its vector says, which is made beside the words; gives null without one.</param>
    /// <param name="mode">Whether words count.</param>
    /// <param name="limit">Most chunks to return.</param>
    /// <param name="read">Reads the postings of a term in a segment; empty when it has none.</param>
    /// <param name="cancellation">Stops between terms.</param>
    public static (IReadOnlyList<RankedChunk> Chunks, IReadOnlyList<QueryWord> Words) Rank(
        IndexSnapshot snapshot,
        AnalyzedQuery query,
        Func<VectorEvidence?> vectors,
        SearchMode mode,
        int limit,
        Func<SegmentView, string, (int Document, byte Packed)[]> read,
        CancellationToken cancellation)
    {
        var words = new WordEvidence(snapshot, new TermReader(snapshot, read));
        VectorEvidence? near = null;
        try
        {
            words.Weigh(mode == SearchMode.Vectors ? [] : query.Terms, cancellation);
            near = vectors();
            var fusion = new ScoreFusion(snapshot, query, mode, words, near);
            var paths = new PathEvidence(snapshot, query, words);
            var factors = new FileFactors(snapshot, query, words, paths);
            var candidates = CandidateSelector.Select(snapshot, words, fusion, factors, limit);
            if (query.Path is null)
            {
                CandidateFiles.AddPaths(candidates, candidate => paths.ShareOfPath(candidate));
                CandidateFiles.AddCompany(candidates, file => !snapshot.IsDocumentation(file));
            }

            var list = new ResultList(snapshot, query, candidates).Take(limit, fusion, new HitSignals(snapshot, words, fusion, factors));
            return (list, words.WeighWords(query.Terms));
        }
        finally
        {
            words.GiveBack();
            near?.GiveBack();
        }
    }
}
