using Plumb.Prompts.Formats;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed class R02AccidentalRoleMarker() : DocumentedRule(
    "R02",
    "accidental-role-marker",
    LintSeverity.Error,
    FixKind.Safe,
    new RuleDocumentation(
        "A line inside a block of code is taken for the start of a message.",
        "Prompty splits the body at every line that is a role and a colon, in an example as well. The message ends there, and the rest of the example goes to the model in another role. A word after the colon keeps it an example.",
        """
        ---
        name: answer
        ---
        system:
        Repeat such dialogues:
        ```
        user:
        Hello
        ```
        """,
        """
        ---
        name: answer
        ---
        system:
        Repeat such dialogues:
        ```
        user: Hello
        ```
        """,
        "dialogue.prompty"))
{
    internal override void Check(RuleContext context)
    {
        if (context.File.Format != PromptFormat.Prompty)
        {
            return;
        }

        foreach (var template in context.File.Templates.Where(t => t.Text.Value.Contains("```", StringComparison.Ordinal)))
        {
            var fences = MarkdownFences.Find(template.Text.Value);
            foreach (var message in context.File.Messages.Where(m => m.Template == template && !m.RoleSpan.IsEmpty))
            {
                // The fence must close behind the mark: an open one is rather a slip.
                var at = message.Content.Start;
                if (fences.Any(f => f.Content.Start < at && at < f.Content.End && f.Content.End < f.Whole.End))
                {
                    var colon = context.File.Text.IndexOf(':', message.RoleSpan.End);
                    context.Report(this, message.RoleSpan, "This line stands in an example and is taken for the start of a message: let it not end with the colon.", new LintFix("Let the line not end with the colon", FixKind.Safe, [new LintEdit(new TextSpan(colon + 1, colon + 1), " …")]));
                }
            }
        }
    }
}
