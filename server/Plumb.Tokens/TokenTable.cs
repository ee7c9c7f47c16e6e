using Plumb.Text;
using Plumb.Tokens.Bpe;

namespace Plumb.Tokens;

/// <summary>
/// A text that was counted once: where each of its pieces starts and how many tokens lie before it. Any range is then
/// counted by recounting the few pieces at its two edges, and an edited text by recounting the pieces around the edit.
/// Immutable and safe to use from many threads. Takes eight bytes a piece, about two to three times the text's length.
/// </summary>
/// <remarks>
/// It rests on two properties of the patterns. A piece depends on no character before it: once two ways to cut meet, they
/// stay together. And a piece is settled by what follows it within <see cref="Lookahead"/> pieces.
/// </remarks>
public sealed class TokenTable
{
    /// <summary>Pieces beyond a piece that its pattern may look at; the patterns need two, the rest is margin.</summary>
    private const int Lookahead = 4;

    /// <summary>Pieces in the first window in which the cuts of a range are looked for in the table.</summary>
    private const int FirstWindow = 16;

    private readonly string text;

    // Where piece i starts, in UTF-16 units, and the tokens before it. One more entry for the end.
    private readonly int[] starts;
    private readonly int[] before;
    private readonly int count;

    private TokenTable(TokenEncoding encoding, string text, int[] starts, int[] before, int count)
    {
        Encoding = encoding;
        this.text = text;
        this.starts = starts;
        this.before = before;
        this.count = count;
    }

    public TokenEncoding Encoding { get; }

    /// <summary>Tokens of the whole text.</summary>
    public int Total => before[count];

    /// <summary>Pieces that the text was cut into.</summary>
    public int PieceCount => count;

    /// <summary>How many pieces were counted to make this table: all of them, or those around an edit.</summary>
    public int PiecesCounted { get; private init; }

