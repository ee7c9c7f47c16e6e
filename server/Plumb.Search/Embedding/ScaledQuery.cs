namespace Plumb.Search.Embedding;

/// <summary>A query's vector as it is compared.</summary>
/// <param name="Row">Its numbers, rounded to twelve bits.</param>
/// <param name="InverseLength">1 over the length of that.</param>
internal readonly record struct ScaledQuery(short[] Row, float InverseLength)
{
    /// <summary>Null when the vector is zero.</summary>
    /// <exception cref="EmbedderException">It has another number of dimensions than the vectors of the index.</exception>
    public static ScaledQuery? Of(ReadOnlySpan<float> query, string embedder, int dimension)
    {
        if (query.Length != dimension)
        {
            throw new EmbedderException($"The embedder {embedder} gave a vector of {query.Length} numbers for a query and {dimension} for the workspace's files: rebuild the index.");
        }

        var row = new short[dimension];
        var inverse = Quantization.QuantizeQuery(query, row);
        return inverse == 0 ? null : new ScaledQuery(row, inverse);
    }
}
