namespace Plumb.Search.Evaluation;

/// <summary>
/// Whether one configuration is better than another, judged by the differences question by question: questions differ
/// from one another far more than configurations do, so means that are compared without pairing tell little.
/// </summary>
/// <param name="Difference">Mean of the differences, second minus first.</param>
/// <param name="Low">Lower end of the 95 % confidence interval of the mean difference.</param>
/// <param name="High">Its upper end.</param>
/// <param name="PValue">How likely a difference at least as large would be if there were none, by <see cref="Bootstrap"/>; never less than so few questions can tell.</param>
/// <param name="SignPValue">The same by <see cref="SignTest"/>, which looks at which side was better and not at how much.</param>
/// <param name="Better">Questions at which the second is better.</param>
/// <param name="Worse">Questions at which the second is worse.</param>
public sealed record PairedComparison(double Difference, double Low, double High, double PValue, double SignPValue, int Better, int Worse)
{
    private const int Resamples = 10_000;
    private const double Even = 1e-9;

    /// <summary>Below it, a difference is called a change and not noise.</summary>
    public const double SignificanceLevel = 0.05;

    public bool IsSignificant => PValue < SignificanceLevel;

    /// <param name="first">The values of the first configuration, one a question.</param>
    /// <param name="second">Those of the second, in the same order.</param>
    public static PairedComparison Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
        {
            throw new ArgumentException("Pairs need as many values on either side.", nameof(second));
        }

        var differences = first.Zip(second, (a, b) => b - a).ToArray();
        var (better, worse) = (differences.Count(d => d > Even), differences.Count(d => d < -Even));
        var (low, high, p) = Bootstrap(differences);

        // A handful of questions that went the same way by chance looks sure to the bootstrap: a test that turns the differences'
        // signs around cannot give less than this.
        p = Math.Max(p, SignTest(better + worse, 0));
        return new PairedComparison(differences.Length == 0 ? 0 : differences.Average(), low, high, p, SignTest(better, worse), better, worse);
    }

    /// <summary>
    /// The paired bootstrap test, two-sided (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 16.4;
    /// for retrieval: Sakai, Evaluating Evaluation Metrics Based on the Bootstrap, SIGIR 2006): the differences are shifted
    /// to a mean of 0 and drawn with replacement; p is the share of draws whose mean is as far from 0 as the measured one.
    /// The interval is the percentile interval of the same draws, unshifted. Seeded: the same values give the same result.
    /// </summary>
    public static (double Low, double High, double PValue) Bootstrap(IReadOnlyList<double> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        if (differences.All(d => Math.Abs(d) <= Even))
        {
            return (0, 0, 1);
        }

        var mean = differences.Average();
        var random = new Random(20020401);
        var means = new double[Resamples];
        var asFar = 0;
        for (var i = 0; i < Resamples; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < differences.Count; j++)
            {
                sum += differences[random.Next(differences.Count)];
            }

            means[i] = sum / differences.Count;
            asFar += Math.Abs(means[i] - mean) >= Math.Abs(mean) - Even ? 1 : 0;
        }

        // The measured sample is one of the draws (Davison and Hinkley, 1997, section 4.2): p is never 0.
        return (Percentile.Of(means, 0.025), Percentile.Of(means, 0.975), (asFar + 1.0) / (Resamples + 1));
    }

    /// <summary>
    /// The exact sign test, two-sided (Conover, Practical Nonparametric Statistics, 1999, section 3.4): ties are left out, and
    /// p is twice the binomial tail of the rarer sign at one half.
    /// </summary>
    public static double SignTest(int better, int worse)
    {
        var (n, rarer) = (better + worse, Math.Min(better, worse));
        var (tail, logChoose) = (0.0, 0.0);
        for (var i = 0; i <= rarer; i++)
        {
            tail += Math.Exp(logChoose - (n * Math.Log(2)));
            logChoose += Math.Log(n - i) - Math.Log(i + 1);
        }

        return Math.Min(1, 2 * tail);
    }
}
