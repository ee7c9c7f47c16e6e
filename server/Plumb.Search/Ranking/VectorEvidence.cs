using System.Buffers;
using System.Runtime.Intrinsics;

namespace Plumb.Search.Ranking;

/// <summary>
/// What the vectors say of each chunk and file. Cosines have no scale of their own: one model puts everything between
/// 0.7 and 0.9, another between -0.1 and 0.5, and a vague query lies further from all than a sharp one. So a cosine
/// counts by its place in its query's own range, from the mean of all chunks (0) to the nearest one (1), and is then
/// measured in what words give for the same query. Sums of scores in a common range beat fusing of ranks, which forgets
/// by how much one chunk is ahead (Bruch, Gai and Ingber, 2023).
/// </summary>
internal sealed class VectorEvidence
{
    private const int ChunksOfFile = 3;
    private const int Bins = 2048;
    private const int FilesInPiece = 1024;

    private readonly float[] cosines;
    private readonly float mean;
    private readonly float range;
    private readonly float[] files;

    private VectorEvidence(float[] cosines, float mean, float range, float leastNear, float[] files)
    {
        this.cosines = cosines;
        this.mean = mean;
        this.range = range;
        this.files = files;
        LeastNear = leastNear;
    }

    /// <summary>The cosine from which on a chunk is one of the nearest.</summary>
    public float LeastNear { get; }

    /// <param name="snapshot">The index.</param>
    /// <param name="cosines">One for each document, dead ones too; of the shared pool, to which they go back.</param>
    /// <returns>Null when no chunk is nearer than the others.</returns>
    public static VectorEvidence? Of(IndexSnapshot snapshot, float[] cosines)
    {
        var (sum, living, best) = Measure(snapshot, cosines);
        var mean = living == 0 ? 0 : (float)(sum / living);
        if (living == 0 || best - mean < 1e-6f)
        {
            ArrayPool<float>.Shared.Return(cosines);
            return null;
        }

        var range = best - mean;
        return new VectorEvidence(cosines, mean, range, LeastNearOf(snapshot, cosines, mean, range), BestOfFiles(snapshot, cosines, mean, range));
    }

    /// <summary>Gives the cosines back to the pool that they are from: nothing may be asked after that.</summary>
    public void GiveBack() => ArrayPool<float>.Shared.Return(cosines);

    public float CosineOf(int slot) => cosines[slot];

    /// <summary>0 for a chunk as far away as most are, 1 for the nearest.</summary>
    public double NearnessOf(int slot) => Math.Max(0, cosines[slot] - mean) / range;

    /// <summary>The mean nearness of the file's nearest three chunks: what a whole file is about shows in more than one place.</summary>
    public double NearnessOfFile(int file) => files[file];

    public bool IsNear(int slot) => cosines[slot] >= LeastNear;

    // Of the living: the sum of their cosines, their number and the nearest. In sixteen bytes at a time on every machine, so
    // that the sum is the same everywhere.
    private static (double Sum, int Living, float Best) Measure(IndexSnapshot snapshot, float[] cosines)
    {
        var sum = 0.0;
        var living = 0;
        var best = float.MinValue;
        foreach (var segment in snapshot.Segments)
        {
            var own = cosines.AsSpan(segment.Base, segment.Files.Length);
            var (low, high) = (Vector128<double>.Zero, Vector128<double>.Zero);
            var (dead, nearest) = (Vector128<int>.Zero, Vector128.Create(float.MinValue));
            var i = 0;
            for (; i + Vector128<float>.Count <= own.Length; i += Vector128<float>.Count)
            {
                var isDead = Vector128.LessThan(Vector128.Create(segment.Files.AsSpan(i)), Vector128<int>.Zero);
                var four = Vector128.Create<float>(own[i..]);
                var (first, second) = Vector128.Widen(Vector128.AndNot(four, isDead.AsSingle()));
                low += first;
                high += second;
                dead -= isDead;
                nearest = Vector128.MaxNative(nearest, Vector128.ConditionalSelect(isDead.AsSingle(), nearest, four));
            }

            living += i - Vector128.Sum(dead);
            for (; i < own.Length; i++)
            {
                if (segment.Files[i] >= 0)
                {
                    sum += own[i];
                    living++;
                    best = float.MaxNative(best, own[i]);
                }
            }

            sum += Vector128.Sum(low + high);
            for (var at = 0; at < Vector128<float>.Count; at++)
            {
                best = float.MaxNative(best, nearest[at]);
            }
        }

        return (sum, living, best);
    }

    // Most chunks are far from being among the nearest: first only those of the upper half of the range are sorted into bins.
    private static float LeastNearOf(IndexSnapshot snapshot, float[] cosines, float mean, float range)
    {
        var bins = new int[Bins];
        foreach (var floor in (ReadOnlySpan<float>)[mean + (range / 2), mean])
        {
            Array.Clear(bins);
            foreach (var segment in snapshot.Segments)
            {
                for (var i = 0; i < segment.Files.Length; i++)
                {
                    if (cosines[segment.Base + i] >= floor && segment.Files[i] >= 0)
                    {
                        bins[BinOf(cosines[segment.Base + i])]++;
                    }
                }
            }

            // The floor's own bin may lack some.
            var near = 0;
            for (var bin = Bins - 1; bin > BinOf(floor); bin--)
            {
                near += bins[bin];
                if (near >= RankingWeights.NearestChunks)
                {
                    return Math.Max(mean, (bin * 2f / Bins) - 1);
                }
            }
        }

        return mean;
    }

    private static int BinOf(float cosine) => Math.Clamp((int)((cosine + 1) * (Bins / 2)), 0, Bins - 1);

    // A file's chunks lie beside each other in its segment.
    private static float[] BestOfFiles(IndexSnapshot snapshot, float[] cosines, float mean, float range)
    {
        var files = new float[snapshot.Files.Length];
        SharedWork.Start((files.Length + FilesInPiece - 1) / FilesInPiece, piece => MeasureFiles(snapshot, cosines, mean, range, files, piece * FilesInPiece)).Finish();
        return files;
    }

    private static void MeasureFiles(IndexSnapshot snapshot, float[] cosines, float mean, float range, float[] files, int from)
    {
        for (var f = from; f < Math.Min(files.Length, from + FilesInPiece); f++)
        {
            var chunks = snapshot.ChunksOf(f);
            var (first, second, third) = (0f, 0f, 0f);

            // Half of all chunks are nearer than the mean: a branch would be guessed wrong as often as not.
            foreach (var cosine in cosines.AsSpan(chunks.Start, chunks.Count))
            {
                var nearness = cosine - mean;
                var notFirst = float.MinNative(first, nearness);
                first = float.MaxNative(first, nearness);
                var notSecond = float.MinNative(second, notFirst);
                second = float.MaxNative(second, notFirst);
                third = float.MaxNative(third, notSecond);
            }

            if (first > 0)
            {
                files[f] = (first + second + third) / Math.Min(ChunksOfFile, chunks.Count) / range;
            }
        }
    }
}
