using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed class R03UserInputInSystemMessage() : DocumentedRule(
    "R03",
    "user-input-in-system-message",
    LintSeverity.Error,
    FixKind.Ask,
    new RuleDocumentation(
        "What the user writes is put into the system message.",
        "A model trusts its system message above all. Whoever fills a variable there writes rules for it. Put the variable into a message of the user.",
        """
        ---
        name: answer
        ---
        system:
        Answer this: {{question}}
        """,
        """
        ---
        name: answer
        ---
        system:
        Answer questions.
        user:
        {{question}}
        """,
        "answer.prompty"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var message in context.File.Messages.Where(m => m.Role is "system" or "developer" && !m.RoleSpan.IsEmpty && !IsRecord(m)))
        {
            foreach (var use in message.Template.Syntax.Variables.Where(v => v.IsPrinted && v.Kind != UseKind.Possible && message.Content.Contains(v.Span) && UserNames.IsUsers(v.Name)))
            {
                // Quoting an input that a user message holds as well is a repetition, and the same fault.
                context.Report(this, message.Template.Text.ToFile(use.Span), $"'{use.Name}' is what a user writes: move it into a user message, where it cannot give orders.", Move(context, message, use));
            }
        }
    }

    /// <summary>A question beside its answer is a record that the model is to judge, and nobody's request.</summary>
    private static bool IsRecord(PromptMessage message) => message.Template.Syntax.Variables.Any(v => v.IsPrinted && message.Content.Contains(v.Span) && UserNames.IsAnswer(v.Name));

    /// <summary>Moves the variable to a message of its own at the end, where the format has role lines and the file ends with this message.</summary>
    private static LintFix? Move(RuleContext context, PromptMessage message, VariableUse use)
    {
        var template = message.Template;
        if (context.File.Format != PromptFormat.Prompty || context.File.Messages[^1] != message || template.Syntax.Parts.FirstOrDefault(p => p.Kind == TemplatePartKind.Output && p.Span.Contains(use.Span)) is not { Span.Length: > 0 } part)
        {
            return null;
        }

        var end = context.File.Text.Length;
        var lead = context.File.Text.EndsWith('\n') ? "" : "\n";
        return new LintFix("Move to a user message", FixKind.Ask, [new LintEdit(template.Text.ToFile(part.Span), ""), new LintEdit(new TextSpan(end, end), $"{lead}user:\n{template.Text.Value[part.Span.Start..part.Span.End]}\n")]);
    }
}
