namespace Plumb.Prompts.Rules;

internal sealed class R01RoleOrder() : DocumentedRule(
    "R01",
    "role-order",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "A system message comes after the conversation has begun: put it first.",
        "Several services refuse a system message that is not first, and others move it to the front. Say it at the start, or as the user.",
        """
        ---
        name: answer
        ---
        user:
        Hello
        system:
        Answer briefly.
        """,
        """
        ---
        name: answer
        ---
        system:
        Answer briefly.
        user:
        Hello
        """,
        "hello.prompty"))
{
    internal override void Check(RuleContext context)
    {
        var talking = false;
        foreach (var message in context.File.Messages.Where(m => !m.RoleSpan.IsEmpty))
        {
            if (message.Role is "system" or "developer")
            {
                if (talking)
                {
                    context.Report(this, message.RoleSpan, $"This {message.Role} message comes after the conversation has begun.");
                    return;
                }
            }
            else
            {
                talking = true;
            }
        }
    }
}
