using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;
using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>A ranked chunk, before its text is read.</summary>
/// <param name="File">Index of its file in the snapshot.</param>
/// <param name="Chunk">Number of the chunk in its file.</param>
/// <param name="IsNear">Vectors found it, so that it need not hold a word of the query.</param>
/// <param name="Duplicates">File and chunk of the other places that hold the same text.</param>
internal sealed record RankedChunk(int File, int Chunk, double Score, IReadOnlyList<RankSignal> Signals, bool IsNear, IReadOnlyList<(int File, int Chunk)> Duplicates)
{
    /// <summary>The cosine to the query; null without vectors.</summary>
    public double? Cosine { get; init; }
}

/// <summary>
/// Ranks chunks for a query: BM25F over body, doc comment, symbol and path (Robertson, Zaragoza and Taylor, 2004), plus
/// the file's evidence, declarations of what was asked for, nearness of the vectors, the file's name and its role. A pure
/// function of the snapshot, the postings, the cosines and the query.
/// </summary>
internal sealed class Ranker
{
    // Chunks of up to so many words have their length's part of the score ready.
    private const int UsualLengths = 1024;

    // A posting is a byte, so that what it counts is known beforehand.
    private static readonly double[] Frequencies = FrequenciesOf();

    private readonly IndexSnapshot snapshot;
    private readonly AnalyzedQuery query;
    private readonly Func<SegmentView, string, (int Document, byte Packed)[]> read;
    private readonly double[] scores;
    private readonly double[] definitions;
    private readonly double[] fileScores;
    private readonly double[] norms;

    // Files whose path holds a word of the query.
    private readonly bool[] pathSays;
    private readonly bool isProse;

    // The weight of the query's words that each document has; then the factor that this makes.
    private readonly double[] covered;
    private double mostCovered;
    private readonly List<Found> found = [];
    private readonly List<Match[]> rented = [];

    // For a term with variants: its strongest posting by document of the segment at hand, and which documents have one.
    private double[] strengths = [];
    private byte[] postings = [];
    private ulong[] present = [];

    // Terms that a file's name may say, and the weight of all of them.
    private HashSet<string>? nameable;
    private double askedWeight;

    // What the best chunk has by its words and its file's.
    private double bestByWords;

    // Null, and of no weight, until the words are through.
    private VectorEvidence? vectors;
    private double vectorWeight;

    private Ranker(IndexSnapshot snapshot, AnalyzedQuery query, Func<SegmentView, string, (int Document, byte Packed)[]> read)
    {
        this.snapshot = snapshot;
        this.query = query;
        this.read = read;
        scores = Rent(snapshot.DocumentSlots);
        definitions = Rent(snapshot.DocumentSlots);
        fileScores = Rent(snapshot.Files.Length);
        covered = Rent(snapshot.DocumentSlots);
        pathSays = ArrayPool<bool>.Shared.Rent(snapshot.Files.Length);
        Array.Clear(pathSays, 0, snapshot.Files.Length);
        norms = NormsOf(snapshot.AverageLength);
        isProse = query.Shape is QueryShape.Prose or QueryShape.Structure;
    }

    // Large arrays that every query needs: from the pool, or each query would have the collector go through all memory.
    private static double[] Rent(int length)
    {
        var array = ArrayPool<double>.Shared.Rent(length);
        Array.Clear(array, 0, length);
        return array;
    }

    private void GiveBack()
    {
        ArrayPool<double>.Shared.Return(scores);
        ArrayPool<double>.Shared.Return(definitions);
        ArrayPool<double>.Shared.Return(fileScores);
        ArrayPool<double>.Shared.Return(covered);
        ArrayPool<bool>.Shared.Return(pathSays);
        foreach (var matches in rented)
        {
            ArrayPool<Match>.Shared.Return(matches);
        }

        if (strengths.Length > 0)
        {
            ArrayPool<double>.Shared.Return(strengths);
            ArrayPool<byte>.Shared.Return(postings);
        }

        vectors?.GiveBack();
    }

