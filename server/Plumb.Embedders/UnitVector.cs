namespace Plumb.Embedders;

/// <summary>Vectors of length 1.</summary>
internal static class UnitVector
{
    /// <summary>Brings a vector to length 1; one of zeros, or with a number that is none, becomes zeros.</summary>
    public static void Normalize(Span<float> vector)
    {
        double sum = 0;
        foreach (var number in vector)
        {
            sum += (double)number * number;
        }

        if (!double.IsFinite(sum) || sum <= 0)
        {
            vector.Clear();
            return;
        }

        var scale = (float)(1 / Math.Sqrt(sum));
        foreach (ref var number in vector)
        {
            number *= scale;
        }
    }
}
