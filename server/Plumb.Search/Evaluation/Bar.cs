namespace Plumb.Search.Evaluation;

/// <summary>What a set has to reach.</summary>
/// <param name="Name">A metric ("ndcg@10"), <see cref="Refusal"/> or <see cref="FalseRefusal"/>.</param>
/// <param name="Value">0 to 1.</param>
public sealed record Bar(string Name, double Value)
{
    /// <summary>Share of the unanswerable questions that are refused: at least this.</summary>
    public const string Refusal = "refusal";

    /// <summary>Share of the answerable questions that are refused: at most this.</summary>
    public const string FalseRefusal = "false-refusal";

    // A mean of thirds that is 0.6 by hand need not be the double 0.6.
    private const double Rounding = 1e-9;

    /// <summary>True for a bar that must not be exceeded.</summary>
    public bool IsUpper => Name == FalseRefusal;

    /// <summary>True for a bar that only asking, and not searching, can meet.</summary>
    public bool IsAboutRefusals => Name is Refusal or FalseRefusal;

    public bool IsMetBy(double reached) => IsUpper ? reached <= Value + Rounding : reached >= Value - Rounding;
}
