using Plumb.Text;

namespace Plumb.Prompts.Output;

/// <summary>A file with its findings, as reports show it.</summary>
/// <param name="Path">As people and programs are told it: posix, mostly relative to the current folder.</param>
public sealed record LintedFile(string Path, string Text, PromptFormat? Format, IReadOnlyList<LintDiagnostic> Diagnostics)
{
    private LineIndex? lines;

    public LineIndex Lines => lines ??= new LineIndex(Text);

    /// <summary>1-based line and column (UTF-16 units) of both ends; the end is exclusive.</summary>
    public (int StartLine, int StartColumn, int EndLine, int EndColumn) Range(TextSpan span)
    {
        var range = Lines.ToRange(span, PositionEncoding.Utf16);
        return (range.Start.Line + 1, range.Start.Character + 1, range.End.Line + 1, range.End.Character + 1);
    }
}

/// <summary>What a lint run gave.</summary>
/// <param name="Files">Every prompt file, also those without findings.</param>
/// <param name="Fixed">Findings that were mended.</param>
public sealed record LintReport(IReadOnlyList<LintedFile> Files, int Fixed)
{
    public IEnumerable<LintedFile> WithFindings => Files.Where(f => f.Diagnostics.Count > 0);

    public int Count => Files.Sum(f => f.Diagnostics.Count);
}

/// <summary>Words that all reports share.</summary>
public static class ReportWords
{
    public static string Name(this LintSeverity severity) => severity switch
    {
        LintSeverity.Error => "error",
        LintSeverity.Warning => "warning",
        _ => "information",
    };

    public static string Plural(int count, string word) =>
        count == 1 ? $"1 {word}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {word}s");
}
