using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Code;

/// <summary>
/// The lines of a file of code that a prompt stands on, as a file of its own: a rule that looks at a whole text looks at
/// no more than that, however long the code is and however many prompts it has.
/// </summary>
internal sealed class CodeWindow
{
    private readonly int start;

    private CodeWindow(PromptFile file, int start)
    {
        File = file;
        this.start = start;
    }

    /// <summary>The prompt, its places counted from the window's start.</summary>
    public PromptFile File { get; }

    public static CodeWindow Around(PromptFile prompt)
    {
        var (first, last) = (int.MaxValue, 0);
        foreach (var span in prompt.Templates.Select(t => t.FileSpan).Concat(prompt.Inputs.Select(i => i.NameSpan)))
        {
            first = Math.Min(first, span.Start);
            last = Math.Max(last, span.End);
        }

        var text = prompt.Text;
        first = first > 0 && first <= text.Length ? text.LastIndexOf('\n', first - 1) + 1 : 0;
        last = text.IndexOf('\n', Math.Min(last, text.Length)) is >= 0 and var end ? end : text.Length;
        var templates = prompt.Templates.Select(t => t with { Text = t.Text.Shifted(-first) }).ToList();
        return new CodeWindow(
            prompt with
            {
                Text = text[first..last],
                Templates = templates,
                Messages = [.. prompt.Messages.Select(m => m with { Template = templates[IndexOf(prompt.Templates, m.Template)] })],
                Inputs = [.. prompt.Inputs.Select(i => i with { NameSpan = Move(i.NameSpan, -first) })],
            },
            first);
    }

    /// <summary>A finding at its place in the code.</summary>
    public LintDiagnostic ToCode(LintDiagnostic found) => found with
    {
        Span = Move(found.Span, start),
        Fix = found.Fix is { } fix ? fix with { Edits = [.. fix.Edits.Select(e => e with { Span = Move(e.Span, start) })] } : null,
    };

    private static int IndexOf(IReadOnlyList<PromptTemplate> templates, PromptTemplate template)
    {
        var index = 0;
        while (!ReferenceEquals(templates[index], template))
        {
            index++;
        }

        return index;
    }

    private static TextSpan Move(TextSpan span, int by) => new(span.Start + by, span.End + by);
}
