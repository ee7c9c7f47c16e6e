namespace Plumb.Prompts.Rules;

internal sealed class X05UnbalancedFewShot() : DocumentedRule(
    "X05",
    "unbalanced-few-shot",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "Nearly all examples have the same answer.",
        "A model leans towards the label that it saw most. Give each label about as many examples, in mixed order.",
        """
        ---
        name: answer
        ---
        system:
        Say the mood.
        user:
        Text 0
        assistant:
        good
        user:
        Text 1
        assistant:
        good
        user:
        Text 2
        assistant:
        good
        user:
        Text 3
        assistant:
        good
        user:
        Text 4
        assistant:
        good
        user:
        Text 5
        assistant:
        bad
        user:
        {{text}}
        """,
        """
        ---
        name: answer
        ---
        system:
        Say the mood.
        user:
        Text 0
        assistant:
        good
        user:
        Text 1
        assistant:
        bad
        user:
        Text 2
        assistant:
        good
        user:
        Text 3
        assistant:
        bad
        user:
        Text 4
        assistant:
        bad
        user:
        Text 5
        assistant:
        good
        user:
        {{text}}
        """,
        "mood.prompty"))
{
    private const int Fewest = 5;

    internal override void Check(RuleContext context)
    {
        var answers = context.File.Messages.Where(m => m.Role is "assistant" or "model" && !m.RoleSpan.IsEmpty).ToList();
        if (answers.Count < Fewest || answers.Any(a => a.Content.Length > 40 || a.Text.Contains("{{", StringComparison.Ordinal)))
        {
            return;
        }

        var groups = answers.GroupBy(a => a.Text.Trim().ToLowerInvariant()).OrderByDescending(g => g.Count()).ToList();
        if (groups.Count > 1 && groups[0].Count() * 5 >= answers.Count * 4)
        {
            context.Report(this, answers[0].RoleSpan, $"{groups[0].Count()} of {answers.Count} examples have the answer '{groups[0].Key}', which the model will then give too often: add examples of the others.");
        }
    }
}
