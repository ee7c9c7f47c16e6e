using Plumb.Search.Evaluation;

namespace Plumb.Search.Tests.Evaluation;

/// <summary>The mathematics of evaluating answers.</summary>
public sealed class AnswerMeasureTests
{
    [Theory]
    [InlineData("Certificates are rotated every **thirty  days**.", true)]
    [InlineData("Every `Thirty\ndays`, or so.", true)]
    [InlineData("Every 30 days.", true)]
    [InlineData("Every 130 days.", false)]
    [InlineData("Every 30 daystars.", false)]
    [InlineData("Every week.", false)]
    public void A_fact_is_found_in_any_wording_as_whole_words(string text, bool found) =>
        Assert.Equal(found, new ExpectedFact(["thirty days", "30 days"]).IsIn(text));

    [Fact]
    public void Kappa_is_as_in_the_textbook()
    {
        // Of 50: both yes 20, both no 15, one says yes 5, the other 10: p_o 0.7, p_e 0.5.
        var agreement = new Agreement(20, 15, 10, 5);
        Assert.Equal(0.7, agreement.Observed, 9);
        Assert.Equal(0.4, agreement.Kappa!.Value, 9);
        var (low, high) = agreement.KappaInterval()!.Value;
        Assert.InRange(low, 0.1, 0.4);
        Assert.InRange(high, 0.4, 0.7);
    }

    [Fact]
    public void Kappa_is_not_told_where_it_cannot_be()
    {
        Assert.Null(new Agreement(5, 0, 0, 0).Kappa);
        Assert.Null(new Agreement(0, 0, 0, 0).KappaInterval());
        Assert.Equal(1, new Agreement(3, 3, 0, 0).Kappa);
        Assert.Equal(-1, new Agreement(0, 0, 2, 2).Kappa);
        Assert.Equal(new Agreement(1, 1, 1, 0), Agreement.Of([(true, true), (false, false), (false, true)]));
    }
}