    private Match[] RentMatches(int length)
    {
        var matches = ArrayPool<Match>.Shared.Rent(length);
        rented.Add(matches);
        return matches;
    }

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
        var ranker = new Ranker(snapshot, query, read);
        try
        {
            foreach (var term in mode == SearchMode.Vectors ? [] : query.Terms)
            {
                cancellation.ThrowIfCancellationRequested();
                ranker.Score(term);
            }

            ranker.Coordinate();
            ranker.WeighFiles();
            ranker.WeighVectors(vectors(), mode);
            return (ranker.Select(limit), ranker.WeighWords());
        }
        finally
        {
            ranker.GiveBack();
        }
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

    // Declarations are left out of the measure: they say that exactly this was asked for, which vectors know nothing of.
    private void WeighVectors(VectorEvidence? evidence, SearchMode mode)
    {
        vectors = evidence;
        if (vectors is null)
        {
            return;
        }

        // Where no word of the query is anywhere, vectors rank alone.
        vectorWeight = mode == SearchMode.Vectors || bestByWords == 0 ? 1 : RankingWeights.Vectors(query.Shape) * RankingWeights.TrustInVectors(query.Phrasing) * bestByWords;
    }

    private void Score(QueryTerm term)
    {
        var entries = new List<(SegmentView Segment, ArraySegment<Match> Matches)>();
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
        var weight = term.IsWord ? term.Weight * idf : 0;
        foreach (var (segment, matches) in entries)
        {
            var into = (term.IsDefinition ? definitions : scores).AsSpan(segment.Base, segment.Files.Length);
            foreach (ref readonly var match in matches.AsSpan())
            {
                into[match.Document] += Gain(term, idf, match, segment);
                if (weight > 0)
                {
                    ref var sum = ref covered[segment.Base + match.Document];
                    sum += weight;
                    mostCovered = Math.Max(mostCovered, sum);
                    if (match.Posting.InPath)
                    {
                        pathSays[segment.Files[match.Document]] = true;
                    }
                }
            }
        }
    }

    // A chunk that has a part of the query counts by that part as well as by how much it says of it.
    private void Coordinate()
    {
        var weights = covered.AsSpan(0, snapshot.DocumentSlots);
        var most = mostCovered;
        if (most == 0)
        {
            weights.Fill(1);
            return;
        }

        // Chunks without a word of the query have nothing to lose.
        var slot = 0;
        for (; slot + Vector128<double>.Count <= weights.Length; slot += Vector128<double>.Count)
        {
            var score = Vector128.LoadUnsafe(ref scores[slot]);
            var definition = Vector128.LoadUnsafe(ref definitions[slot]);
            var has = Vector128.GreaterThan(score, Vector128<double>.Zero) | Vector128.GreaterThan(definition, Vector128<double>.Zero);
            if (has == Vector128<double>.Zero)
            {
                continue;
            }

            var weight = Vector128.LoadUnsafe(ref weights[slot]);
            var factor = Vector128<double>.One - (Vector128.Create(RankingWeights.Coordination) * (Vector128<double>.One - (weight / Vector128.Create(most))));
            Vector128.ConditionalSelect(has, factor, weight).StoreUnsafe(ref weights[slot]);
            Vector128.ConditionalSelect(has, score * factor, score).StoreUnsafe(ref scores[slot]);
            Vector128.ConditionalSelect(has, definition * factor, definition).StoreUnsafe(ref definitions[slot]);
        }

        for (; slot < weights.Length; slot++)
        {
            if (scores[slot] > 0 || definitions[slot] > 0)
            {
                var factor = 1 - (RankingWeights.Coordination * (1 - (weights[slot] / most)));
                weights[slot] = factor;
                scores[slot] *= factor;
                definitions[slot] *= factor;
            }
        }
    }

