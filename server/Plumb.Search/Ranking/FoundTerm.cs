using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>A chunk that holds a term of the query.</summary>
/// <param name="Document">Number of the chunk in its segment.</param>
/// <param name="Posting">What it says of the term; of several variants the strongest.</param>
/// <param name="Strength">Its weighted frequency (<see cref="Bm25F.Frequencies"/>).</param>
internal readonly record struct TermMatch(int Document, Posting Posting, double Strength);

/// <summary>A term of the query, and all chunks that hold it.</summary>
/// <param name="Term">The term.</param>
/// <param name="Idf">Its inverse document frequency.</param>
/// <param name="Entries">The chunks of each segment that has any, in order; from an array that lives as long as the query.</param>
internal sealed record FoundTerm(QueryTerm Term, double Idf, List<(SegmentView Segment, ArraySegment<TermMatch> Matches)> Entries)
{
    /// <summary>What the formula's saturated frequency is multiplied by.</summary>
    public double Weight { get; } = Term.Weight * Idf;

    /// <summary>What a chunk says of the term; null when it does not hold it.</summary>
    public TermMatch? Find(SegmentView segment, int document)
    {
        foreach (var (own, matches) in Entries)
        {
            if (ReferenceEquals(own, segment))
            {
                var at = matches.AsSpan().BinarySearch(new TermMatch(document, default, 0), ByDocument.Instance);
                return at < 0 ? null : matches[at];
            }
        }

        return null;
    }

    private sealed class ByDocument : IComparer<TermMatch>
    {
        public static readonly ByDocument Instance = new();

        public int Compare(TermMatch x, TermMatch y) => x.Document.CompareTo(y.Document);
    }
}
