using System.Buffers;

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
        var sum = 0.0;
        var living = 0;
        var best = float.MinValue;
        var bins = new int[Bins];
        foreach (var segment in snapshot.Segments)
        {
            for (var i = 0; i < segment.Files.Length; i++)
            {
                if (segment.Files[i] >= 0)
                {
                    var cosine = cosines[segment.Base + i];
                    sum += cosine;
                    living++;
                    best = float.MaxNative(best, cosine);
                    bins[BinOf(cosine)]++;
                }
            }
        }

        var mean = living == 0 ? 0 : (float)(sum / living);
        if (living == 0 || best - mean < 1e-6f)
        {
            ArrayPool<float>.Shared.Return(cosines);
            return null;
        }

        var bin = Bins - 1;
        for (var near = bins[bin]; bin > 0 && near < RankingWeights.NearestChunks; near += bins[bin])
        {
            bin--;
        }

        var leastNear = Math.Max(mean, (bin * 2f / Bins) - 1);
        return new VectorEvidence(cosines, mean, best - mean, leastNear, BestOfFiles(snapshot, cosines, mean, best - mean));
    }

    /// <summary>Gives the cosines back to the pool that they are from: nothing may be asked after that.</summary>
    public void GiveBack() => ArrayPool<float>.Shared.Return(cosines);

    public float CosineOf(int slot) => cosines[slot];

    /// <summary>0 for a chunk as far away as most are, 1 for the nearest.</summary>
    public double NearnessOf(int slot) => Math.Max(0, cosines[slot] - mean) / range;

    /// <summary>The mean nearness of the file's nearest three chunks: what a whole file is about shows in more than one place.</summary>
    public double NearnessOfFile(int file) => files[file];

    public bool IsNear(int slot) => cosines[slot] >= LeastNear;

    private static int BinOf(float cosine) => Math.Clamp((int)((cosine + 1) * (Bins / 2)), 0, Bins - 1);

    // A file's chunks lie beside each other in its segment.
    private static float[] BestOfFiles(IndexSnapshot snapshot, float[] cosines, float mean, float range)
    {
        var files = new float[snapshot.Files.Length];
        for (var f = 0; f < files.Length; f++)
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

        return files;
    }
}
