using Plumb.Text;

namespace Plumb.Prompts;

public enum LintSeverity
{
    Error,
    Warning,
    Information,
}

/// <summary>Whether a rule's fix may be applied in bulk, is offered one at a time, or does not exist.</summary>
public enum FixKind
{
    None,
    Ask,
    Safe,
}

/// <summary>Replaces <paramref name="Span"/> of the file by <paramref name="NewText"/>.</summary>
public sealed record LintEdit(TextSpan Span, string NewText);

/// <summary>One way to mend a finding. The edits do not overlap.</summary>
public sealed record LintFix(string Title, FixKind Kind, IReadOnlyList<LintEdit> Edits);

/// <summary>A finding.</summary>
/// <param name="Span">Where, in UTF-16 offsets of the file's text as it was handed in. May be empty at the end.</param>
/// <param name="Code">The rule's code, such as "T01".</param>
/// <param name="Rule">The rule's name, such as "undefined-variable".</param>
public sealed record LintDiagnostic(TextSpan Span, string Code, string Rule, LintSeverity Severity, string Message, LintFix? Fix = null);

/// <summary>What linting a file gave: ordered by position. A file that is no prompt has no format and no findings.</summary>
public sealed record LintResult(PromptFormat? Format, IReadOnlyList<LintDiagnostic> Diagnostics);
