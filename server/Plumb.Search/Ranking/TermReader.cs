using System.Buffers;
using System.Numerics;
using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>
/// Reads which chunks hold a term of the query or a variant of it. What it finds lies in arrays of the shared pool, until they
/// are given back.
/// </summary>
internal sealed class TermReader
{
    private readonly IndexSnapshot snapshot;
    private readonly Func<SegmentView, string, (int Document, byte Packed)[]> read;
    private readonly List<TermMatch[]> rented = [];

    // For a term with variants: its strongest posting by document of the segment at hand, and which documents have one.
    private double[] strengths = [];
    private byte[] postings = [];
    private ulong[] present = [];

    /// <param name="snapshot">The index.</param>
    /// <param name="read">Reads the postings of a term in a segment, in order of documents; empty when it has none.</param>
    public TermReader(IndexSnapshot snapshot, Func<SegmentView, string, (int Document, byte Packed)[]> read)
    {
        this.snapshot = snapshot;
        this.read = read;
    }

    /// <summary>Where a term is; null when no living chunk holds it.</summary>
    public FoundTerm? Find(QueryTerm term)
    {
        var entries = new List<(SegmentView Segment, ArraySegment<TermMatch> Matches)>();
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

        return documents == 0 ? null : new FoundTerm(term, Bm25F.Idf(snapshot.Documents, documents), entries);
    }

    /// <summary>Gives the arrays back to the pool: nothing that was found may be used after that.</summary>
    public void GiveBack()
    {
        foreach (var matches in rented)
        {
            ArrayPool<TermMatch>.Shared.Return(matches);
        }

        GiveBackMarks();
    }

    private TermMatch[] RentMatches(int length)
    {
        var matches = ArrayPool<TermMatch>.Shared.Rent(length);
        rented.Add(matches);
        return matches;
    }

    // The living documents that hold the term or a variant of it, in order; where several do, the strongest counts.
    private ArraySegment<TermMatch> Matches(SegmentView segment, QueryTerm term)
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
                matches[next++] = new TermMatch(document, new Posting(postings[document]), strengths[document]);
            }

            present[i] = 0;
        }

        return new ArraySegment<TermMatch>(matches, 0, count);
    }

    private ArraySegment<TermMatch> Collect(SegmentView segment, string text)
    {
        var entries = read(segment, text);
        var matches = RentMatches(entries.Length);
        var frequencies = Bm25F.Frequencies;
        var count = 0;
        foreach (var (document, packed) in entries)
        {
            if (segment.IsLiving(document))
            {
                matches[count++] = new TermMatch(document, new Posting(packed), frequencies[packed]);
            }
        }

        return new ArraySegment<TermMatch>(matches, 0, count);
    }

    // What is in them does not matter: a document's is written before it is read.
    private void RentMarks(int documents)
    {
        GiveBackMarks();

        // As many as the bits of what is present, which tell whether they are enough for the next segment.
        present = new ulong[(documents + 63) / 64];
        strengths = ArrayPool<double>.Shared.Rent(present.Length * 64);
        postings = ArrayPool<byte>.Shared.Rent(present.Length * 64);
    }

    private void GiveBackMarks()
    {
        if (strengths.Length > 0)
        {
            ArrayPool<double>.Shared.Return(strengths);
            ArrayPool<byte>.Shared.Return(postings);
        }
    }

    // Returns how many documents were not marked before.
    private int Mark(SegmentView segment, string text, double weight)
    {
        var frequencies = Bm25F.Frequencies;
        var count = 0;
        foreach (var (document, packed) in read(segment, text))
        {
            if (!segment.IsLiving(document))
            {
                continue;
            }

            var strength = weight * frequencies[packed];
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
}
