using System.Buffers;
using Plumb.Search.Embedding;
using Plumb.Search.Storage;

namespace Plumb.Search.Ranking;

/// <summary>
/// Vectors that are compared while they are read and then forgotten: memory that is touched for the first time costs more
/// than the comparing. For one query, within the state of the store that its reader sees.
/// </summary>
internal sealed class StreamedVectors(IndexSnapshot snapshot, StoreReader reader, string embedder, int dimension)
{
    private const int RowsAtATime = 256;

    /// <summary>The cosine of a query with each document, -1 to 1; 0 for documents without a vector.</summary>
    /// <param name="query">The query's vector.</param>
    /// <returns>One for each document, in an array of the shared pool; null when the query's vector is zero, which is near to nothing.</returns>
    public float[]? Scan(ReadOnlySpan<float> query)
    {
        if (ScaledQuery.Of(query, embedder, dimension) is not { } scaled)
        {
            return null;
        }

        var cosines = ArrayPool<float>.Shared.Rent(snapshot.DocumentSlots);
        Array.Clear(cosines, 0, snapshot.DocumentSlots);
        var products = new int[RowsAtATime];
        var segments = snapshot.Segments.ToDictionary(s => s.Id);
        foreach (var set in reader.ReadVectorSets().Where(s => s.Embedder == embedder && s.Dimension == dimension))
        {
            if (!segments.TryGetValue(set.Segment, out var segment))
            {
                continue;
            }

            var lengths = new float[segment.Lengths.Length];
            reader.VisitVectors(set, lengths, RowsAtATime, (first, rows) =>
            {
                var count = rows.Length / dimension;
                DotProduct.Compute(scaled.Row, rows.Span, products.AsSpan(0, count));
                for (var i = 0; i < count; i++)
                {
                    cosines[segment.Base + first + i] = products[i] * scaled.InverseLength * lengths[first + i];
                }
            });
        }

        return cosines;
    }
}
