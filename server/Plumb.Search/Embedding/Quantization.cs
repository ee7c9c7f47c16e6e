namespace Plumb.Search.Embedding;

/// <summary>
/// Vectors in eight bits a number. Each has a scale of its own, so that its largest number uses the whole range; the
/// scale is not kept, since a cosine needs the length of what was rounded only.
/// </summary>
internal static class Quantization
{
    /// <summary>
    /// The largest number of a query, which is kept in sixteen bits: the sum of 4,096 products with numbers of eight
    /// bits still fits into 32.
    /// </summary>
    private const float QueryRange = 2047;

    /// <summary>Longer vectors could overflow the scan's sums.</summary>
    public const int MaxDimension = 4096;

    /// <summary>Rounds a vector to eight bits a number, -127 to 127, and returns 1 over its length then; 0 for a vector of zeros.</summary>
    public static float Quantize(ReadOnlySpan<float> vector, Span<sbyte> row)
    {
        var scale = ScaleOf(vector, sbyte.MaxValue);
        var squares = 0;
        for (var i = 0; i < vector.Length; i++)
        {
            var rounded = (int)MathF.Round(vector[i] * scale);
            row[i] = (sbyte)rounded;
            squares += rounded * rounded;
        }

        return squares == 0 ? 0 : 1 / MathF.Sqrt(squares);
    }

    /// <summary>Rounds a query's vector to twelve bits a number, and returns 1 over its length then; 0 for a vector of zeros.</summary>
    public static float QuantizeQuery(ReadOnlySpan<float> vector, Span<short> row)
    {
        var scale = ScaleOf(vector, QueryRange);
        var squares = 0L;
        for (var i = 0; i < vector.Length; i++)
        {
            var rounded = (int)MathF.Round(vector[i] * scale);
            row[i] = (short)rounded;
            squares += rounded * rounded;
        }

        return squares == 0 ? 0 : 1 / MathF.Sqrt(squares);
    }

    /// <summary>1 over the length of a row that was rounded before; 0 for a row of zeros.</summary>
    public static float InverseLengthOf(ReadOnlySpan<sbyte> row)
    {
        var squares = 0;
        foreach (var number in row)
        {
            squares += number * number;
        }

        return squares == 0 ? 0 : 1 / MathF.Sqrt(squares);
    }

    // A number that is none (a model's overflow) makes the whole vector nothing rather than garbage.
    private static float ScaleOf(ReadOnlySpan<float> vector, float range)
    {
        var largest = 0f;
        foreach (var number in vector)
        {
            if (!float.IsFinite(number))
            {
                return 0;
            }

            largest = Math.Max(largest, Math.Abs(number));
        }

        return largest < 1e-12f ? 0 : range / largest;
    }
}
