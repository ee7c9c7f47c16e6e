using System.Globalization;
using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Rules;

internal sealed class K03BudgetRegression() : DocumentedRule(
    "K03",
    "budget-regression",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "The prompt has grown a good deal against the base that it is compared with.",
        "Each request pays for every token of it. Growth of a fifth and at least fifty tokens is worth a second look in review.",
        """
        messages:
          - role: user
            content: Answer the question. Think of every case that there may be and weigh each of them. Think of every case that there may be and weigh each of them. Think of every case that there may be and weigh each of them. Think of every case that there may be and weigh each of them. Think of every case that there may be and weigh each of them. Think of every case that there may be and weigh each of them. 
        model: openai/gpt-4o
        """,
        """
        messages:
          - role: user
            content: Answer the question briefly.
        model: openai/gpt-4o
        """,
        "answer.prompt.yml")
    {
        Settings = LintOptions.Default with { Base = new OneBase("messages:\n  - role: user\n    content: Answer the question.\n") },
    })
{
    private const int Least = 50;

    internal override void Check(RuleContext context)
    {
        var file = context.File;
        if (context.Options is not { Base: { } texts, Tokens: { } counter } || texts.Read(file.Path) is not { } before || before == file.Text || PromptLinter.Parse(file.Path, before, context.Options.Files) is not { } old)
        {
            return;
        }

        var model = file.Models is [var first, ..] ? first.Name : null;
        var (was, now) = (PromptTokens.Count(old, counter, model), PromptTokens.Count(file, counter, model));
        if (now - was >= Least && now > was * (1 + context.Options.BudgetRegression))
        {
            context.Report(this, context.Lines.GetLineSpan(0), string.Create(CultureInfo.InvariantCulture, $"The prompt has grown from {was} to {now} tokens against the base: every request pays for them."));
        }
    }
}
