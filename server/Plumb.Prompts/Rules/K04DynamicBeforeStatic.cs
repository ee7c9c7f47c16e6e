namespace Plumb.Prompts.Rules;

internal sealed class K04DynamicBeforeStatic() : DocumentedRule(
    "K04",
    "dynamic-before-static",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "A variable stands before a long text that never changes.",
        "Services keep the beginning of a prompt that they have read before, and take less money and time for it; from the first character that differs on, nothing is kept. Put what changes behind what does not.",
        """
        ---
        name: answer
        ---
        system:
        The user is called {{name}}.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        user:
        Hello
        """,
        """
        ---
        name: answer
        ---
        system:
        You answer questions about the handbook.
        user:
        {{name}} asks:
        {{question}}
        """,
        "handbook.prompty"))
{
    private const int Static = 4000;

    internal override void Check(RuleContext context)
    {
        // Only the first message: what stands there is the prefix of every request.
        if (context.File.Messages is not [{ Role: "system" or "developer" } first, ..] || first.Content.Length < Static)
        {
            return;
        }

        var uses = first.Template.Syntax.Variables.Where(v => v.IsPrinted && first.Content.Contains(v.Span)).OrderBy(v => v.Span.Start).ToList();
        if (uses.Count > 0 && uses[0].Span.Start - first.Content.Start < Static / 4 && first.Content.End - uses[^1].Span.End >= Static)
        {
            context.Report(this, first.Template.Text.ToFile(uses[0].Span), $"'{uses[0].Name}' stands before a long text that never changes, which no cache can keep then.");
        }
    }
}
