using System.Globalization;
using Plumb.Prompts.Workspace;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed class K02ContextStuffing() : DocumentedRule(
    "K02",
    "context-stuffing",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "One message takes most of the model's window.",
        "What is in the middle of a very long message is read worst, and little room is left for the input and the answer. Bring in what the question needs instead of everything.",
        """
        messages:
          - role: user
            content: |
              All of the town's bylaws follow. All of the town's bylaws follow. All of the town's bylaws follow. All of the town's bylaws follow. All of the town's bylaws follow. All of the town's bylaws follow. All of the town's bylaws follow. All of the town's bylaws follow. All of the town's bylaws follow. All of the town's bylaws follow. 
        model: local/tiny
        """,
        """
        messages:
          - role: user
            content: Answer from the passages below.
        model: openai/gpt-4o
        """,
        "bylaws.prompt.yml")
    {
        Settings = LintOptions.Default with { Models = new OneModel(new ModelFacts("tiny") { ContextWindow = 100 }) },
    })
{
    private const double Most = 0.6;

    internal override void Check(RuleContext context)
    {
        var file = context.File;
        if (file.Models.Select(m => m.Name is { } name && !m.IsDeployment ? context.Options.Models?.Find(name) : null).FirstOrDefault(f => f?.ContextWindow is not null) is not { ContextWindow: { } window } facts || context.Options.Tokens is not { } counter)
        {
            return;
        }

        foreach (var message in file.Messages.Where(m => 3L * m.Content.Length > window * Most))
        {
            var count = counter.Count(message.Text, facts.Name);
            if (count > window * Most)
            {
                var start = message.RoleSpan.IsEmpty ? new TextSpan(message.FileSpan.Start, message.FileSpan.Start) : message.RoleSpan;
                context.Report(this, start, string.Create(CultureInfo.InvariantCulture, $"This message has {count} tokens, {100L * count / window} % of the window of '{facts.Name}': bring in only what the question needs."));
            }
        }
    }
}
