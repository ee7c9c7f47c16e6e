using Plumb.Search.Embedding;
using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>The comparing of one query with the vectors of all chunks, beside the ranking by words. It reads until it is disposed of, and no longer.</summary>
internal sealed class Comparison : IDisposable
{
    private readonly IndexSnapshot snapshot;
    private SharedWork? work;
    private float[]? cosines;

    private Comparison(IndexSnapshot snapshot) => this.snapshot = snapshot;

    /// <param name="snapshot">The index.</param>
    /// <param name="reader">Reads its state; only until this returns.</param>
    /// <param name="asked">The query.</param>
    /// <param name="elsewhere">Reads the same store with a reader of its own; null where that would wait for this one: in memory a
    /// writer that waits for a reader to end lets no other begin.</param>
    /// <returns>Null where the query has no vector.</returns>
    /// <exception cref="EmbedderException">The query's vector has another length than those of the index.</exception>
    public static Comparison? Start(IndexSnapshot snapshot, StoreReader reader, QueryVector asked, Func<Func<StoreReader, float[]?>, float[]?>? elsewhere)
    {
        if (asked is not { Embedder: { } embedder, Vector: { } vector })
        {
            return null;
        }

        var comparison = new Comparison(snapshot);
        if (elsewhere is not null && snapshot.IsFirstScan() && embedder.Dimension <= Quantization.MaxDimension)
        {
            // The first query compares vectors while they are read and keeps none: a process with one query needs no more.
            comparison.work = SharedWork.Start(1, _ => comparison.cosines = elsewhere(other => snapshot.ScanStored(other, embedder, vector)));
        }
        else
        {
            (comparison.work, comparison.cosines) = snapshot.StartScan(reader, embedder, vector);
        }

        return comparison;
    }

    /// <summary>Waits for it.</summary>
    /// <returns>Null when the vectors cannot be had, or say nothing.</returns>
    public VectorEvidence? Finish()
    {
        work?.Finish();
        return cosines is null ? null : VectorEvidence.Of(snapshot, cosines);
    }

    public void Dispose() => work?.Abandon();
}
