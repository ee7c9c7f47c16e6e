namespace Plumb.Search.Evaluation;

/// <summary>How often a question was refused ("not found in this workspace"), rightly and wrongly.</summary>
public sealed record Refusals(int Unanswerable, int RefusedRightly, int Answerable, int RefusedFalsely)
{
    /// <summary>Share of the unanswerable questions that were refused; 1 where there are none.</summary>
    public double Rate => Unanswerable == 0 ? 1 : RefusedRightly / (double)Unanswerable;

    /// <summary>Share of the answerable questions that were refused; 0 where there are none.</summary>
    public double FalseRate => Answerable == 0 ? 0 : RefusedFalsely / (double)Answerable;

    public double ValueOf(Bar bar)
    {
        ArgumentNullException.ThrowIfNull(bar);
        return bar.Name == Bar.Refusal ? Rate : FalseRate;
    }
}
