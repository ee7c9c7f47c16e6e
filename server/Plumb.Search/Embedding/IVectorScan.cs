namespace Plumb.Search.Embedding;

/// <summary>Compares a query with the vectors of all chunks.</summary>
internal interface IVectorScan
{
    /// <summary>The cosine of a query with each document, -1 to 1; 0 for documents without a vector.</summary>
    /// <param name="query">The query's vector.</param>
    /// <returns>One for each document; null when the query's vector is zero, which is near to nothing.</returns>
    float[]? Scan(ReadOnlySpan<float> query);
}
