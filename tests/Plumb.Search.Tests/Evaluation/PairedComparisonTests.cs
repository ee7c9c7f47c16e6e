using Plumb.Search.Evaluation;

namespace Plumb.Search.Tests.Evaluation;

public sealed class PairedComparisonTests
{
    // 2 * (C(n,0) + ... + C(n,rarer)) / 2^n
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 0, 2 / 32.0)]
    [InlineData(0, 5, 2 / 32.0)]
    [InlineData(9, 1, 2 * 11 / 1024.0)]
    [InlineData(7, 3, 2 * (1 + 10 + 45 + 120) / 1024.0)]
    [InlineData(4, 4, 1)]
    public void The_sign_test_is_the_binomial_tail(int better, int worse, double expected) => Assert.Equal(expected, PairedComparison.SignTest(better, worse), 1e-12);

    [Fact]
    public void The_sign_test_holds_for_many_questions() => Assert.InRange(PairedComparison.SignTest(5300, 4700), 1e-10, 1e-7);

    [Fact]
    public void Equal_runs_differ_by_nothing()
    {
        var same = PairedComparison.Of([0.1, 0.5, 1], [0.1, 0.5, 1]);
        Assert.Equal(new PairedComparison(0, 0, 0, 1, 1, 0, 0), same);
        Assert.False(same.IsSignificant);
    }

    [Fact]
    public void A_gain_at_nearly_every_question_is_a_change()
    {
        var before = Enumerable.Range(0, 40).Select(i => i / 100.0).ToList();
        var result = PairedComparison.Of(before, [.. before.Select((value, i) => i % 8 == 0 ? value - 0.1 : value + 0.2)]);
        Assert.Equal(0.1625, result.Difference, 1e-9);
        Assert.True(result.IsSignificant);
        Assert.InRange(result.Low, 0.1, 0.1625);
        Assert.InRange(result.High, 0.1625, 0.2);
        Assert.Equal((35, 5), (result.Better, result.Worse));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void A_handful_of_questions_cannot_tell_a_change(int questions, bool isChange)
    {
        var result = PairedComparison.Of([.. Enumerable.Repeat(0.5, questions)], [.. Enumerable.Repeat(0.0, questions)]);
        Assert.Equal(Math.Pow(2, 1 - questions), result.PValue, 1e-3);
        Assert.Equal(isChange, result.IsSignificant);
    }

    [Fact]
    public void Differences_that_go_either_way_are_noise()
    {
        double[] before = [0, 1, 0.5, 0.3, 0, 1, 0.2, 0.4];
        double[] after = [1, 0, 0.4, 0.5, 0.3, 0.6, 0.3, 0.35];
        var result = PairedComparison.Of(before, after);
        Assert.False(result.IsSignificant);
        Assert.True(result.Low < 0 && result.High > 0);
    }

    [Fact]
    public void The_bootstrap_agrees_with_the_normal_approximation()
    {
        // Mean 0.1 and standard deviation 0.5 over 100 pairs: z = 0.1 / (0.5 / 10) = 2, two-sided p = 0.0455.
        var differences = Enumerable.Range(0, 100).Select(i => 0.1 + (i % 2 == 0 ? 0.5 : -0.5)).ToList();
        var (low, high, p) = PairedComparison.Bootstrap(differences);
        Assert.InRange(p, 0.035, 0.065);
        Assert.Equal(0.1 - 0.098, low, 0.02);
        Assert.Equal(0.1 + 0.098, high, 0.02);
    }

    [Fact]
    public void The_same_values_give_the_same_result_again() => Assert.Equal(PairedComparison.Of([0, 0.5, 0.1, 1], [1, 0, 0.3, 1]), PairedComparison.Of([0, 0.5, 0.1, 1], [1, 0, 0.3, 1]));

    [Fact]
    public void Pairs_need_a_value_on_either_side() => Assert.Throws<ArgumentException>(() => PairedComparison.Of([0.5], [0.5, 1]));
}
