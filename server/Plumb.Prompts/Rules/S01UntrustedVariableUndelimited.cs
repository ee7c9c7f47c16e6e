using Plumb.Prompts.Templates;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed class S01UntrustedVariableUndelimited() : DocumentedRule(
    "S01",
    "untrusted-variable-undelimited",
    LintSeverity.Warning,
    FixKind.Ask,
    new RuleDocumentation(
        "Text from outside stands in the middle of instructions without anything around it.",
        "The model cannot tell where the text ends and the instructions go on, so that the text can give instructions of its own. Put it between tags or fences, or at the end.",
        """
        ---
        name: answer
        ---
        user:
        Summarise {{document}} in one sentence. Use simple words and mention no names at all.
        """,
        """
        ---
        name: answer
        ---
        user:
        Summarise this in one sentence. Use simple words and mention no names at all.
        <document>{{document}}</document>
        Answer in English, and say nothing else about it.
        """,
        "summary.prompty"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var message in context.File.Messages)
        {
            var text = message.Template.Text.Value;
            foreach (var use in message.Template.Syntax.Variables.Where(v => v.IsPrinted && v.Kind == UseKind.Certain && message.Content.Contains(v.Span) && (UserNames.IsUsers(v.Name) || UserNames.IsDocument(v.Name))))
            {
                if (message.Template.Syntax.Parts.FirstOrDefault(p => p.Kind == TemplatePartKind.Output && p.Span.Contains(use.Span)) is not { Span.Length: > 0 } part)
                {
                    continue;
                }

                // Only between words of one sentence: a line or a block of its own is set apart.
                var before = text.AsSpan(message.Content.Start, part.Span.Start - message.Content.Start).TrimEnd([' ', '\t']);
                var after = text.AsSpan(part.Span.End, message.Content.End - part.Span.End).TrimStart([' ', '\t']);
                if (before.Length > 0 && (char.IsLetterOrDigit(before[^1]) || before[^1] == ',') && after.Length > 40 && (char.IsLetterOrDigit(after[0]) || after[0] is ',' or ';'))
                {
                    var tag = use.Name;
                    var span = message.Template.Text.ToFile(part.Span);
                    context.Report(this, span, $"'{use.Name}' comes from outside and nothing sets it apart from the instructions: put it between tags or on lines of its own.", new LintFix($"Put it between <{tag}> tags", FixKind.Ask, [new LintEdit(new TextSpan(span.Start, span.Start), $"<{tag}>"), new LintEdit(new TextSpan(span.End, span.End), $"</{tag}>")]));
                }
            }
        }
    }
}
