namespace Plumb.Prompts.Rules;

internal sealed class P01UnreadableFile : LintRule
{
    public override string Code => "P01";

    public override string Name => "unreadable-file";

    public override LintSeverity Severity => LintSeverity.Error;

    public override FixKind FixKind => FixKind.None;

    public override RuleDocumentation Documentation { get; } = new(
        "The file's YAML or front matter cannot be read.",
        "What cannot be read cannot be run: the program that loads this prompt will throw, or take the front matter for "
        + "a part of the prompt's text. Other rules still look at what was read before the fault.",
        """
        ---
        name: greet
        inputs:
          - name: "question
        ---
        user:
        {{question}}
        """,
        """
        ---
        name: greet
        inputs:
          - name: "question"
        ---
        user:
        {{question}}
        """,
        "greet.prompty");

    internal override void Check(RuleContext context)
    {
        foreach (var problem in context.File.Problems)
        {
            context.Report(this, problem.Span, problem.Message);
        }
    }
}
