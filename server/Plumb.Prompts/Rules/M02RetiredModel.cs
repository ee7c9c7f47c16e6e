namespace Plumb.Prompts.Rules;

internal sealed class M02RetiredModel() : DocumentedRule(
    "M02",
    "retired-model",
    LintSeverity.Warning,
    FixKind.Ask,
    new RuleDocumentation(
        "The model is no longer served by its provider.",
        "Requests to a retired model fail. The dates are those of the provider's own service; a cloud that serves the model under a name of its own may keep it longer.",
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt-4-32k
        """,
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt-4o
        """,
        "author.prompt.yml"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var model in context.File.Models)
        {
            if (model is { Name: { } name, IsDeployment: false } && context.Options.Models?.Find(name) is { RetiredOn: { } day } facts && (context.Options.Today is not { } today || string.CompareOrdinal(day, today) <= 0))
            {
                var fix = facts.Replacement is { } replacement ? ModelEdit.Rename(context, model, name[..(name.LastIndexOf('/') + 1)] + replacement) : null;
                context.Report(this, model.NameSpan, $"'{name}' was retired on {day}: take {(facts.Replacement is { } next ? $"'{next}'" : "one that is still served")}.", fix);
            }
        }
    }
}
