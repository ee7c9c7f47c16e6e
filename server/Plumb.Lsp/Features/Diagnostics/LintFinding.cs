using Plumb.Lsp.Protocol;
using Plumb.Text;

namespace Plumb.Lsp.Features.Diagnostics;

/// <summary>What a linter found in a document, before it becomes a diagnostic.</summary>
/// <param name="Code">The rule's code.</param>
/// <param name="HelpUri">Address of the rule's page; null when there is none.</param>
public sealed record LintFinding(TextSpan Span, string Code, string Message, DiagnosticSeverity Severity, string? HelpUri = null)
{
    public IReadOnlyList<LintFix> Fixes { get; init; } = [];
}

/// <summary>A change that mends a finding; the spans are told in the text that was linted and do not overlap.</summary>
public sealed record LintFix(string Title, IReadOnlyList<LintEdit> Edits, bool IsPreferred = false);

public readonly record struct LintEdit(TextSpan Span, string NewText);

/// <summary>Lints a text: pure, fast, empty for a document that is no prompt.</summary>
public delegate IReadOnlyList<LintFinding> LintDocument(TextDocument document);
