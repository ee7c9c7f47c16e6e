using System.Globalization;

namespace Plumb.Search.Evaluation;

/// <summary>A measure of retrieval at a cutoff.</summary>
/// <param name="Name">As it is written: "ndcg@10", "recall@5", "precision@10", "mrr".</param>
/// <param name="Kind">Which measure.</param>
/// <param name="Cutoff">Hits beyond this rank are not looked at.</param>
public sealed record Metric(string Name, MetricKind Kind, int Cutoff)
{
    public const int MaxCutoff = 1000;

    /// <param name="k">The cutoff of a name that has none.</param>
    /// <returns>Null for what is no metric.</returns>
    public static Metric? Parse(string name, int k)
    {
        ArgumentNullException.ThrowIfNull(name);
        var at = name.IndexOf('@', StringComparison.Ordinal);
        var cutoff = k;
        if (at >= 0 && !(int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out cutoff) && cutoff is >= 1 and <= MaxCutoff))
        {
            return null;
        }

        return (at < 0 ? name : name[..at]) switch
        {
            "recall" when at > 0 => new Metric(name, MetricKind.Recall, cutoff),
            "precision" when at > 0 => new Metric(name, MetricKind.Precision, cutoff),
            "ndcg" when at > 0 => new Metric(name, MetricKind.Ndcg, cutoff),
            "mrr" => new Metric(name, MetricKind.ReciprocalRank, cutoff),
            _ => null,
        };
    }

    /// <summary>The value for one question, 0 to 1; a set's value is the mean over its questions.</summary>
    public double Compute(Judgement judgement)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        return Kind switch
        {
            MetricKind.Recall => Recall(judgement),
            MetricKind.Precision => Precision(judgement),
            MetricKind.ReciprocalRank => ReciprocalRank(judgement),
            _ => Ndcg(judgement),
        };
    }

    /// <summary>
    /// Share of the expectations that the first k hits match (Manning, Raghavan and Schütze, Introduction to Information
    /// Retrieval, 2008, section 8.3).
    /// </summary>
    private double Recall(Judgement judgement) =>
        judgement.Ranks.Count == 0 ? 0 : judgement.Ranks.Count(rank => rank > 0 && rank <= Cutoff) / (double)judgement.Ranks.Count;

    /// <summary>
    /// Answers among the first k hits, divided by k even where there are fewer hits (Manning, Raghavan and Schütze, 2008,
    /// section 8.4). A question with n expectations cannot go beyond n / k.
    /// </summary>
    private double Precision(Judgement judgement) => judgement.Gains.Take(Cutoff).Count(gain => gain) / (double)Cutoff;

    /// <summary>
    /// 1 / rank of the first answer, 0 where there is none within the cutoff; its mean is MRR (Voorhees, The TREC-8 Question
    /// Answering Track Report, 1999).
    /// </summary>
    private double ReciprocalRank(Judgement judgement) => judgement.FirstRank is > 0 and var rank && rank <= Cutoff ? 1.0 / rank : 0;

    /// <summary>
    /// DCG / ideal DCG with DCG = Σ gain(i) / log2(i + 1) over the ranks i up to k and binary gains (Järvelin and Kekäläinen,
    /// Cumulated Gain-Based Evaluation of IR Techniques, ACM TOIS 20(4), 2002, in the form without a base for the first
    /// ranks). Ideal is an answer at each rank up to the number of expectations, or to k if that is less.
    /// </summary>
    private double Ndcg(Judgement judgement)
    {
        var (gained, ideal) = (0.0, 0.0);
        for (var i = 0; i < Cutoff; i++)
        {
            var discount = 1 / Math.Log2(i + 2);
            gained += i < judgement.Gains.Count && judgement.Gains[i] ? discount : 0;
            ideal += i < judgement.Ranks.Count ? discount : 0;
        }

        return ideal == 0 ? 0 : gained / ideal;
    }
}

/// <summary>The measures of retrieval.</summary>
public enum MetricKind
{
    Recall,
    Precision,
    ReciprocalRank,
    Ndcg,
}
