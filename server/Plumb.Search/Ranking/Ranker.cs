using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>A ranked chunk, before its text is read.</summary>
/// <param name="File">Index of its file in the snapshot.</param>
/// <param name="Chunk">Number of the chunk in its file.</param>
internal sealed record RankedChunk(int File, int Chunk, double Score, IReadOnlyList<RankSignal> Signals);

/// <summary>
/// Ranks chunks for a query: BM25F over body, doc comment, symbol and path (Robertson, Zaragoza and Taylor, 2004), plus
/// the file's evidence, declarations of what was asked for, the file's name and its role. A pure function of the
/// snapshot, the postings and the query.
/// </summary>
internal sealed class Ranker
{
    private readonly IndexSnapshot snapshot;
    private readonly AnalyzedQuery query;
    private readonly Func<SegmentView, string, List<(int Document, byte Packed)>> read;
    private readonly double[] scores;
    private readonly double[] definitions;
    private readonly double[] fileScores;
    private readonly double[] fileBest;
    private readonly List<int> touchedFiles = [];
    private readonly List<Found> found = [];

    private Ranker(IndexSnapshot snapshot, AnalyzedQuery query, Func<SegmentView, string, List<(int Document, byte Packed)>> read)
    {
        this.snapshot = snapshot;
        this.query = query;
        this.read = read;
        scores = new double[snapshot.DocumentSlots];
        definitions = new double[snapshot.DocumentSlots];
        fileScores = new double[snapshot.Files.Length];
        fileBest = new double[snapshot.Files.Length];
    }

    /// <summary>The best chunks in order, and how much each word of the query says.</summary>
    /// <param name="snapshot">The index.</param>
    /// <param name="query">The query.</param>
    /// <param name="limit">Most chunks to return.</param>
    /// <param name="read">Reads the postings of a term in a segment; empty when it has none.</param>
    /// <param name="cancellation">Stops between terms.</param>
    public static (IReadOnlyList<RankedChunk> Chunks, IReadOnlyList<QueryWord> Words) Rank(
        IndexSnapshot snapshot,
        AnalyzedQuery query,
        int limit,
        Func<SegmentView, string, List<(int Document, byte Packed)>> read,
        CancellationToken cancellation)
    {
        var ranker = new Ranker(snapshot, query, read);
        foreach (var term in query.Terms)
        {
            cancellation.ThrowIfCancellationRequested();
            ranker.Score(term);
        }

        return (ranker.Select(limit), ranker.WeighWords());
    }

    private List<QueryWord> WeighWords()
    {
        var unknown = Math.Log(1 + ((snapshot.Documents + 0.5) / 0.5));
        var weighed = new List<QueryWord>();
        foreach (var word in query.Terms.Where(t => !t.IsDefinition && t.Weight >= 1).Select(t => t.Word).Distinct(StringComparer.Ordinal))
        {
            var known = found.Where(f => !f.Term.IsDefinition && f.Term.Word == word).Select(f => f.Idf).DefaultIfEmpty(-1).Max();
            weighed.Add(new QueryWord(word, known < 0 ? unknown : known, known >= 0));
        }

        return weighed;
    }

    private void Score(QueryTerm term)
    {
        var entries = new List<(SegmentView Segment, List<Match> Matches)>();
        var documents = 0;
        foreach (var segment in snapshot.Segments)
        {
            var matches = Matches(segment, term);
            if (matches.Count > 0)
            {
                entries.Add((segment, matches));
                documents += matches.Count;
            }
        }

        if (documents == 0)
        {
            return;
        }

        var idf = Math.Log(1 + ((snapshot.Documents - documents + 0.5) / (documents + 0.5)));
        found.Add(new Found(term, idf, entries));
        foreach (var (segment, matches) in entries)
        {
            foreach (var match in matches)
            {
                var gain = Gain(term, idf, match, segment);
                if (term.IsDefinition)
                {
                    definitions[segment.Base + match.Document] += gain;
                    continue;
                }

                scores[segment.Base + match.Document] += gain;
                var file = segment.Files[match.Document];
                if (fileBest[file] < gain)
                {
                    if (fileBest[file] == 0)
                    {
                        touchedFiles.Add(file);
                    }

                    fileBest[file] = gain;
                }
            }
        }

        foreach (var file in touchedFiles)
        {
            fileScores[file] += fileBest[file];
            fileBest[file] = 0;
        }

        touchedFiles.Clear();
    }

