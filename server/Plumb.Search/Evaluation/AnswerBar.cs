namespace Plumb.Search.Evaluation;

/// <summary>What the answers of a set have to reach.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Value">0 to 1.</param>
public sealed record AnswerBar(string Name, double Value)
{
    public const string Citations = "citations";
    public const string Cited = "cited";
    public const string Facts = "facts";
    public const string Supported = "supported";
    public const string Abstention = "abstention";
    public const string FalseAbstention = "false-abstention";
    public const string Judge = "judge";
    public const string Kappa = "kappa";

    private const double Rounding = 1e-9;

    public static IReadOnlyList<string> Names { get; } = [Citations, Cited, Facts, Supported, Abstention, FalseAbstention, Judge, Kappa];

    /// <summary>True for a bar that must not be exceeded.</summary>
    public bool IsUpper => Name == FalseAbstention;

    public bool IsMetBy(double reached) => IsUpper ? reached <= Value + Rounding : reached >= Value - Rounding;
}
