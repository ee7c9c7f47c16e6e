namespace Plumb.Prompts.Rules;

internal sealed class M01UnknownModel() : DocumentedRule(
    "M01",
    "unknown-model",
    LintSeverity.Warning,
    FixKind.Ask,
    new RuleDocumentation(
        "The model's name is close to one that exists, and is none.",
        "The service answers with an error, at the first request. Only a slip of the pen is reported: a name that is close to nothing may be newer than this linter, and a deployment's name is the user's own.",
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt4o
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
            if (model is { Name: { } name, IsDeployment: false } && context.Options.Models is { } models && models.Find(name) is null && models.Near(name) is { } near && !near.Equals(Bare(name), StringComparison.OrdinalIgnoreCase) && !near.Replace(".", "", StringComparison.Ordinal).Equals(Bare(name), StringComparison.OrdinalIgnoreCase))
            {
                var right = name[..(name.LastIndexOf('/') + 1)] + near;
                context.Report(this, model.NameSpan, $"No model is called '{name}'; did you mean '{right}'?", ModelEdit.Rename(context, model, right));
            }
        }
    }

    // Azure has names without dots: gpt-35-turbo is one of them, and no slip.
    private static string Bare(string name) => name[(name.LastIndexOf('/') + 1)..];
}
