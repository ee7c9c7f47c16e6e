using System.Runtime.Intrinsics;

namespace Plumb.Search.Embedding;

/// <summary>
/// The vectors of all chunks of an index in one flat buffer, and the exact scan over it: a few milliseconds for a
/// hundred thousand chunks, so that no index over the vectors is wanted, and nothing is ever missed.
/// </summary>
internal sealed class VectorTable
{
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

    public int Documents => inverseLengths.Length;

    /// <summary>The cosine of a query with each document, -1 to 1; 0 for documents without a vector.</summary>
    /// <param name="query">The query's vector, of <see cref="Dimension"/> numbers.</param>
    /// <returns>One for each document; null when the query's vector is zero, which is near to nothing.</returns>
    /// <exception cref="EmbedderException">The query's vector has another length.</exception>
    public float[]? Scan(ReadOnlySpan<float> query)
    {
        if (ScaledQuery.Of(query, Embedder, Dimension) is not { } scaled)
        {
            return null;
        }

        var cosines = new float[Documents];
        Scan(scaled, 0, cosines);
        return cosines;
    }

    /// <summary>The same for some of them.</summary>
    /// <param name="query">The query.</param>
    /// <param name="first">The first document.</param>
    /// <param name="cosines">One for each document from there on.</param>
    public void Scan(in ScaledQuery query, int first, Span<float> cosines)
    {
        Span<int> products = stackalloc int[RowsAtATime];
        for (var start = 0; start < cosines.Length; start += RowsAtATime)
        {
            var count = Math.Min(RowsAtATime, cosines.Length - start);
            DotProduct.Compute(query.Row, rows.AsSpan((first + start) * Dimension, count * Dimension), products[..count]);
            Scale(products[..count], query.InverseLength, inverseLengths.AsSpan(first + start, count), cosines.Slice(start, count));
        }
    }

    private static void Scale(ReadOnlySpan<int> products, float inverse, ReadOnlySpan<float> inverseLengths, Span<float> cosines)
    {
        var i = 0;
        for (; i + Vector128<float>.Count <= products.Length; i += Vector128<float>.Count)
        {
            var wide = Vector128.ConvertToSingle(Vector128.Create(products[i..]));
            (wide * inverse * Vector128.Create(inverseLengths[i..])).CopyTo(cosines[i..]);
        }

        for (; i < products.Length; i++)
        {
            cosines[i] = products[i] * inverse * inverseLengths[i];
        }
    }
}
