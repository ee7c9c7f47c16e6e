using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Prompts;
using Plumb.Text;

namespace Plumb.Lsp.Features.Diagnostics;

/// <summary>Findings as diagnostics, pushed or pulled. One lint run per snapshot.</summary>
internal sealed class DiagnosticsFeature(Func<TextDocument, IReadOnlyList<LintDiagnostic>> lint, RulePages? pages = null)
{
    private ConditionalWeakTable<TextDocument, IReadOnlyList<LintDiagnostic>> linted = [];

    public IReadOnlyList<Diagnostic> Get(TextDocument document, PositionEncoding encoding) =>
        [.. Lint(document).Select(finding => ToDiagnostic(document, finding, encoding))];

    /// <summary>The result's id is the hash of the items: what stays the same is not sent again, whatever the version.</summary>
    public DocumentDiagnosticReport Pull(TextDocument document, string? previousResultId, PositionEncoding encoding)
    {
        var items = Get(document, encoding);
        var id = Convert.ToHexStringLower(SHA256.HashData(Json.ToBytes(items)).AsSpan(0, 8));
        return id == previousResultId
            ? new DocumentDiagnosticReport { Kind = DocumentDiagnosticReportKind.Unchanged, ResultId = id }
            : new DocumentDiagnosticReport { Kind = DocumentDiagnosticReportKind.Full, ResultId = id, Items = items };
    }

    /// <summary>What was found holds no longer: a configuration changed.</summary>
    public void Forget() => linted = [];

    public IReadOnlyList<LintDiagnostic> Lint(TextDocument document) => linted.GetValue(document, d => lint(d));

    public Diagnostic ToDiagnostic(TextDocument document, LintDiagnostic finding, PositionEncoding encoding) => new()
    {
        Range = document.ToRange(finding.Span, encoding),
        Severity = finding.Severity switch
        {
            LintSeverity.Error => DiagnosticSeverity.Error,
            LintSeverity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Information,
        },
        Code = finding.Code,
        CodeDescription = pages?.UriOf(finding.Code) is { } page ? new CodeDescription { Href = page } : null,
        Source = "plumb",
        Message = finding.Message,
        Tags = Tags(finding.Rule),
        Data = Json.ToElement(finding.Rule),
    };

    /// <summary>Editors show what is not needed faintly, and what is out of date struck through.</summary>
    private static IReadOnlyList<DiagnosticTag>? Tags(string rule) =>
        rule.StartsWith("unused-", StringComparison.Ordinal) || rule is "ignored-key" or "duplicate-instruction" ? [DiagnosticTag.Unnecessary]
        : rule.StartsWith("deprecated-", StringComparison.Ordinal) || rule.StartsWith("retired-", StringComparison.Ordinal) ? [DiagnosticTag.Deprecated]
        : null;
}