    /// <summary>Counts a text, once and for all.</summary>
    public static TokenTable Create(TokenEncoding encoding, string text)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        ArgumentNullException.ThrowIfNull(text);
        var builder = new Builder(encoding, (text.Length / 3) + 8);
        builder.Cut(text.AsSpan(AfterMark(text)), AfterMark(text), static _ => false);
        return builder.ToTable(text);
    }

    /// <summary>
    /// The table of a text that differs from this one's in one place: only the pieces around that place are counted.
    /// </summary>
    public TokenTable With(string edited)
    {
        ArgumentNullException.ThrowIfNull(edited);
        var same = text.AsSpan().CommonPrefixLength(edited);
        if (same == text.Length && same == edited.Length)
        {
            return this;
        }

        var tail = CommonSuffix(text.AsSpan(same), edited.AsSpan(same));
        var shift = edited.Length - text.Length;
        var editEnd = edited.Length - tail;

        // Half a character at the edit's border may become a whole one.
        var first = Math.Max(0, PieceAt(Math.Max(0, same - 1)) - Lookahead);
        if (AfterMark(edited) != AfterMark(text) || count == 0 || starts[first] < AfterMark(edited))
        {
            return Create(Encoding, edited);
        }

        var builder = new Builder(Encoding, count + Math.Max(0, shift) + 8);
        builder.Copy(starts, before, first);
        var met = -1;
        builder.Cut(edited.AsSpan(starts[first]), starts[first], start =>
        {
            if (start >= editEnd)
            {
                var found = Array.BinarySearch(starts, 0, count + 1, start - shift);
                met = found >= 0 ? found : -1;
            }

            return met >= 0;
        });
        if (met >= 0)
        {
            builder.CopyShifted(starts, before, met, count, shift);
        }

        return builder.ToTable(edited);
    }

    /// <summary>Tokens of a range, which are those that <see cref="TokenEncoding.Count"/> finds in its text alone.</summary>
    public int Count(TextSpan span)
    {
        var start = Math.Clamp(span.Start, 0, text.Length);
        var end = Math.Clamp(span.End, start, text.Length);
        if (start < end && text[start] == '\uFEFF')
        {
            start++;
        }

        if (count == 0 || start >= end)
        {
            return 0;
        }

        if (end == text.Length && start <= starts[0])
        {
            return Total;
        }

        // The last piece whose start, and so all before it, does not depend on whether the text goes on behind the range.
        var last = end == text.Length ? count : PieceAt(end) - Lookahead;
        var from = PieceAt(start);
        return last > from && TryMeet(start, starts[last], from, out var met, out var tokens) && met <= last
            ? tokens + before[last] - before[met] + Encoding.CountAsIs(text.AsSpan(starts[last], end - starts[last]))
            : Encoding.CountAsIs(text.AsSpan(start, end - start));
    }

    /// <summary>Where each token of a range ends, in UTF-16 units from the start of the text; a token that ends inside a character ends where that character does.</summary>
    public IReadOnlyList<int> Boundaries(TextSpan span, CancellationToken cancellation = default)
    {
        var start = Math.Clamp(span.Start, 0, text.Length);
        var end = Math.Clamp(span.End, start, text.Length);
        if (start < end && text[start] == '\uFEFF')
        {
            start++;
        }

        var ends = new List<int>();
        var inPiece = new List<int>();
        using var bytes = new Utf8Text(text.AsSpan(start, end - start));
        var units = start;
        for (var at = 0; at < bytes.Span.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            var to = Encoding.Pieces.End(bytes.Span, at);
            inPiece.Clear();
            Pieces.AddEnds(Encoding.Vocabulary, bytes.Span[at..to], inPiece);
            var done = at;
            foreach (var tokenEnd in inPiece)
            {
                units += Utf8Text.Units(bytes.Span[done..(at + tokenEnd)]);
                done = at + tokenEnd;
                ends.Add(units);
            }

            at = to;
        }

        return ends;
    }

    private static int AfterMark(string text) => text.StartsWith('\uFEFF') ? 1 : 0;

    private static int CommonSuffix(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var most = Math.Min(one.Length, other.Length);
        var length = 0;

        // Blocks by the vectorised comparison, then the rest by hand.
        const int Block = 256;
        while (length + Block <= most && one[^(length + Block)..^length].SequenceEqual(other[^(length + Block)..^length]))
        {
            length += Block;
        }

        while (length < most && one[^(length + 1)] == other[^(length + 1)])
        {
            length++;
        }

        return length;
    }

    /// <summary>
    /// Cuts the text from <paramref name="start"/> on until a cut is one of the table's, and counts up to there.
    /// </summary>
    /// <param name="limit">A start of a piece; cuts up to it do not depend on what follows the range.</param>
    private bool TryMeet(int start, int limit, int from, out int met, out int tokens)
    {
        (met, tokens) = (from, 0);
        if (starts[from] == start)
        {
            return true;
        }

        // The text behind the window may only change what lies within the lookahead of its end, so that part is not used.
        for (var window = FirstWindow; ; window *= 4)
        {
            var to = starts[Math.Min(count, from + window)];
            var settled = starts[Math.Min(count, from + window - Lookahead)];
            var isAll = to == text.Length;
            var meeting = -1;
            var sum = 0;
            using (var bytes = new Utf8Text(text.AsSpan(start, to - start)))
            {
                var units = start;
                var span = bytes.Span;
                for (var at = 0; at < span.Length;)
                {
                    var end = Encoding.Pieces.End(span, at);
                    units += Utf8Text.Units(span[at..end]);
                    if (units > limit || (!isAll && units > settled))
                    {
                        break;
                    }

                    sum += Pieces.CountPiece(Encoding.Vocabulary, span[at..end]);
                    at = end;
                    var found = Array.BinarySearch(starts, from, Math.Min(count, from + window) - from + 1, units);
                    if (found >= 0)
                    {
                        meeting = found;
                        break;
                    }
                }
            }

            if (meeting >= 0)
            {
                (met, tokens) = (meeting, sum);
                return true;
            }

            if (isAll || settled >= limit)
            {
                return false;
            }
        }
    }

    /// <summary>The piece that holds an offset; the last one for the text's end.</summary>
    private int PieceAt(int offset)
    {
        var found = Array.BinarySearch(starts, 0, count + 1, offset);
        return Math.Clamp(found >= 0 ? found : ~found - 1, 0, count);
    }

    private sealed class Builder(TokenEncoding encoding, int capacity)
    {
        private int[] starts = new int[Math.Max(8, capacity)];
        private int[] before = new int[Math.Max(8, capacity)];
        private int count;
        private int tokens;
        private int end;
        private int counted;

        /// <summary>Cuts a text that starts at <paramref name="offset"/>, until <paramref name="stop"/> says so at a piece's start.</summary>
        public void Cut(ReadOnlySpan<char> text, int offset, Func<int, bool> stop)
        {
            using var bytes = new Utf8Text(text);
            var span = bytes.Span;
            var units = offset;
            var vocabulary = encoding.Vocabulary;
            var ascii = span.Length == text.Length;
            for (var at = 0; at < span.Length;)
            {
                if (stop(units))
                {
                    end = units;
                    return;
                }

                var to = encoding.Pieces.End(span, at);
                var piece = span[at..to];
                Add(units, tokens);
                tokens += Pieces.CountPiece(vocabulary, piece);
                units += ascii ? piece.Length : Utf8Text.Units(piece);
                counted++;
                at = to;
            }

            end = units;
            stop(units);
        }

        public void Copy(int[] from, int[] tokensBefore, int pieces)
        {
            Reserve(pieces);
            from.AsSpan(0, pieces).CopyTo(starts);
            tokensBefore.AsSpan(0, pieces).CopyTo(before);
            count = pieces;
            tokens = tokensBefore[pieces];
        }

        public void CopyShifted(int[] from, int[] tokensBefore, int first, int last, int shift)
        {
            Reserve(last - first);
            var gained = tokens - tokensBefore[first];
            for (var i = first; i < last; i++)
            {
                starts[count] = from[i] + shift;
                before[count++] = tokensBefore[i] + gained;
            }

            tokens = tokensBefore[last] + gained;
            end = from[last] + shift;
        }

        public TokenTable ToTable(string text)
        {
            Reserve(1);
            starts[count] = end;
            before[count] = tokens;
            return new TokenTable(encoding, text, starts, before, count) { PiecesCounted = counted };
        }

        private void Add(int start, int tokensBefore)
        {
            Reserve(1);
            starts[count] = start;
            before[count++] = tokensBefore;
        }

        private void Reserve(int more)
        {
            if (count + more >= starts.Length)
            {
                var size = Math.Max(starts.Length * 2, count + more + 1);
                Array.Resize(ref starts, size);
                Array.Resize(ref before, size);
            }
        }
    }
}
