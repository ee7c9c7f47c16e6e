using System.Buffers;

namespace Plumb.Tokens.Bpe;

/// <summary>
/// Counts the tokens of one piece by merging, again and again, the leftmost pair with the lowest rank. Short pieces
/// scan for it; long ones keep the pairs in a heap, so that a megabyte takes n log n and not n squared. Where they repeat a few
/// characters, <see cref="RunMerger"/> is faster still.
/// </summary>
internal static class PieceMerger
{
    private const int Short = 96;

    /// <summary>From here on it is worth a look whether a piece repeats a few characters.</summary>
    private const int Long = 512;

    /// <summary>Bytes for each repetition from which on looking for the lowest pair among repetitions is less work than a heap.</summary>
    private const int BytesPerRun = 256;

    public static int Count(Vocabulary vocabulary, ReadOnlySpan<byte> piece) => piece.Length switch
    {
        <= 1 => piece.Length,
        <= Short => CountShort(vocabulary, piece),
        < Long => CountLong(vocabulary, piece, null),
        _ => RunMerger.TryCount(vocabulary, piece, piece.Length / BytesPerRun) ?? CountLong(vocabulary, piece, null),
    };

    /// <summary>Adds where each token ends, in bytes from the piece's start.</summary>
    public static void AddEnds(Vocabulary vocabulary, ReadOnlySpan<byte> piece, List<int> ends)
    {
        if (piece.Length == 1)
        {
            ends.Add(1);
        }
        else if (!piece.IsEmpty)
        {
            CountLong(vocabulary, piece, ends);
        }
    }

    private static int CountShort(Vocabulary vocabulary, ReadOnlySpan<byte> piece)
    {
        // starts[i] is where part i starts; ranks[i] is the rank of part i merged with the part after it.
        Span<int> starts = stackalloc int[Short + 2];
        Span<int> ranks = stackalloc int[Short + 2];
        var count = piece.Length;
        for (var i = 0; i < count; i++)
        {
            starts[i] = i;
            ranks[i] = i + 1 < count ? vocabulary.PairRank(piece[i], piece[i + 1]) : Vocabulary.None;
        }

        starts[count] = count;
        starts[count + 1] = count;
        while (count > 1)
        {
            var (best, at) = (Vocabulary.None, -1);
            for (var i = 0; i < count - 1; i++)
            {
                if (ranks[i] < best)
                {
                    (best, at) = (ranks[i], i);
                }
            }

            if (at < 0)
            {
                break;
            }

            starts[(at + 2)..(count + 1)].CopyTo(starts[(at + 1)..]);
            ranks[(at + 2)..count].CopyTo(ranks[(at + 1)..]);
            count--;
            ranks[at] = at + 1 < count ? vocabulary.Rank(piece[starts[at]..starts[at + 2]]) : Vocabulary.None;
            if (at > 0)
            {
                ranks[at - 1] = vocabulary.Rank(piece[starts[at - 1]..starts[at + 1]]);
            }
        }

        return count;
    }

    private static int CountLong(Vocabulary vocabulary, ReadOnlySpan<byte> piece, List<int>? ends)
    {
        var length = piece.Length;
        var links = ArrayPool<int>.Shared.Rent(length * 3);
        var heap = new MergeHeap(length);
        try
        {
            // A part is named by its first byte. next and previous link the parts, ranks hold the pair's rank.
            var next = links.AsSpan(0, length);
            var previous = links.AsSpan(length, length);
            var ranks = links.AsSpan(length * 2, length);
            for (var i = 0; i < length; i++)
            {
                next[i] = i + 1;
                previous[i] = i - 1;
                ranks[i] = i + 1 < length ? vocabulary.PairRank(piece[i], piece[i + 1]) : Vocabulary.None;
                if (ranks[i] != Vocabulary.None)
                {
                    heap.Append(ranks[i], i);
                }
            }

            heap.Order();
            var count = length;
            while (heap.TryPop(out var rank, out var at))
            {
                // An entry that a later merge has overtaken is left in the heap and told by its rank.
                if (ranks[at] != rank)
                {
                    continue;
                }

                var right = next[at];
                var after = next[right];
                next[at] = after;
                ranks[right] = Vocabulary.None;
                count--;
                if (after < length)
                {
                    previous[after] = at;
                    ranks[at] = vocabulary.Rank(piece[at..next[after]]);
                    if (ranks[at] != Vocabulary.None)
                    {
                        heap.Push(ranks[at], at);
                    }
                }
                else
                {
                    ranks[at] = Vocabulary.None;
                }

                var before = previous[at];
                if (before >= 0)
                {
                    ranks[before] = vocabulary.Rank(piece[before..after]);
                    if (ranks[before] != Vocabulary.None)
                    {
                        heap.Push(ranks[before], before);
                    }
                }
            }

            for (var i = 0; ends is not null && i < length; i = next[i])
            {
                ends.Add(next[i]);
            }

            return count;
        }
        finally
        {
            heap.Dispose();
            ArrayPool<int>.Shared.Return(links);
        }
    }
}
