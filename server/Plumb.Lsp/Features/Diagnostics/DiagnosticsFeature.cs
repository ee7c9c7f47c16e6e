using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Prompts;
using Plumb.Text;

namespace Plumb.Lsp.Features.Diagnostics;

/// <summary>Findings as diagnostics: pushed, pulled, and their fixes as code actions. One lint run per snapshot.</summary>
internal sealed class DiagnosticsFeature(Func<TextDocument, IReadOnlyList<LintDiagnostic>> lint)
{
    private readonly ConditionalWeakTable<TextDocument, IReadOnlyList<LintDiagnostic>> linted = [];

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

    public IReadOnlyList<CodeAction> GetFixes(TextDocument document, CodeActionParams parameters, PositionEncoding encoding)
    {
        if (parameters.Context.Only is { Count: > 0 } only && !only.Any(kind => kind is "" or CodeActionKind.QuickFix))
        {
            return [];
        }

        var span = document.ToSpan(parameters.Range, encoding);
        return [.. Lint(document)
            .Where(finding => finding.Span.Start <= span.End && span.Start <= finding.Span.End)
            .Where(finding => finding.Fix is { Kind: not FixKind.None })
            .Select(finding => new CodeAction
            {
                Title = finding.Fix!.Title,
                Kind = CodeActionKind.QuickFix,
                IsPreferred = finding.Fix.Kind == FixKind.Safe ? true : null,
                Diagnostics = [ToDiagnostic(document, finding, encoding)],
                Edit = new WorkspaceEdit
                {
                    Changes = new Dictionary<string, IReadOnlyList<TextEdit>>
                    {
                        [parameters.TextDocument.Uri] =
                            [.. finding.Fix.Edits.Select(edit => new TextEdit { Range = document.ToRange(edit.Span, encoding), NewText = edit.NewText })],
                    },
                },
            })];
    }

    private static Diagnostic ToDiagnostic(TextDocument document, LintDiagnostic finding, PositionEncoding encoding) => new()
    {
        Range = document.ToRange(finding.Span, encoding),
        Severity = finding.Severity switch
        {
            LintSeverity.Error => DiagnosticSeverity.Error,
            LintSeverity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Information,
        },
        Code = finding.Code,
        Source = "plumb",
        Message = finding.Message,
    };

    private IReadOnlyList<LintDiagnostic> Lint(TextDocument document) => linted.GetValue(document, d => lint(d));
}
