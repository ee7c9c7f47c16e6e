using Plumb.Prompts;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Lsp.Features.Navigation;

internal enum OccurrenceKind
{
    Declaration,
    Use,
    Data,
}

/// <summary>A place where a variable is named.</summary>
internal readonly record struct Occurrence(TextSpan Span, OccurrenceKind Kind);

/// <summary>A variable of a prompt file with all places that name it, in the order of the text.</summary>
internal sealed record PromptName(string Name, TextSpan At, IReadOnlyList<Occurrence> Occurrences, PromptInput? Input);

/// <summary>The variables of a prompt file: where each is declared, used, and given a value by samples and test data.</summary>
internal static class PromptNames
{
    /// <summary>The variable at a place; null where there is none.</summary>
    public static PromptName? At(PromptFile file, int offset)
    {
        foreach (var (name, occurrence) in All(file))
        {
            if (occurrence.Span.Start <= offset && offset <= occurrence.Span.End)
            {
                return Of(file, name, occurrence.Span);
            }
        }

        return null;
    }

    public static IEnumerable<(string Name, Occurrence Occurrence)> All(PromptFile file)
    {
        foreach (var input in file.Inputs.Where(i => !i.NameSpan.IsEmpty && i.NameSpan.End <= file.Text.Length && IsWritten(file, i.NameSpan, i.Name)))
        {
            yield return (input.Name, new Occurrence(input.NameSpan, input.Source == PromptInputSource.Declared ? OccurrenceKind.Declaration : OccurrenceKind.Data));
        }

        foreach (var value in file.TestCases.SelectMany(c => c.Values).Where(v => IsWritten(file, v.NameSpan, v.Name)))
        {
            yield return (value.Name, new Occurrence(value.NameSpan, OccurrenceKind.Data));
        }

        foreach (var template in file.IsSettings ? [] : file.Templates)
        {
            // What other languages assign may be assigned again, or hidden in a loop: not all places of such a name are known.
            foreach (var defined in template.Dialect == TemplateDialect.Poml ? template.Syntax.Definitions : [])
            {
                yield return (defined.Name, new Occurrence(template.Text.ToFile(defined.Span), OccurrenceKind.Declaration));
            }

            foreach (var use in template.Syntax.Variables.Concat(template.Syntax.Locals))
            {
                yield return (use.Name, new Occurrence(template.Text.ToFile(use.Span), OccurrenceKind.Use));
            }
        }
    }

    /// <summary>Semantic Kernel's own engine ignores the case of names; the others do not.</summary>
    public static StringComparison Comparison(PromptFile file) =>
        file.Templates.Any(t => t.Dialect == TemplateDialect.SemanticKernel) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static PromptName Of(PromptFile file, string name, TextSpan at)
    {
        var comparison = Comparison(file);
        return new PromptName(
            name,
            at,
            [.. All(file).Where(o => o.Name.Equals(name, comparison)).Select(o => o.Occurrence).DistinctBy(o => o.Span).OrderBy(o => o.Span.Start)],
            file.Inputs.Where(i => i.Name.Equals(name, comparison)).OrderBy(i => i.Source).FirstOrDefault());
    }

    /// <summary>A name that lies in another file (a config.json beside the prompt) has no place in this one.</summary>
    private static bool IsWritten(PromptFile file, TextSpan span, string name) =>
        span.End <= file.Text.Length && file.Text.AsSpan(span.Start, span.Length).Contains(name, StringComparison.Ordinal);

    /// <summary>The name itself, without the quotes around a YAML scalar.</summary>
    public static TextSpan Bare(PromptFile file, TextSpan span) => Bare(file.Text, span);

    /// <summary>The same in any text.</summary>
    public static TextSpan Bare(string text, TextSpan span) =>
        span.Length >= 2 && text[span.Start] is '"' or '\'' && text[span.End - 1] == text[span.Start] ? new TextSpan(span.Start + 1, span.End - 1) : span;
}
