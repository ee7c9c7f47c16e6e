using Plumb.Prompts.Model;

namespace Plumb.Prompts.Rules;

internal sealed class M07StructuredOutputUnsupported() : DocumentedRule(
    "M07",
    "structured-output-not-supported",
    LintSeverity.Error,
    FixKind.None,
    new RuleDocumentation(
        "The model cannot hold its answer to a schema.",
        "The service refuses the request: schemas came with later models. Ask for JSON in the prompt, or take a model that has them.",
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt-4
        responseFormat: json_schema
        jsonSchema: '{"name": "a", "schema": {"type": "object"}}'
        """,
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt-4o
        responseFormat: json_schema
        jsonSchema: '{"name": "a", "schema": {"type": "object"}}'
        """,
        "author.prompt.yml"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var model in context.File.Models)
        {
            if (model is { Name: { } name, IsDeployment: false } && context.File.Format != PromptFormat.Dotprompt && context.File.OutputSchema is { Language: SchemaLanguage.JsonSchema, Root: not null } && context.Options.Models?.Find(name)?.StructuredOutput == false)
            {
                context.Report(this, model.NameSpan, $"'{name}' cannot hold its answer to a schema.");
            }
        }
    }
}
