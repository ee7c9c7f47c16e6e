using System.Globalization;
using Plumb.Prompts.Model;

namespace Plumb.Prompts.Rules;

internal sealed class M03OverWindow() : DocumentedRule(
    "M03",
    "prompt-plus-max-tokens-over-window",
    LintSeverity.Error,
    FixKind.None,
    new RuleDocumentation(
        "The prompt and the answer that is asked for do not fit into the model's window together.",
        "The service refuses the request. The fixed text alone is counted; what the variables bring comes on top.",
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt-4
        modelParameters:
          maxTokens: 8192
        """,
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt-4
        modelParameters:
          maxTokens: 1000
        """,
        "author.prompt.yml"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var model in context.File.Models)
        {
            if (model is { Name: { } name, IsDeployment: false } && context.Options.Models?.Find(name)?.ContextWindow is { } window && context.Options.Tokens is { } counter
                && PromptTokens.Upper(context.File) + (PromptTokens.MaxTokens(model) ?? 0) > window)
            {
                var prompt = PromptTokens.Count(context.File, counter, name);
                var answer = PromptTokens.MaxTokens(model) ?? 0;
                if (prompt + answer > window)
                {
                    context.Report(this, model.Find(ParameterKind.MaxTokens)?.Value.Span ?? model.NameSpan, string.Create(CultureInfo.InvariantCulture, $"The prompt has {prompt} tokens and {answer} are asked for: '{name}' takes {window} together. Shorten the prompt or ask for less."));
                }
            }
        }
    }
}
