using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed class K04DynamicBeforeStatic() : DocumentedRule(
    "K04",
    "dynamic-before-static",
    LintSeverity.Warning,
    FixKind.Ask,
    new RuleDocumentation(
        "A variable stands before a long text that never changes.",
        "Services keep the beginning of a prompt that they have read before, and take less money and time for it; from the first character that differs on, nothing is kept. Put what changes behind what does not.",
        """
        ---
        name: answer
        ---
        system:
        The user is called {{name}}.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        Always cite the paragraph of the handbook that an answer rests on.
        user:
        Hello
        """,
        """
        ---
        name: answer
        ---
        system:
        You answer questions about the handbook.
        user:
        {{name}} asks:
        {{question}}
        """,
        "handbook.prompty"))
{
    private const int Static = 4000;

    internal override void Check(RuleContext context)
    {
        // Only the first message: what stands there is the prefix of every request.
        if (context.File.Messages is not [{ Role: "system" or "developer" } first, ..] || first.Content.Length < Static)
        {
            return;
        }

        var uses = first.Template.Syntax.Variables.Where(v => v.IsPrinted && first.Content.Contains(v.Span)).OrderBy(v => v.Span.Start).ToList();
        if (uses.Count > 0 && uses[0].Span.Start - first.Content.Start < Static / 4 && first.Content.End - uses[^1].Span.End >= Static)
        {
            context.Report(this, first.Template.Text.ToFile(uses[0].Span), $"'{uses[0].Name}' stands before a long text that never changes, which no cache can keep then: move it behind that text.", Move(context, first, uses));
        }
    }

    /// <summary>Moves the lines of the variables to the end of the message, where they are whole lines without a statement.</summary>
    private static LintFix? Move(RuleContext context, PromptMessage message, List<VariableUse> uses)
    {
        var (text, template) = (message.Template.Text.Value, message.Template);
        var start = Math.Max(message.Content.Start, uses[0].Span.Start == 0 ? 0 : text.LastIndexOf('\n', uses[0].Span.Start - 1) + 1);
        var end = text.IndexOf('\n', uses[^1].Span.End) is >= 0 and var line ? line + 1 : text.Length;
        var lines = new TextSpan(start, Math.Min(end, message.Content.End));
        var isWhole = lines.End < message.Content.End && template.Syntax.Problems.Count == 0
            && template.Syntax.Parts.All(p => p.Kind == TemplatePartKind.Output ? !p.Span.Overlaps(lines) || lines.Contains(p.Span) : p.Span.End <= message.Content.Start || p.Span.Start >= message.Content.End);
        if (!isWhole || lines.Length > Static / 4)
        {
            return null;
        }

        // Behind the last line of the message that says something.
        var target = message.Content.Start + text.AsSpan(message.Content.Start, message.Content.Length).TrimEnd().Length;
        var (from, to, at) = (template.Text.ToFile(lines), template.Text.ToFile(new TextSpan(target, target)), context.File.Text);
        var moved = at[from.Start..from.End].TrimEnd('\r', '\n');
        var newline = at.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

        // A block scalar's lines are moved with their indentation: they must be lines of the file as they are of the text.
        var indent = from.Start - (from.Start == 0 ? 0 : at.LastIndexOf('\n', from.Start - 1) + 1);
        var isIndented = at.AsSpan(from.Start - indent, indent).IsWhiteSpace();
        return !isIndented || from.Length != lines.Length + (CountLines(moved) * indent) ? null
            : new LintFix("Move behind the fixed text", FixKind.Ask, [new LintEdit(new TextSpan(from.Start - indent, from.End), ""), new LintEdit(to, newline + new string(' ', indent) + moved)]);
    }

    private static int CountLines(string text) => text.AsSpan().Count('\n');
}
