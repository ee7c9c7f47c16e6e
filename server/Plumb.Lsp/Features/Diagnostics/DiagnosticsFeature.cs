using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Prompts;
using Plumb.Text;

namespace Plumb.Lsp.Features.Diagnostics;

/// <summary>Findings as diagnostics, pushed or pulled. One lint run per snapshot.</summary>
internal sealed class DiagnosticsFeature(Func<TextDocument, IReadOnlyList<LintDiagnostic>> lint, RulePages? pages = null)
{
    /// <summary>Nobody reads more of one file, and every keystroke sends them all.</summary>
    public const int MostShown = 1000;

    /// <summary>The code of what says that there are more.</summary>
    public const string MoreFindings = "more-findings";

    private readonly ConcurrentDictionary<string, JsonElement> names = new(StringComparer.Ordinal);
    private volatile ConditionalWeakTable<TextDocument, IReadOnlyList<LintDiagnostic>> linted = [];

    public IReadOnlyList<Diagnostic> Get(TextDocument document, PositionEncoding encoding) =>
        [.. Shown(document, Lint(document)).Select(finding => ToDiagnostic(document, finding, encoding))];

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

    /// <summary>All of them, or the most severe with a word on how many are left out.</summary>
    private static IEnumerable<LintDiagnostic> Shown(TextDocument document, IReadOnlyList<LintDiagnostic> findings)
    {
        if (findings.Count <= MostShown)
        {
            return findings;
        }

        var more = new LintDiagnostic(
            document.Lines.GetLineSpan(0),
            MoreFindings,
            MoreFindings,
            LintSeverity.Information,
            string.Create(CultureInfo.InvariantCulture, $"{findings.Count - MostShown} more findings are not shown, the least severe and the last: 'plumb lint' lists all {findings.Count}."));
        return findings.OrderBy(f => f.Severity).Take(MostShown).OrderBy(f => f.Span.Start).Prepend(more);
    }

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
        Data = names.GetOrAdd(finding.Rule, static rule => Json.ToElement(rule)),
    };

    /// <summary>Editors show what is not needed faintly, and what is out of date struck through.</summary>
    private static IReadOnlyList<DiagnosticTag>? Tags(string rule) =>
        rule.StartsWith("unused-", StringComparison.Ordinal) || rule is "ignored-key" or "duplicate-instruction" ? [DiagnosticTag.Unnecessary]
        : rule.StartsWith("deprecated-", StringComparison.Ordinal) || rule.StartsWith("retired-", StringComparison.Ordinal) ? [DiagnosticTag.Deprecated]
        : null;
}
