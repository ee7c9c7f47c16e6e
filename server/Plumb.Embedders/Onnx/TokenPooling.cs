namespace Plumb.Embedders.Onnx;

/// <summary>Makes one vector of a text's token vectors, as sentence-transformers' Pooling module does.</summary>
internal static class TokenPooling
{
    /// <param name="tokens">The vectors of the text's own tokens, one behind the other, padding left out.</param>
    /// <param name="size">Numbers in each.</param>
    public static float[] Pool(ReadOnlySpan<float> tokens, int size, Pooling pooling)
    {
        var count = tokens.Length / size;
        if (pooling is Pooling.FirstToken or Pooling.LastToken)
        {
            return tokens.Slice(pooling == Pooling.FirstToken ? 0 : (count - 1) * size, size).ToArray();
        }

        var vector = tokens[..size].ToArray();
        for (var token = 1; token < count; token++)
        {
            var row = tokens.Slice(token * size, size);
            for (var i = 0; i < size; i++)
            {
                vector[i] = pooling == Pooling.Max ? Math.Max(vector[i], row[i]) : vector[i] + row[i];
            }
        }

        var divisor = pooling switch { Pooling.Mean => count, Pooling.MeanSquareRoot => MathF.Sqrt(count), _ => 1 };
        for (var i = 0; i < size; i++)
        {
            vector[i] /= divisor;
        }

        return vector;
    }
}
