using Plumb.Search;
using Plumb.Search.Evaluation;

namespace Plumb.Cli.Evaluation;

/// <summary>Looks the labels of a golden file up in the workspace.</summary>
internal static class GoldenLabels
{
    /// <summary>The question with the lines of its symbols.</summary>
    /// <param name="root">Absolute path of the workspace.</param>
    /// <param name="question">As the golden file has it.</param>
    /// <param name="problems">Receives a sentence for each label that is not there.</param>
    public static GoldenQuestion Resolve(string root, GoldenQuestion question, List<string> problems) =>
        question with { Expectations = [.. question.Expectations.Select(expectation => Resolve(root, question, expectation, problems))] };

    /// <summary>Looks a label up in the file as it is now. One that is not there can never be found, which is worth a word.</summary>
    private static Expectation Resolve(string root, GoldenQuestion question, Expectation expectation, List<string> problems)
    {
        if (WorkspaceText.Read(root, expectation.Path) is not { } document)
        {
            problems.Add($"'{question.Text}' expects {expectation.Path}, which is not there or is no text.");
            return expectation;
        }

        if (expectation.Lines is { } lines && lines.First > document.Lines.LineCount)
        {
            problems.Add($"'{question.Text}' expects {expectation.Path}:{lines}, but the file has {document.Lines.LineCount} lines.");
        }

        if (expectation.Symbol is not { } symbol)
        {
            return expectation;
        }

        var found = Relevance.FindDeclaration(document, symbol);
        if (found < 0)
        {
            problems.Add($"'{question.Text}' expects {symbol}, which {expectation.Path} does not declare.");
            return expectation;
        }

        return expectation with { SymbolLine = document.Lines.GetLine(document.Outline.Declarations[found].NameSpan.Start) + 1 };
    }
}
