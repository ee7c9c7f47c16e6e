namespace Plumb.Prompts.Rules;

internal sealed class I06UnusedSuppression() : DocumentedRule(
    "I06",
    "unused-suppression",
    LintSeverity.Warning,
    FixKind.Safe,
    new RuleDocumentation(
        "A comment turns off a rule that finds nothing there.",
        "What it was written for is mended or gone. Left in place it hides the next finding of that kind.",
        """
        ---
        name: answer
        ---
        {# plumb-ignore S02 #}
        system:
        Answer briefly.
        """,
        """
        ---
        name: answer
        ---
        system:
        Answer briefly.
        """,
        "answer.prompty"))
{
    /// <summary>Looks at nothing itself: the linter reports it when it knows which suppressions covered a finding.</summary>
    internal override void Check(RuleContext context)
    {
    }
}
