using Plumb.Search.Evaluation;

namespace Plumb.Search.Tests.Evaluation;

/// <summary>The measures against values computed by hand.</summary>
public sealed class MetricTests
{
    // Answers at ranks 2 and 4 of five hits; of three expectations one is not found.
    private static readonly Judgement TwoOfThree = new([false, true, false, true, false], [2, 4, 0]);

    [Theory]
    [InlineData("recall@1", 0)]
    [InlineData("recall@2", 1 / 3.0)]
    [InlineData("recall@10", 2 / 3.0)]
    [InlineData("precision@1", 0)]
    [InlineData("precision@2", 0.5)]
    [InlineData("precision@5", 0.4)]
    [InlineData("precision@10", 0.2)]
    [InlineData("mrr", 0.5)]
    [InlineData("mrr@1", 0)]

    // (1/log2(3) + 1/log2(5)) / (1/log2(2) + 1/log2(3) + 1/log2(4)) = (0.63093 + 0.43068) / (1 + 0.63093 + 0.5)
    [InlineData("ndcg@10", 1.06160631 / 2.13092975)]

    // The ideal is capped at the cutoff: 0.63093 / (1 + 0.63093).
    [InlineData("ndcg@2", 0.63092975 / 1.63092975)]
    public void A_metric_has_the_value_that_its_formula_gives_by_hand(string name, double expected) =>
        Assert.Equal(expected, Metric.Parse(name, 10)!.Compute(TwoOfThree), 1e-8);

    [Fact]
    public void All_answers_at_the_top_are_perfect_and_no_hits_are_nothing()
    {
        var perfect = new Judgement([true, true, false], [1, 2]);
        var nothing = new Judgement([], [0, 0]);
        foreach (var name in new[] { "recall@10", "mrr", "ndcg@10" })
        {
            var metric = Metric.Parse(name, 10)!;
            Assert.Equal((1.0, 0.0), (metric.Compute(perfect), metric.Compute(nothing)));
        }
    }

    [Theory]
    [InlineData("recall")]
    [InlineData("recall@0")]
    [InlineData("recall@-1")]
    [InlineData("recall@x")]
    [InlineData("recall@1001")]
    [InlineData("@10")]
    [InlineData("f1@10")]
    [InlineData("NDCG@10")]
    public void What_is_no_metric_is_not_read_as_one(string name) => Assert.Null(Metric.Parse(name, 10));

    [Fact]
    public void A_metric_without_a_cutoff_has_that_of_the_set() => Assert.Equal(7, Metric.Parse("mrr", 7)!.Cutoff);

    [Theory]
    [InlineData(0.5, 30)]
    [InlineData(0.95, 50)]
    [InlineData(0.2, 15)]
    [InlineData(0.21, 20)]
    [InlineData(1, 50)]
    public void A_percentile_is_the_nearest_rank(double share, double expected) => Assert.Equal(expected, Percentile.Of([50, 15, 40, 20, 30], share));

    [Fact]
    public void A_bar_is_met_by_its_value_and_an_upper_bar_is_not_exceeded()
    {
        Assert.True(new Bar("mrr", 0.3).IsMetBy(0.1 + 0.2));
        Assert.False(new Bar("mrr", 0.3).IsMetBy(0.29));
        Assert.True(new Bar(Bar.FalseRefusal, 0.1).IsMetBy(0.05));
        Assert.False(new Bar(Bar.FalseRefusal, 0.1).IsMetBy(0.2));
        Assert.False(new Bar(Bar.Refusal, 0.9).IsMetBy(0.8));
    }

    [Fact]
    public void Refusals_are_shares_of_their_own_kind_of_question()
    {
        var refusals = new Refusals(Unanswerable: 5, RefusedRightly: 4, Answerable: 10, RefusedFalsely: 1);
        Assert.Equal((0.8, 0.1), (refusals.Rate, refusals.FalseRate));
        Assert.Equal((0.8, 0.1), (refusals.ValueOf(new Bar(Bar.Refusal, 1)), refusals.ValueOf(new Bar(Bar.FalseRefusal, 0))));
    }
}
