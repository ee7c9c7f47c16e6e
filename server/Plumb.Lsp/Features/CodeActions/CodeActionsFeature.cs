using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Diagnostics;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Prompts;
using Plumb.Prompts.Fixing;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Lsp.Features.CodeActions;

/// <summary>What can be done about findings: mend one, mend all that is safe, silence a rule here or in the file, read its page.</summary>
internal sealed class CodeActionsFeature(DiagnosticsFeature diagnostics, Func<TextDocument, PromptFile?> parse, Func<TextDocument, IReadOnlyList<PromptFile>> findInCode)
{
    public const string FixAllKind = CodeActionKind.SourceFixAll + ".plumb";

    /// <summary>Shows the page of a rule; its one argument is the code.</summary>
    public const string ExplainCommand = "plumb.explainRule";

    /// <param name="explains">Whether the client can be shown a page.</param>
    public IReadOnlyList<CodeAction> Get(TextDocument document, CodeActionParams parameters, PositionEncoding encoding, bool explains)
    {
        var only = parameters.Context.Only;
        var actions = new List<CodeAction>();
        var findings = diagnostics.Lint(document);
        if (Wants(only, CodeActionKind.QuickFix))
        {
            var span = document.ToSpan(parameters.Range, encoding);
            AddQuickFixes(actions, document, parameters.TextDocument.Uri, [.. findings.Where(f => f.Span.Start <= span.End && span.Start <= f.Span.End)], findings, encoding, explains);
        }

        // A source action is only shown where it was asked for: it is about the file, not about the place.
        if (only is { Count: > 0 } && Wants(only, FixAllKind) && FixAll(document, parameters.TextDocument.Uri, findings, encoding) is { } all)
        {
            actions.Add(all);
        }

        return actions;
    }

    private void AddQuickFixes(
        List<CodeAction> actions, TextDocument document, string uri, IReadOnlyList<LintDiagnostic> here, IReadOnlyList<LintDiagnostic> all, PositionEncoding encoding, bool explains)
    {
        foreach (var finding in here.Where(f => f.Fix is { Kind: not FixKind.None }))
        {
            actions.Add(new CodeAction
            {
                Title = finding.Fix!.Title,
                Kind = CodeActionKind.QuickFix,
                IsPreferred = finding.Fix.Kind == FixKind.Safe ? true : null,
                Diagnostics = [diagnostics.ToDiagnostic(document, finding, encoding)],
                Edit = Edit(document, uri, finding.Fix.Edits, encoding),
            });
        }

        if (here.Any(IsSafe) && all.Count(IsSafe) > 1 && FixAll(document, uri, all, encoding) is { } fixAll)
        {
            actions.Add(fixAll with { Kind = CodeActionKind.QuickFix });
        }

        var file = here.Count > 0 ? parse(document) : null;
        var inCode = here.Count > 0 && file is null ? findInCode(document) : [];
        foreach (var finding in here.DistinctBy(f => f.Code))
        {
            var diagnostic = diagnostics.ToDiagnostic(document, finding, encoding);
            if ((file is not null ? SuppressionComment.OnLine(file, document.Lines, finding) : inCode.Count > 0 ? CodeSuppression.OnLine(document, inCode, finding) : null) is { } line)
            {
                actions.Add(new CodeAction { Title = $"Ignore {finding.Code} ({finding.Rule}) here", Kind = CodeActionKind.QuickFix, Diagnostics = [diagnostic], Edit = Edit(document, uri, [line], encoding) });
            }

            if ((file is not null ? SuppressionComment.InFile(file, finding.Code) : inCode.Count > 0 ? CodeSuppression.InFile(document, finding.Code) : null) is { } whole)
            {
                actions.Add(new CodeAction { Title = $"Ignore {finding.Code} ({finding.Rule}) in this file", Kind = CodeActionKind.QuickFix, Diagnostics = [diagnostic], Edit = Edit(document, uri, [whole], encoding) });
            }

            if ((file is not null || inCode.Count > 0) && explains)
            {
                var title = $"Explain {finding.Code} ({finding.Rule})";
                actions.Add(new CodeAction
                {
                    Title = title,
                    Kind = CodeActionKind.QuickFix,
                    Diagnostics = [diagnostic],
                    Command = new Command { Title = title, Name = ExplainCommand, Arguments = [Json.ToElement(finding.Code)] },
                });
            }
        }
    }

    private static CodeAction? FixAll(TextDocument document, string uri, IReadOnlyList<LintDiagnostic> findings, PositionEncoding encoding)
    {
        var fixes = FixApplier.Choose(findings, FixKind.Safe);
        return fixes.Count == 0 ? null : new CodeAction
        {
            Title = "Fix all that can be fixed safely",
            Kind = FixAllKind,
            Edit = Edit(document, uri, fixes.SelectMany(f => f.Edits), encoding),
        };
    }

    private static bool IsSafe(LintDiagnostic finding) => finding.Fix is { Kind: FixKind.Safe };

    /// <summary>A kind that is asked for stands for all that begin with it and a dot.</summary>
    public static bool Wants(IReadOnlyList<string>? only, string kind) =>
        only is not { Count: > 0 } || only.Any(asked => asked.Length == 0 || kind == asked || kind.StartsWith(asked + ".", StringComparison.Ordinal));

    private static WorkspaceEdit Edit(TextDocument document, string uri, IEnumerable<LintEdit> edits, PositionEncoding encoding) => new()
    {
        Changes = new Dictionary<string, IReadOnlyList<TextEdit>>
        {
            [uri] = [.. edits.Select(edit => new TextEdit { Range = document.ToRange(edit.Span, encoding), NewText = edit.NewText })],
        },
    };
}
