using System.Globalization;
using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Rules;

internal sealed class K01OverBudget() : DocumentedRule(
    "K01",
    "over-budget",
    LintSeverity.Error,
    FixKind.None,
    new RuleDocumentation(
        "The prompt's fixed text has more tokens than the project allows.",
        "A budget (`lint.tokenBudget` of the workspace's settings) keeps prompts from growing until they are slow and dear. Without one the rule is silent.",
        """
        messages:
          - role: user
            content: Say which of these words is a verb, which one is a noun, and which one is an adverb.
        model: openai/gpt-4o
        """,
        """
        messages:
          - role: user
            content: Find the verb.
        model: openai/gpt-4o
        """,
        "words.prompt.yml")
    {
        Settings = LintOptions.Default with { TokenBudget = 10 },
    })
{
    internal override void Check(RuleContext context)
    {
        if (context.Options is { TokenBudget: { } budget, Tokens: { } counter } && PromptTokens.Upper(context.File) > budget)
        {
            var count = PromptTokens.Count(context.File, counter, (context.File.Models is [var first, ..] ? first.Name : null));
            if (count > budget)
            {
                context.Report(this, context.Lines.GetLineSpan(0), string.Create(CultureInfo.InvariantCulture, $"The prompt has {count} tokens; the budget is {budget}: shorten it, or raise lint.rules.K01.maxTokens."));
            }
        }
    }
}
