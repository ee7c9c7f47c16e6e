using System.Globalization;
using Plumb.Prompts.Model;

namespace Plumb.Prompts.Rules;

internal sealed class M04OverOutputCap() : DocumentedRule(
    "M04",
    "max-tokens-over-output-cap",
    LintSeverity.Error,
    FixKind.Safe,
    new RuleDocumentation(
        "More tokens are asked for than the model can answer.",
        "The service refuses the request, or cuts the number down without a word.",
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt-4o
        modelParameters:
          maxTokens: 32000
        """,
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt-4o
        modelParameters:
          maxTokens: 16384
        """,
        "author.prompt.yml"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var model in context.File.Models)
        {
            if (model is { Name: { } name, IsDeployment: false } && context.Options.Models?.Find(name)?.MaxOutput is { } cap && PromptTokens.MaxTokens(model) > cap)
            {
                var parameter = model.Find(ParameterKind.MaxTokens)!;
                var text = cap.ToString(CultureInfo.InvariantCulture);
                context.Report(this, parameter.Value.Span, $"'{name}' answers with {text} tokens at most: ask for no more.", new LintFix($"Change to {text}", FixKind.Safe, [new LintEdit(parameter.Value.Span, text)]));
            }
        }
    }
}
