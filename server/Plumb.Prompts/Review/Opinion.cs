using Plumb.Text;

namespace Plumb.Prompts.Review;

/// <summary>A kind of thing that a model, and no rule, finds in a prompt. Never an error: a model can be wrong.</summary>
/// <param name="Code">What reports and suppressions name.</param>
/// <param name="Name">The kind.</param>
/// <param name="Summary">What it is about, for <c>--explain</c>.</param>
public sealed record Opinion(string Code, string Name, string Summary)
{
    /// <summary>What codes of opinions begin with.</summary>
    public const char Prefix = 'O';

    public static IReadOnlyList<Opinion> All { get; } =
    [
        new("O01", "ambiguity", "A model reads an instruction in two ways that a careful reader could follow both."),
        new("O02", "missing-output-format", "A model finds that a program will read the answer and that nothing says in what format."),
        new("O03", "conflicting-instructions", "A model finds two instructions that cannot both be followed."),
    ];

    public static bool IsOpinion(string code) => code is [Prefix, ..];

    public static Opinion? Find(string codeOrName) => All.FirstOrDefault(o => o.Code.Equals(codeOrName, StringComparison.OrdinalIgnoreCase) || o.Name.Equals(codeOrName, StringComparison.OrdinalIgnoreCase));

    /// <summary>A remark as a finding, which says whose it is.</summary>
    /// <param name="span">The line.</param>
    /// <param name="reason">The model's sentence.</param>
    public LintDiagnostic Finding(TextSpan span, string reason) => new(span, Code, Name, LintSeverity.Information, $"A model's opinion: {reason}");

    /// <summary>What <c>--explain</c> prints.</summary>
    public string Page() =>
        $"""
        # {Code} {Name}

        {Summary}

        An opinion of the model that you configured, not a rule: asked for with `plumb lint --review` or in the editor, off otherwise, never an error, and without a fix.

        """;
}