    // The mean of a file's best three chunks. Adding up each word's best chunk would favour large files, which hold every
    // word of a long question somewhere.
    private void WeighFiles()
    {
        for (var f = 0; f < snapshot.Files.Length; f++)
        {
            var chunks = snapshot.ChunksOf(f);
            var (first, second, third) = (0.0, 0.0, 0.0);
            foreach (var score in scores.AsSpan(chunks.Start, chunks.Count))
            {
                if (score <= third)
                {
                    continue;
                }

                (first, second, third) = score > first ? (score, first, second)
                    : score > second ? (first, score, second)
                    : (first, second, score);
            }

            if (first > 0)
            {
                fileScores[f] = (first + second + third) / Math.Min(RankingWeights.ChunksOfFile, chunks.Count);
                bestByWords = Math.Max(bestByWords, first + (RankingWeights.FileEvidence * fileScores[f]));
            }
        }
    }

    // The living documents that hold the term or a variant of it, in order; where several do, the strongest counts.
    private ArraySegment<Match> Matches(SegmentView segment, QueryTerm term)
    {
        if (term.Variants.Count == 0)
        {
            return Collect(segment, term.Text);
        }

        var documents = segment.Files.Length;
        if (present.Length * 64 < documents)
        {
            RentMarks(documents);
        }

        var count = Mark(segment, term.Text, 1);
        foreach (var variant in term.Variants)
        {
            count += Mark(segment, variant, RankingWeights.Variant);
        }

        var matches = RentMatches(count);
        var next = 0;
        for (var i = 0; i < present.Length; i++)
        {
            for (var bits = present[i]; bits != 0; bits &= bits - 1)
            {
                var document = (i * 64) + BitOperations.TrailingZeroCount(bits);
                matches[next++] = new Match(document, new Posting(postings[document]), strengths[document]);
            }

            present[i] = 0;
        }

        return new ArraySegment<Match>(matches, 0, count);
    }

    // What is in them does not matter: a document's is written before it is read.
    private void RentMarks(int documents)
    {
        if (strengths.Length > 0)
        {
            ArrayPool<double>.Shared.Return(strengths);
            ArrayPool<byte>.Shared.Return(postings);
        }

        // As many as the bits of what is present, which tell whether they are enough for the next segment.
        present = new ulong[(documents + 63) / 64];
        strengths = ArrayPool<double>.Shared.Rent(present.Length * 64);
        postings = ArrayPool<byte>.Shared.Rent(present.Length * 64);
    }

    private ArraySegment<Match> Collect(SegmentView segment, string text)
    {
        var entries = read(segment, text);
        var matches = RentMatches(entries.Length);
        var count = 0;
        foreach (var (document, packed) in entries)
        {
            if (segment.IsLiving(document))
            {
                matches[count++] = new Match(document, new Posting(packed), Frequencies[packed]);
            }
        }

        return new ArraySegment<Match>(matches, 0, count);
    }

    // Returns how many documents were not marked before.
    private int Mark(SegmentView segment, string text, double weight)
    {
        var count = 0;
        foreach (var (document, packed) in read(segment, text))
        {
            if (!segment.IsLiving(document))
            {
                continue;
            }

            var strength = weight * Frequencies[packed];
            ref var bits = ref present[document / 64];
            ref var posting = ref postings[document];
            var bit = 1UL << (document % 64);
            if ((bits & bit) == 0)
            {
                bits |= bit;
                count++;
                posting = packed;
            }
            else if (strength <= strengths[document])
            {
                posting = Posting.WithPathOf(posting, packed);
                continue;
            }
            else
            {
                posting = Posting.WithPathOf(packed, posting);
            }

            strengths[document] = strength;
        }

        return count;
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
        var norm = length < norms.Length ? norms[length] : NormOf(length, snapshot.AverageLength);
        return frequency * (RankingWeights.K1 + 1) / (frequency + norm);
    }

    private static double NormOf(int length, double average) =>
        RankingWeights.K1 * (1 - RankingWeights.B + (RankingWeights.B * length / average));

    private static double[] NormsOf(double average)
    {
        var norms = new double[UsualLengths];
        for (var length = 0; length < norms.Length; length++)
        {
            norms[length] = NormOf(length, average);
        }

        return norms;
    }

    private static double[] FrequenciesOf()
    {
        var frequencies = new double[byte.MaxValue + 1];
        for (var packed = 0; packed < frequencies.Length; packed++)
        {
            frequencies[packed] = Frequency(new Posting((byte)packed));
        }

        return frequencies;
    }

