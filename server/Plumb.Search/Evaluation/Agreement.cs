namespace Plumb.Search.Evaluation;

/// <summary>How far a judge agrees with people, on answers that both called good or bad.</summary>
/// <param name="BothGood">Called good by people and by the judge.</param>
/// <param name="BothBad">Called bad by both.</param>
/// <param name="JudgeOnlyGood">Bad by people, good by the judge: it lets through.</param>
/// <param name="JudgeOnlyBad">Good by people, bad by the judge: it is too strict.</param>
public sealed record Agreement(int BothGood, int BothBad, int JudgeOnlyGood, int JudgeOnlyBad)
{
    private const int Resamples = 2000;

    public int Count => BothGood + BothBad + JudgeOnlyGood + JudgeOnlyBad;

    /// <summary>Share of the answers on which they agree; 0 where there are none.</summary>
    public double Observed => Count == 0 ? 0 : (BothGood + BothBad) / (double)Count;

    /// <summary>
    /// Agreement beyond chance, -1 to 1 (Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological
    /// Measurement 20, 1960): (p_o - p_e) / (1 - p_e), where p_e is the share on which two who judge as often good as these,
    /// but without looking, would agree. Null where p_e is 1: both gave one and the same verdict throughout, and nothing can be told.
    /// </summary>
    public double? Kappa
    {
        get
        {
            if (Count == 0)
            {
                return null;
            }

            double n = Count;
            var (people, judge) = ((BothGood + JudgeOnlyBad) / n, (BothGood + JudgeOnlyGood) / n);
            var byChance = (people * judge) + ((1 - people) * (1 - judge));
            return byChance >= 1 ? null : (Observed - byChance) / (1 - byChance);
        }
    }

    public static Agreement Of(IEnumerable<(bool People, bool Judge)> verdicts)
    {
        var all = verdicts.ToList();
        return new Agreement(all.Count(v => v is (true, true)), all.Count(v => v is (false, false)), all.Count(v => v is (false, true)), all.Count(v => v is (true, false)));
    }

    /// <summary>
    /// The 95 % percentile interval of kappa over bootstrap samples of the answers (Efron and Tibshirani, An Introduction to
    /// the Bootstrap, 1993, section 13.3); null where kappa is, or where hardly a sample has one. Seeded.
    /// </summary>
    public (double Low, double High)? KappaInterval()
    {
        if (Kappa is null)
        {
            return null;
        }

        var verdicts = Enumerable.Repeat((true, true), BothGood).Concat(Enumerable.Repeat((false, false), BothBad)).Concat(Enumerable.Repeat((false, true), JudgeOnlyGood)).Concat(Enumerable.Repeat((true, false), JudgeOnlyBad)).ToArray();
        var random = new Random(19600401);
        var kappas = new List<double>();
        for (var i = 0; i < Resamples; i++)
        {
            if (Of(Enumerable.Range(0, verdicts.Length).Select(_ => verdicts[random.Next(verdicts.Length)])).Kappa is { } kappa)
            {
                kappas.Add(kappa);
            }
        }

        return kappas.Count < Resamples / 2 ? null : (Percentile.Of(kappas, 0.025), Percentile.Of(kappas, 0.975));
    }
}
