using System.Buffers;
using System.Runtime.InteropServices;
using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>
/// What the words of a query say of each chunk and file: a chunk's score by <see cref="Bm25F"/>, what it gets for the
/// declarations that were asked for, both scaled by <see cref="Coordination"/>; a file's score; and which paths hold a word.
/// </summary>
internal sealed class WordEvidence
{
    private readonly IndexSnapshot snapshot;
    private readonly TermReader reader;
    private readonly Bm25F formula;
    private readonly List<FoundTerm> found = [];
    private readonly double[] scores;
    private readonly double[] definitions;
    private readonly double[] fileScores;

    // The weight of the query's words that each document has; then the factor that this makes.
    private readonly double[] covered;
    private double mostCovered;

    // Files whose path holds a word of the query.
    private readonly bool[] pathSays;

    /// <param name="snapshot">The index.</param>
    /// <param name="reader">Finds the terms in it; given back with this.</param>
    public WordEvidence(IndexSnapshot snapshot, TermReader reader)
    {
        this.snapshot = snapshot;
        this.reader = reader;
        formula = new Bm25F(snapshot.AverageLength);
        scores = Rent(snapshot.DocumentSlots);
        definitions = Rent(snapshot.DocumentSlots);
        fileScores = Rent(snapshot.Files.Length);
        covered = Rent(snapshot.DocumentSlots);
        pathSays = ArrayPool<bool>.Shared.Rent(snapshot.Files.Length);
        Array.Clear(pathSays, 0, snapshot.Files.Length);
    }

    /// <summary>The terms of the query that the index holds, in the query's order.</summary>
    public ReadOnlySpan<FoundTerm> Found => CollectionsMarshal.AsSpan(found);

    /// <summary>For each document what the words of the query give it.</summary>
    public ReadOnlySpan<double> Scores => scores.AsSpan(0, snapshot.DocumentSlots);

    /// <summary>For each document what it gets for the declarations that were asked for.</summary>
    public ReadOnlySpan<double> Definitions => definitions.AsSpan(0, snapshot.DocumentSlots);

    /// <summary>What the best chunk has by its words and its file's.</summary>
    public double Best { get; private set; }

    /// <summary>Weighs all chunks and files; once.</summary>
    /// <param name="terms">Those of the query that count.</param>
    /// <param name="cancellation">Stops between terms.</param>
    public void Weigh(IEnumerable<QueryTerm> terms, CancellationToken cancellation)
    {
        foreach (var term in terms)
        {
            cancellation.ThrowIfCancellationRequested();
            if (reader.Find(term) is { } matches)
            {
                found.Add(matches);
                Add(matches);
            }
        }

        var slots = snapshot.DocumentSlots;
        Coordination.Apply(scores.AsSpan(0, slots), definitions.AsSpan(0, slots), covered.AsSpan(0, slots), mostCovered);
        WeighFiles();
    }

    /// <summary>Gives all arrays back to the pool that they are from: nothing may be asked after that.</summary>
    public void GiveBack()
    {
        ArrayPool<double>.Shared.Return(scores);
        ArrayPool<double>.Shared.Return(definitions);
        ArrayPool<double>.Shared.Return(fileScores);
        ArrayPool<double>.Shared.Return(covered);
        ArrayPool<bool>.Shared.Return(pathSays);
        reader.GiveBack();
    }

    public double ScoreOf(int slot) => scores[slot];

    public double DefinitionOf(int slot) => definitions[slot];

    /// <summary>What the share of the query that a document holds has made of its scores: a factor, 0 to 1.</summary>
    public double CoordinationOf(int slot) => covered[slot];

    /// <summary>
    /// The mean of a file's best three chunks. Adding up each word's best chunk would favour large files, which hold every
    /// word of a long question somewhere.
    /// </summary>
    public double ScoreOfFile(int file) => fileScores[file];

    /// <summary>Whether a file's path holds a word of the query.</summary>
    public bool IsInPath(int file) => pathSays[file];

    /// <summary>Where a term of the query is; null when it is nowhere.</summary>
    public FoundTerm? Find(QueryTerm term)
    {
        foreach (var match in Found)
        {
            if (ReferenceEquals(match.Term, term))
            {
                return match;
            }
        }

        return null;
    }

    /// <summary>What a term gives a chunk, but for the coordination.</summary>
    public double GainOf(FoundTerm term, in TermMatch match, SegmentView segment) =>
        term.Weight * (term.Term.IsDefinition ? DefinitionShare(match.Posting) : formula.Saturate(match.Strength, segment.Lengths[match.Document]));

    /// <summary>How much each word of the query says that is no weak one.</summary>
    public List<QueryWord> WeighWords(IEnumerable<QueryTerm> terms)
    {
        var unknown = Bm25F.Idf(snapshot.Documents, 0);
        var weighed = new List<QueryWord>();
        foreach (var word in terms.Where(t => !t.IsDefinition && t.Weight >= 1).Select(t => t.Word).Distinct(StringComparer.Ordinal))
        {
            var known = found.Where(f => !f.Term.IsDefinition && f.Term.Word == word).Select(f => f.Idf).DefaultIfEmpty(-1).Max();
            weighed.Add(new QueryWord(word, known < 0 ? unknown : known, known >= 0));
        }

        return weighed;
    }

    // Large arrays that every query needs: from the pool, or each query would have the collector go through all memory.
    private static double[] Rent(int length)
    {
        var array = ArrayPool<double>.Shared.Rent(length);
        Array.Clear(array, 0, length);
        return array;
    }

    private void Add(FoundTerm term)
    {
        var weight = term.Term.IsWord ? term.Weight : 0;
        foreach (var (segment, matches) in term.Entries)
        {
            var into = (term.Term.IsDefinition ? definitions : scores).AsSpan(segment.Base, segment.Files.Length);
            foreach (ref readonly var match in matches.AsSpan())
            {
                into[match.Document] += GainOf(term, match, segment);
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
                Best = Math.Max(Best, first + (RankingWeights.FileEvidence * fileScores[f]));
            }
        }
    }

    private static double DefinitionShare(Posting posting) => posting.Symbol switch
    {
        SymbolLevel.Primary => 1.0,
        SymbolLevel.Declared => 0.7,
        _ => 0.4,
    };
}
