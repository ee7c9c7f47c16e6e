namespace Plumb.Search.Evaluation;

/// <summary>Percentiles of measured values.</summary>
public static class Percentile
{
    /// <summary>
    /// The smallest value that at least this share of the values does not exceed: the nearest-rank definition (Hyndman and Fan,
    /// Sample Quantiles in Statistical Packages, 1996, definition 1). It is always a value that was measured.
    /// </summary>
    /// <param name="values">In any order; none gives 0.</param>
    /// <param name="share">Above 0 and up to 1: 0.95 is the 95th percentile.</param>
    public static double Of(IEnumerable<double> values, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length), 1, sorted.Length) - 1];
    }
}
