namespace Plumb.Search.Ranking;

/// <summary>Finds the chunks with the best scores among all that words or vectors bring in.</summary>
internal static class CandidateSelector
{
    /// <summary>The best chunks, in no order.</summary>
    /// <param name="snapshot">The index.</param>
    /// <param name="words">What words say.</param>
    /// <param name="fusion">What words and vectors together make of it.</param>
    /// <param name="factors">What files make of that.</param>
    /// <param name="limit">Length of the list that is to be made of them.</param>
    public static Candidate[] Select(IndexSnapshot snapshot, WordEvidence words, ScoreFusion fusion, FileFactors factors, int limit)
    {
        var queue = new PriorityQueue<Candidate, double>();

        // More than are asked for, since a file's further chunks lose weight as it is listed.
        var keep = Math.Max(limit * 8, RankingWeights.FewestCandidates);

        var lowest = double.NegativeInfinity;
        for (var s = 0; s < snapshot.Segments.Length; s++)
        {
            var segment = snapshot.Segments[s];
            var files = segment.Files;
            var scores = words.Scores.Slice(segment.Base, files.Length);
            var definitions = words.Definitions.Slice(segment.Base, files.Length);

            // A file's chunks lie beside each other.
            var gain = new FileGain(-1, 0, 0, 0, 0);
            var (factor, mostFactor) = (0.0, 0.0);
            for (var document = 0; document < files.Length; document++)
            {
                var file = files[document];
                var slot = segment.Base + document;
                if (file < 0 || (scores[document] <= 0 && definitions[document] <= 0 && !fusion.IsNear(slot)))
                {
                    continue;
                }

                if (gain.File != file)
                {
                    gain = fusion.GainOf(file);
                    (factor, mostFactor) = (0, factors.MostOf(file));
                }

                var total = fusion.Total(slot, gain, segment.Lengths[document]);
                if (total * mostFactor <= lowest)
                {
                    continue;
                }

                if (factor == 0)
                {
                    factor = factors.Of(file);
                }

                var candidate = new Candidate(file, s, document, total, factor, factors.Standing(file));
                if (queue.Count < keep)
                {
                    queue.Enqueue(candidate, candidate.Score);
                }
                else if (candidate.Score > lowest)
                {
                    queue.EnqueueDequeue(candidate, candidate.Score);
                }

                if (queue.Count == keep)
                {
                    _ = queue.TryPeek(out _, out lowest);
                }
            }
        }

        return [.. queue.UnorderedItems.Select(i => i.Element)];
    }
}