    // The living documents that hold the term or a variant of it, in order; where several do, the strongest counts.
    private List<Match> Matches(SegmentView segment, QueryTerm term)
    {
        var matches = new List<Match>();
        Collect(segment, term.Text, 1, matches);
        if (term.Variants.Count == 0)
        {
            return matches;
        }

        foreach (var variant in term.Variants)
        {
            Collect(segment, variant, RankingWeights.Variant, matches);
        }

        matches.Sort((x, y) => x.Document != y.Document ? x.Document.CompareTo(y.Document) : y.Strength.CompareTo(x.Strength));
        var kept = 0;
        for (var i = 0; i < matches.Count; i++)
        {
            if (i == 0 || matches[i].Document != matches[i - 1].Document)
            {
                matches[kept++] = matches[i];
            }
        }

        matches.RemoveRange(kept, matches.Count - kept);
        return matches;
    }

    private void Collect(SegmentView segment, string text, double weight, List<Match> matches)
    {
        foreach (var (document, packed) in read(segment, text))
        {
            if (document < segment.Files.Length && segment.Files[document] >= 0)
            {
                var posting = new Posting(packed);
                matches.Add(new Match(document, posting, weight * Frequency(posting)));
            }
        }
    }

    private double Gain(QueryTerm term, double idf, Match match, SegmentView segment) =>
        term.Weight * idf * (term.IsDefinition ? DefinitionShare(match.Posting) : Saturate(match.Strength, segment.Lengths[match.Document]));

    private static double DefinitionShare(Posting posting) => posting.Symbol switch
    {
        SymbolLevel.Primary => 1.0,
        SymbolLevel.Declared => 0.7,
        _ => 0.4,
    };

    private static double Frequency(Posting posting) =>
        posting.Body
        + (RankingWeights.Doc * posting.Doc)
        + posting.Symbol switch
        {
            SymbolLevel.Primary => RankingWeights.SymbolPrimary,
            SymbolLevel.Declared => RankingWeights.SymbolDeclared,
            SymbolLevel.Context => RankingWeights.SymbolContext,
            _ => 0,
        }
        + (posting.InPath ? RankingWeights.Path : 0);

    private double Saturate(double frequency, int length)
    {
        var norm = RankingWeights.K1 * (1 - RankingWeights.B + (RankingWeights.B * length / snapshot.AverageLength));
        return frequency * (RankingWeights.K1 + 1) / (frequency + norm);
    }

    private IReadOnlyList<RankedChunk> Select(int limit)
    {
        var factors = new double[snapshot.Files.Length];
        var queue = new PriorityQueue<(int File, int Segment, int Document), double>();

        // More than are asked for, since a file's further chunks lose weight as it is listed.
        var keep = Math.Max(limit * 8, 100);
        for (var s = 0; s < snapshot.Segments.Length; s++)
        {
            var segment = snapshot.Segments[s];
            for (var document = 0; document < segment.Files.Length; document++)
            {
                var file = segment.Files[document];
                var slot = segment.Base + document;
                if (file < 0 || (scores[slot] <= 0 && definitions[slot] <= 0))
                {
                    continue;
                }

                if (factors[file] == 0)
                {
                    factors[file] = Prior(file) * (1 + NameMatch(file)) * PathMatch(file);
                }

                var total = Total(slot, file) * factors[file];
                if (queue.Count < keep)
                {
                    queue.Enqueue((file, s, document), total);
                }
                else if (queue.TryPeek(out _, out var lowest) && total > lowest)
                {
                    queue.EnqueueDequeue((file, s, document), total);
                }
            }
        }

        var candidates = new List<(int File, int Segment, int Document, double Score)>(queue.Count);
        while (queue.TryDequeue(out var item, out var score))
        {
            candidates.Add((item.File, item.Segment, item.Document, score));
        }

        // Equal scores are ordered by place, so that the same index always gives the same list.
        candidates.Sort((x, y) => x.Score != y.Score
            ? y.Score.CompareTo(x.Score)
            : string.CompareOrdinal(snapshot.Files[x.File].Path, snapshot.Files[y.File].Path) is var byPath && byPath != 0 ? byPath : x.Document.CompareTo(y.Document));
        return Saturated(candidates, limit);
    }

    private double Total(int slot, int file) =>
        scores[slot] + (RankingWeights.FileEvidence * fileScores[file]) + definitions[slot];