    private IReadOnlyList<RankedChunk> Select(int limit)
    {
        var factors = Rent(snapshot.Files.Length);
        var queue = new PriorityQueue<Candidate, double>();

        // More than are asked for, since a file's further chunks lose weight as it is listed.
        var keep = Math.Max(limit * 8, RankingWeights.FewestCandidates);

        var lowest = double.NegativeInfinity;
        for (var s = 0; s < snapshot.Segments.Length; s++)
        {
            var segment = snapshot.Segments[s];
            var gain = new FileGain(-1, 0, 0, 0, 0, 0);
            for (var document = 0; document < segment.Files.Length; document++)
            {
                var file = segment.Files[document];
                var slot = segment.Base + document;
                if (file < 0 || (scores[slot] <= 0 && definitions[slot] <= 0 && (vectorWeight == 0 || !vectors!.IsNear(slot))))
                {
                    continue;
                }

                // A file's chunks lie beside each other.
                gain = gain.File == file ? gain : GainOf(file);
                var total = Total(slot, gain, segment.Lengths[document]);
                if (total * gain.MostFactor <= lowest)
                {
                    continue;
                }

                if (factors[file] == 0)
                {
                    factors[file] = Prior(file) * (1 + NameMatch(file)) * PathMatch(file);
                }

                var candidate = new Candidate(file, s, document, total, factors[file], Standing(file));
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

        ArrayPool<double>.Shared.Return(factors);
        Candidate[] candidates = [.. queue.UnorderedItems.Select(i => i.Element)];
        if (query.Path is null)
        {
            var words = new PathWords(query.Terms);
            CandidateFiles.AddPaths(candidates, candidate => ShareOfPath(candidate, words));
            CandidateFiles.AddCompany(candidates, file => !IsDocumentation(file));
        }

        // Equal scores are ordered by place, so that the same index always gives the same list.
        Array.Sort(candidates, (x, y) => x.Score != y.Score
            ? y.Score.CompareTo(x.Score)
            : string.CompareOrdinal(snapshot.Files[x.File].Path, snapshot.Files[y.File].Path) is var byPath && byPath != 0 ? byPath : x.Document.CompareTo(y.Document));
        return Saturated(candidates, limit);
    }

    // Topics of documentation are not what its files are for ("guides/http").
    private double ShareOfPath(in Candidate candidate, PathWords words)
    {
        var (segment, document) = (snapshot.Segments[candidate.Segment], candidate.Document);
        return !pathSays[candidate.File] || IsDocumentation(candidate.File) ? 0 : words.ShareOf(term => IsInPath(term, segment, document));
    }

    private bool IsInPath(QueryTerm term, SegmentView segment, int document)
    {
        var entries = found.Find(f => ReferenceEquals(f.Term, term))?.Entries;
        var matches = entries is null ? default : entries.Find(e => ReferenceEquals(e.Segment, segment)).Matches;
        var at = matches.AsSpan().BinarySearch(new Match(document, default, 0), ByDocument.Instance);
        return at >= 0 && matches[at].Posting.InPath;
    }

    private double Total(int slot, in FileGain file, int length) =>
        (file.WordWeight * (scores[slot] + file.Words)) + definitions[slot]
        + (vectorWeight == 0 ? 0 : file.VectorWeight * (Nearness(slot, length) + file.Vectors));

    private FileGain GainOf(int file) => new(
        file,
        WordWeight(file),
        FileEvidence(file),
        VectorWeight(file),
        vectorWeight == 0 ? 0 : RankingWeights.FileNearness * vectors!.NearnessOfFile(file),

        // What a name says takes longest to find out.
        Prior(file) * PathMatch(file) * Standing(file) * (pathSays[file] ? 1 + RankingWeights.FileName(snapshot.RoleOf(file)) : 1) * 1.0001);

    private double Nearness(int slot, int length) =>
        vectors!.NearnessOf(slot) * (isProse ? length / (length + RankingWeights.WordsOfVector) : 1);

    private double FileEvidence(int file) =>
        (IsDocumentation(file) ? RankingWeights.FileEvidenceOfDocumentation : RankingWeights.FileEvidence) * fileScores[file];

    private bool IsDocumentation(int file) => snapshot.RoleOf(file) == FileRole.Documentation;

    private double VectorWeight(int file) => vectorWeight * (IsDocumentation(file) ? RankingWeights.VectorsOfDocumentation : 1);

    // What vectors count less words count more; where there are no vectors, or where names were asked for, nothing changes.
    private double WordWeight(int file) =>
        vectorWeight > 0 && isProse && IsDocumentation(file) ? RankingWeights.WordsOfDocumentation : 1;

    private List<RankedChunk> Saturated(Candidate[] candidates, int limit)
    {
        var taken = new Dictionary<int, int>();
        var used = new bool[candidates.Length];
        var saturation = RankingWeights.Saturation(query.Phrasing);
        var result = new List<RankedChunk>(limit);
        var copies = new Dictionary<ulong, List<(int File, int Chunk)>>();
        while (result.Count < limit)
        {
            var best = -1;
            var bestScore = 0.0;
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

                var score = full * Math.Pow(saturation, taken.GetValueOrDefault(candidates[i].File));
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
            var (file, segment, document, _, _, _) = candidates[best];
            var chunk = document - snapshot.Files[file].FirstDocument;
            if (IsCopy(candidates[best], copies, out var others))
            {
                others.Add((file, chunk));
                continue;
            }

            var view = snapshot.Segments[segment];
            result.Add(new RankedChunk(file, chunk, bestScore, Explain(candidates[best], view, taken.GetValueOrDefault(file)), vectorWeight > 0 && vectors!.IsNear(view.Base + document), others) { Cosine = vectorWeight > 0 ? vectors!.CosineOf(view.Base + document) : null });
            taken[file] = taken.GetValueOrDefault(file) + 1;
        }

        // Copies of what is shown that would have come after it are named as well.
        for (var i = 0; i < candidates.Length; i++)
        {
            if (!used[i] && FingerprintOf(candidates[i]) is var print && print != 0 && copies.TryGetValue(print, out var others))
            {
                others.Add((candidates[i].File, candidates[i].Document - snapshot.Files[candidates[i].File].FirstDocument));
            }
        }

        return result;
    }

    private ulong FingerprintOf(in Candidate candidate)
    {
        var prints = snapshot.Segments[candidate.Segment].Fingerprints;
        return candidate.Document < prints.Length ? prints[candidate.Document] : 0;
    }

    // The same text in another place tells nothing new: the best placed is shown and names the others.
    private bool IsCopy(in Candidate candidate, Dictionary<ulong, List<(int File, int Chunk)>> copies, out List<(int File, int Chunk)> others)
    {
        var print = FingerprintOf(candidate);
        if (print != 0 && copies.TryGetValue(print, out others!))
        {
            return true;
        }

        others = [];
        if (print != 0)
        {
            copies.Add(print, others);
        }

        return false;
    }

    private double Prior(int file)
    {
        var role = snapshot.RoleOf(file);
        return query.Wanted.Contains(role) ? 1 : RankingWeights.Prior(role, query.Shape);
    }

    private double Standing(int file) => 1 + (RankingWeights.Mentions * snapshot.StandingOf(file).Share);

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
        if (!pathSays[file] || snapshot.TraitsOf(file).StemTerms is not { Length: > 0 } stem)
        {
            return 0;
        }

        nameable ??= Nameable();
        if (askedWeight <= 0 || !SaysOneOf(nameable, stem))
        {
            return 0;
        }

        var matched = 0.0;
        var named = 0;
        foreach (var (term, idf, _) in found)
        {
            if (!term.IsWord)
            {
                continue;
            }

            if (stem.Contains(term.Text) || term.Variants.Any(stem.Contains))
            {
                matched += term.Weight * idf;
                named++;
            }
        }

        return RankingWeights.FileName(snapshot.RoleOf(file)) * (matched / askedWeight) * Math.Min(1, (double)named / stem.Length);
    }

    private static bool SaysOneOf(HashSet<string> nameable, string[] stem)
    {
        foreach (var term in stem)
        {
            if (nameable.Contains(term))
            {
                return true;
            }
        }

        return false;
    }

    private HashSet<string> Nameable()
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (term, idf, _) in found)
        {
            if (term.IsWord)
            {
                askedWeight += term.Weight * idf;
                texts.Add(term.Text);
                texts.UnionWith(term.Variants);
            }
        }

