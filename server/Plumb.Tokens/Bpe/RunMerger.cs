namespace Plumb.Tokens.Bpe;

/// <summary>
/// Counts the tokens of a piece that is few characters, each repeated many times: a rule of dashes, a megabyte of one letter.
/// It merges as <see cref="PieceMerger"/> does, the leftmost pair with the lowest rank again and again, but writes a repetition
/// as a unit and a number and merges a pair in all of its copies at once. The time hangs on how often the piece changes its
/// character, and on the logarithm of its length.
/// </summary>
internal sealed class RunMerger
{
    /// <summary>Repetitions that a piece may be made of; more are merged one by one.</summary>
    public const int MostRuns = 32;

    /// <summary>What merging may cut them into, and how many steps it may take; margins, so that no piece takes long.</summary>
    private const int MostParts = 4 * MostRuns;
    private const int MostSteps = 2000;

    private readonly Vocabulary vocabulary;
    private readonly List<Run> runs = [];
    private readonly Dictionary<(string Left, string Right), int> ranks = [];

    private RunMerger(Vocabulary vocabulary) => this.vocabulary = vocabulary;

    /// <summary>Where the two symbols of a pair stand: both in a unit, in two copies of it, or in two runs.</summary>
    private enum Place
    {
        Inside,
        Wrapped,
        Across,
    }

    /// <summary>The number of tokens; null where the piece is not of this kind, or its pairs cannot be merged all at once.</summary>
    /// <param name="mostRuns">Repetitions that it may be made of, if these are fewer than <see cref="MostRuns"/>.</param>
    public static int? TryCount(Vocabulary vocabulary, ReadOnlySpan<byte> piece, int mostRuns = MostRuns)
    {
        var merger = new RunMerger(vocabulary);
        return merger.TryRead(piece, Math.Min(mostRuns, MostRuns)) && merger.TryMerge() ? merger.runs.Sum(run => run.Unit.Length * run.Count) : null;
    }

    /// <summary>Cuts the piece into repeated characters.</summary>
    private bool TryRead(ReadOnlySpan<byte> piece, int mostRuns)
    {
        while (!piece.IsEmpty)
        {
            if (runs.Count >= mostRuns)
            {
                return false;
            }

            var length = Math.Min(piece.Length, piece[0] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 });
            var count = 1 + (piece[length..].CommonPrefixLength(piece) / length);
            var unit = new string[length];
            for (var i = 0; i < length; i++)
            {
                unit[i] = ((char)piece[i]).ToString();
            }

            runs.Add(Run.Of(unit, count));
            piece = piece[(length * count)..];
        }

        return true;
    }

    private bool TryMerge()
    {
        for (var step = 0; step < MostSteps && runs.Count <= MostParts; step++)
        {
            var pair = FindLowest();
            if (pair.Rank == Vocabulary.None)
            {
                return true;
            }

            if (!IsSafe(pair))
            {
                return false;
            }

            Merge(pair);
        }

        return false;
    }

    /// <summary>The leftmost of the pairs with the lowest rank, among those that stand in the first copies of the units.</summary>
    private Pair FindLowest()
    {
        var best = new Pair(Vocabulary.None, 0, Place.Inside, 0);
        for (var at = 0; at < runs.Count; at++)
        {
            var (unit, count) = runs[at];
            for (var i = 0; i + 1 < unit.Length; i++)
            {
                best = best.Or(new Pair(Rank(unit[i], unit[i + 1]), at, Place.Inside, i));
            }

            if (count > 1)
            {
                best = best.Or(new Pair(Rank(unit[^1], unit[0]), at, Place.Wrapped, unit.Length - 1));
            }

            if (at + 1 < runs.Count)
            {
                best = best.Or(new Pair(Rank(unit[^1], runs[at + 1].Unit[0]), at, Place.Across, unit.Length - 1));
            }
        }

        return best;
    }

    /// <summary>
    /// Whether merging all copies of a pair comes to the same as merging them one by one: no merge may make a pair that
    /// would go before the next copy's, and no two pairs of the same rank may share a symbol across copies.
    /// </summary>
    private bool IsSafe(Pair pair)
    {
        var (unit, count) = runs[pair.Run];
        if (pair.Place == Place.Across || count == 1)
        {
            return true;
        }

        if (pair.Place == Place.Inside && Rank(unit[^1], unit[0]) == pair.Rank)
        {
            return false;
        }

        var merged = unit[pair.At] + unit[(pair.At + 1) % unit.Length];
        IEnumerable<string> neighbours = [.. unit, merged, .. pair.Run > 0 ? [runs[pair.Run - 1].Unit[^1]] : (string[])[], .. pair.Run + 1 < runs.Count ? [runs[pair.Run + 1].Unit[0]] : (string[])[]];
        return neighbours.All(symbol => Rank(symbol, merged) > pair.Rank && Rank(merged, symbol) > pair.Rank);
    }

    private void Merge(Pair pair)
    {
        var (unit, count) = runs[pair.Run];
        switch (pair.Place)
        {
            case Place.Inside:
                Replace(pair.Run, 1, [Run.Of([.. unit[..pair.At], unit[pair.At] + unit[pair.At + 1], .. unit[(pair.At + 2)..]], count)]);
                break;
            case Place.Wrapped when unit.Length == 1:
                Replace(pair.Run, 1, [Run.Of([unit[0] + unit[0]], count / 2), Run.Of(unit, count % 2)]);
                break;
            case Place.Wrapped:
                Replace(pair.Run, 1, [Run.Of(unit[..^1], 1), Run.Of([unit[^1] + unit[0], .. unit[1..^1]], count - 1), Run.Of(unit[^1..], 1)]);
                break;
            default:
                var (next, nextCount) = runs[pair.Run + 1];
                Replace(pair.Run, 2, [Run.Of(unit, count - 1), Run.Of(unit[..^1], 1), Run.Of([unit[^1] + next[0]], 1), Run.Of(next[1..], 1), Run.Of(next, nextCount - 1)]);
                break;
        }
    }

    private void Replace(int at, int old, ReadOnlySpan<Run> by)
    {
        runs.RemoveRange(at, old);
        foreach (var run in by)
        {
            if (run is { Count: > 0, Unit.Length: > 0 })
            {
                runs.Insert(at++, run);
            }
        }
    }

    private int Rank(string left, string right)
    {
        if (!ranks.TryGetValue((left, right), out var rank))
        {
            ranks[(left, right)] = rank = vocabulary.Rank(System.Text.Encoding.Latin1.GetBytes(left + right));
        }

        return rank;
    }

    /// <param name="Unit">Symbols, the bytes of each as characters.</param>
    /// <param name="Count">How often it stands there.</param>
    private readonly record struct Run(string[] Unit, int Count)
    {
        /// <summary>A unit of one symbol that is repeated is that symbol, as often.</summary>
        public static Run Of(string[] unit, int count) =>
            unit.Length > 1 && Array.TrueForAll(unit, symbol => symbol == unit[0]) ? new Run([unit[0]], count * unit.Length) : new Run(unit, count);
    }

    /// <param name="At">The left symbol's place in the unit.</param>
    private readonly record struct Pair(int Rank, int Run, Place Place, int At)
    {
        public Pair Or(Pair later) => later.Rank < Rank ? later : this;
    }
}