    private List<RankedChunk> Saturated(List<(int File, int Segment, int Document, double Score)> candidates, int limit)
    {
        var taken = new Dictionary<int, int>();
        var used = new bool[candidates.Count];
        var result = new List<RankedChunk>(limit);
        while (result.Count < limit)
        {
            var best = -1;
            var bestScore = 0.0;
            for (var i = 0; i < candidates.Count; i++)
            {
                if (used[i] || candidates[i].Score <= bestScore)
                {
                    continue;
                }

                var score = candidates[i].Score * Math.Pow(RankingWeights.Saturation, taken.GetValueOrDefault(candidates[i].File));
                if (score > bestScore)
                {
                    best = i;
                    bestScore = score;
                }
            }

            if (best < 0)
            {
                break;
            }

            used[best] = true;
            var (file, segment, document, _) = candidates[best];
            result.Add(new RankedChunk(file, document - snapshot.Files[file].FirstDocument, bestScore, Explain(file, snapshot.Segments[segment], document, taken.GetValueOrDefault(file))));
            taken[file] = taken.GetValueOrDefault(file) + 1;
        }

        return result;
    }

    private double Prior(int file)
    {
        var role = snapshot.TraitsOf(file).Role;
        return query.Wanted.Contains(role) ? 1 : RankingWeights.Prior(role);
    }

    // Whoever types a path wants that file, whatever else mentions it.
    private double PathMatch(int file)
    {
        if (query.Path is not { } asked)
        {
            return 1;
        }

        var path = snapshot.Files[file].Path;
        return path.EndsWith(asked, StringComparison.OrdinalIgnoreCase) && (path.Length == asked.Length || path[^(asked.Length + 1)] == '/') ? RankingWeights.ExactPath : 1;
    }

    // How much of the file's name the query says, times how much of the query the name says, by weight of the words.
    private double NameMatch(int file)
    {
        var stem = snapshot.TraitsOf(file).StemTerms;
        if (stem.Count == 0)
        {
            return 0;
        }

        var asked = 0.0;
        var matched = 0.0;
        var named = 0;
        foreach (var (term, idf, _) in found)
        {
            if (term.IsDefinition || term.Word.Contains(' ', StringComparison.Ordinal))
            {
                continue;
            }

            var weight = term.Weight * idf;
            asked += weight;
            if (stem.Contains(term.Text) || term.Variants.Any(stem.Contains))
            {
                matched += weight;
                named++;
            }
        }

        return asked <= 0 ? 0 : RankingWeights.FileName * (matched / asked) * Math.Min(1, (double)named / stem.Count);
    }

    private List<RankSignal> Explain(int file, SegmentView segment, int document, int already)
    {
        var signals = new List<RankSignal>();
        foreach (var (term, idf, entries) in found)
        {
            var list = entries.FirstOrDefault(e => ReferenceEquals(e.Segment, segment)).Matches;
            var at = list is null ? -1 : list.BinarySearch(new Match(document, default, 0), ByDocument.Instance);
            if (at < 0)
            {
                continue;
            }

            var posting = list![at].Posting;
            var where = term.IsDefinition ? "declares"
                : posting.Symbol >= SymbolLevel.Declared ? "name"
                : posting.Doc > 0 ? "doc"
                : posting.Body > 0 ? "body"
                : posting.Symbol == SymbolLevel.Context ? "enclosing"
                : "path";
            signals.Add(new RankSignal($"{where}: {term.Word}", Gain(term, idf, list[at], segment), where, term.Word));
        }

        signals = [.. signals.GroupBy(s => s.Name).Select(g => g.First() with { Value = g.Sum(s => s.Value) }).OrderByDescending(s => s.Value)];
        signals.Add(new RankSignal("file evidence", RankingWeights.FileEvidence * fileScores[file]));
        AddFactor(signals, "file name", 1 + NameMatch(file));
        AddFactor(signals, "the path asked for", PathMatch(file));
        AddFactor(signals, snapshot.TraitsOf(file).Role.ToString().ToLowerInvariant() + " file", Prior(file));
        AddFactor(signals, "more from this file", Math.Pow(RankingWeights.Saturation, already));
        return signals;
    }

    private static void AddFactor(List<RankSignal> signals, string name, double factor)
    {
        if (Math.Abs(factor - 1) > 1e-9)
        {
            signals.Add(new RankSignal("× " + name, factor));
        }
    }

    /// <summary>A document that holds a term: the posting, and its weighted frequency.</summary>
    private readonly record struct Match(int Document, Posting Posting, double Strength);

    private sealed record Found(QueryTerm Term, double Idf, List<(SegmentView Segment, List<Match> Matches)> Entries);

    private sealed class ByDocument : IComparer<Match>
    {
        public static readonly ByDocument Instance = new();

        public int Compare(Match x, Match y) => x.Document.CompareTo(y.Document);
    }
}