        return texts;
    }

    private List<RankSignal> Explain(in Candidate candidate, SegmentView segment, int already)
    {
        var (file, _, document, _, _, _) = candidate;
        var signals = new List<RankSignal>();
        foreach (var (term, idf, entries) in found)
        {
            var list = entries.FirstOrDefault(e => ReferenceEquals(e.Segment, segment)).Matches;
            var at = list.AsSpan().BinarySearch(new Match(document, default, 0), ByDocument.Instance);
            if (at < 0)
            {
                continue;
            }

            var posting = list[at].Posting;
            var where = term.IsDefinition ? "declares"
                : posting.Symbol >= SymbolLevel.Declared ? "name"
                : posting.Doc > 0 ? "doc"
                : posting.Body > 0 ? "body"
                : posting.Symbol == SymbolLevel.Context ? "enclosing"
                : "path";
            signals.Add(new RankSignal($"{where}: {term.Word}", Gain(term, idf, list[at], segment) * covered[segment.Base + document] * (term.IsDefinition ? 1 : WordWeight(file)), where, term.Word));
        }

        signals = [.. signals.GroupBy(s => s.Name).Select(g => g.First() with { Value = g.Sum(s => s.Value) }).OrderByDescending(s => s.Value)];
        AddAddend(signals, "file evidence", WordWeight(file) * FileEvidence(file));
        if (vectorWeight > 0)
        {
            var cosine = vectors!.CosineOf(segment.Base + document);
            AddAddend(signals, string.Create(CultureInfo.InvariantCulture, $"vector similarity {cosine:0.00}"), VectorWeight(file) * Nearness(segment.Base + document, segment.Lengths[document]));
            AddAddend(signals, "vectors of the file", VectorWeight(file) * RankingWeights.FileNearness * vectors.NearnessOfFile(file));
        }

        AddAddend(signals, "words in the path", candidate.Path);
        AddAddend(signals, "best chunks of the file", candidate.Company);
        AddFactor(signals, "file name", 1 + NameMatch(file));
        AddFactor(signals, "the path asked for", PathMatch(file));
        AddFactor(signals, snapshot.RoleOf(file).ToString().ToLowerInvariant() + " file", Prior(file));
        AddFactor(signals, snapshot.StandingOf(file).MentionedBy is 1 ? "mentioned by 1 file" : string.Create(CultureInfo.InvariantCulture, $"mentioned by {snapshot.StandingOf(file).MentionedBy} files"), Standing(file));
        AddFactor(signals, "more from this file", Math.Pow(RankingWeights.Saturation(query.Phrasing), already));
        return signals;
    }

    private static void AddAddend(List<RankSignal> signals, string name, double value)
    {
        if (value > 0)
        {
            signals.Add(new RankSignal(name, value));
        }
    }

    private static void AddFactor(List<RankSignal> signals, string name, double factor)
    {
        if (Math.Abs(factor - 1) > 1e-9)
        {
            signals.Add(new RankSignal(RankSignal.Factor + name, factor));
        }
    }

    /// <summary>A document that holds a term: the posting, and its weighted frequency.</summary>
    private readonly record struct Match(int Document, Posting Posting, double Strength);

    /// <summary>
    /// What a file has for each of its chunks: how its words and vectors count, what it has of them itself, and the most that
    /// the rest of what is known of it can make of a score.
    /// </summary>
    private readonly record struct FileGain(int File, double WordWeight, double Words, double VectorWeight, double Vectors, double MostFactor);

    private sealed record Found(QueryTerm Term, double Idf, List<(SegmentView Segment, ArraySegment<Match> Matches)> Entries);

    private sealed class ByDocument : IComparer<Match>
    {
        public static readonly ByDocument Instance = new();

        public int Compare(Match x, Match y) => x.Document.CompareTo(y.Document);
    }
}
