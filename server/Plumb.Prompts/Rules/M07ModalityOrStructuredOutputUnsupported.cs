using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Rules;

internal sealed class M07ModalityOrStructuredOutputUnsupported() : DocumentedRule(
    "M07",
    "modality-or-structured-output-not-supported",
    LintSeverity.Error,
    FixKind.None,
    new RuleDocumentation(
        "The model cannot hold its answer to a schema, or takes no images or sound.",
        "The service refuses the request: schemas and pictures came with later models. Ask for JSON in the prompt, leave the picture out, or take a model that has them.",
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
        var file = context.File;
        foreach (var model in file.Models)
        {
            if (model is not { Name: { } name, IsDeployment: false } || context.Options.Models?.Find(name) is not { } facts)
            {
                continue;
            }

            if (file.Format != PromptFormat.Dotprompt && file.OutputSchema is { Language: SchemaLanguage.JsonSchema, Root: not null } && facts.StructuredOutput == false)
            {
                context.Report(this, model.NameSpan, $"'{name}' cannot hold its answer to a schema: take a model that can, or ask for JSON in the prompt.");
            }

            CheckMedia(context, facts, name);
        }
    }

    private void CheckMedia(RuleContext context, ModelFacts facts, string name)
    {
        if (facts is not { TakesImages: false } and not { TakesAudio: false })
        {
            return;
        }

        foreach (var medium in PromptMedia.Find(context.File))
        {
            if ((medium.IsAudio ? facts.TakesAudio : facts.TakesImages) == false)
            {
                context.Report(this, medium.Span, $"'{name}' takes no {(medium.IsAudio ? "sound" : "images")}: take a model that does, or leave it out.");
            }
        }
    }
}
