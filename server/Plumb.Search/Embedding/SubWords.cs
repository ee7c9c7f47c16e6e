namespace Plumb.Search.Embedding;

/// <summary>
/// Reads a term that the table lacks as two that it knows: names are often words run together ("logfile") or words with
/// an ending ("tokenizer2"). A handle packs one or two rows.
/// </summary>
internal static class SubWords
{
    private const int MinPart = 3;
    private const int MaxTerm = 80;
    private const int RowBits = 15;

    /// <summary>A handle of a known term, or of the two longest parts of an unknown one; -1 when nothing of it is known.</summary>
    public static int Find(ReadOnlySpan<char> term, Func<ReadOnlySpan<char>, int> find)
    {
        var row = find(term);
        if (row >= 0 || term.Length < MinPart + 1)
        {
            return row;
        }

        // The cut that knows most of the term's characters, the longer first part winning; both parts or one. The term is
        // stemmed already, but only at its end: a word in its middle is not.
        Span<char> stem = stackalloc char[Math.Min(term.Length, MaxTerm)];
        term = term[..stem.Length];
        var (bestKnown, best) = (0, -1);
        for (var cut = term.Length - 1; cut >= MinPart; cut--)
        {
            term[..cut].CopyTo(stem);
            var first = find(stem[..Terms.Stemmer.Stem(stem[..cut])]);
            var second = term.Length - cut >= MinPart ? find(term[cut..]) : -1;
            var known = (first >= 0 ? cut : 0) + (second >= 0 ? term.Length - cut : 0);
            if (known > bestKnown)
            {
                bestKnown = known;
                best = first >= 0 && second >= 0 ? Pack(first, second) : Math.Max(first, second);
            }
        }

        // A small part of a long name says something else than the name.
        return bestKnown * 2 > term.Length ? best : -1;
    }

    public static (int First, int Second) Unpack(int handle) => (handle & ((1 << RowBits) - 1), (handle >> RowBits) - 1);

    private static int Pack(int first, int second) => first | ((second + 1) << RowBits);
}
