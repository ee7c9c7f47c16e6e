namespace Plumb.Search.Embedding;

/// <summary>
/// The vectors of all chunks of an index in one flat buffer, and the exact scan over it: a few milliseconds for a
/// hundred thousand chunks, so that no index over the vectors is wanted, and nothing is ever missed.
/// </summary>
internal sealed class VectorTable : IVectorScan
{
    // Below this much a second thread costs more than it saves.
    private const int BytesForTwoThreads = 1 << 20;
    private const int RowsAtATime = 1024;

    private readonly sbyte[] rows;
    private readonly float[] inverseLengths;

    /// <param name="embedder">Whose vectors they are.</param>
    /// <param name="dimension">Numbers in each.</param>
    /// <param name="rows">Document x dimension.</param>
    /// <param name="inverseLengths">For each document 1 over the length of its row; 0 when it has no vector.</param>
    public VectorTable(string embedder, int dimension, sbyte[] rows, float[] inverseLengths)
    {
        Embedder = embedder;
        Dimension = dimension;
        this.rows = rows;
        this.inverseLengths = inverseLengths;
    }

    public string Embedder { get; }

    public int Dimension { get; }

    /// <summary>The cosine of a query with each document, -1 to 1; 0 for documents without a vector.</summary>
    /// <param name="query">The query's vector, of <see cref="Dimension"/> numbers.</param>
    /// <returns>One for each document; null when the query's vector is zero, which is near to nothing.</returns>
    public float[]? Scan(ReadOnlySpan<float> query)
    {
        var cosines = new float[inverseLengths.Length];
        return Scan(query, cosines) ? cosines : null;
    }

    /// <summary>The same, into place; false when the query's vector is zero.</summary>
    /// <param name="query">The query's vector.</param>
    /// <param name="cosines">One for each document.</param>
    public bool Scan(ReadOnlySpan<float> query, Memory<float> cosines)
    {
        if (ScaledQuery.Of(query, Embedder, Dimension) is not { Row: var wide, InverseLength: var inverse })
        {
            return false;
        }

        if (rows.Length < BytesForTwoThreads || Environment.ProcessorCount < 2)
        {
            Scan(wide, inverse, cosines.Span, 0, cosines.Length);
            return true;
        }

        var half = cosines.Length / 2;
        var other = Task.Run(() => Scan(wide, inverse, cosines.Span, 0, half));
        Scan(wide, inverse, cosines.Span, half, cosines.Length);
        other.GetAwaiter().GetResult();
        return true;
    }

    private void Scan(short[] query, float inverse, Span<float> cosines, int from, int to)
    {
        Span<int> products = stackalloc int[RowsAtATime];
        for (var start = from; start < to; start += RowsAtATime)
        {
            var count = Math.Min(RowsAtATime, to - start);
            DotProduct.Compute(query, rows.AsSpan(start * Dimension, count * Dimension), products[..count]);
            for (var i = 0; i < count; i++)
            {
                cosines[start + i] = products[i] * inverse * inverseLengths[start + i];
            }
        }
    }
}
