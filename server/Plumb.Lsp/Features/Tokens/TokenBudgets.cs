using System.Globalization;
using Plumb.Lsp.Features.Index;
using Plumb.Prompts;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Lsp.Features.Tokens;

/// <summary>Warns of files that have more tokens than plumb.json allows them.</summary>
internal sealed class TokenBudgets(TokenCounter counter, Func<WorkspacePaths?> paths)
{
    /// <summary>The budget of a document's file; null where it has none.</summary>
    public int? Find(TextDocument document) =>
        counter.Settings.Budgets.Count > 0 && paths()?.ToRelative(document.Path) is { } path
            ? counter.Settings.Budgets.FirstOrDefault(budget => budget.Covers(path))?.Tokens
            : null;

    /// <summary>One finding, at the first line, or none.</summary>
    public IReadOnlyList<LintDiagnostic> Check(TextDocument document)
    {
        if (Find(document) is not { } budget || counter.Settings.Shown is not [var model, ..])
        {
            return [];
        }

        TokenCount count;
        try
        {
            count = counter.Count(document, new TextSpan(0, document.Text.Length), model, CancellationToken.None);
        }
        catch (FormatException)
        {
            return [];
        }

        return count.Tokens <= budget ? [] :
        [
            new LintDiagnostic(
                document.Lines.GetLineSpan(0),
                "token-budget",
                "token-budget",
                LintSeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"The file has {(model.IsExact ? "" : "≈")}{count.Tokens} tokens ({model.Name}), {count.Tokens - budget} more than its budget of {budget}.")),
        ];
    }
}
