using System.Globalization;
using System.Text;

namespace Plumb.Prompts.Output;

/// <summary>The findings as workflow commands: GitHub shows them beside the lines of a pull request.</summary>
public static class GitHubReport
{
    public static string Write(LintReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        foreach (var file in report.WithFindings)
        {
            foreach (var found in file.Diagnostics)
            {
                var (startLine, startColumn, endLine, endColumn) = file.Range(found.Span);
                var command = found.Severity switch { LintSeverity.Error => "error", LintSeverity.Warning => "warning", _ => "notice" };
                text.Append(CultureInfo.InvariantCulture, $"::{command} file={Property(file.Path)},line={startLine},endLine={endLine}");
                if (startLine == endLine)
                {
                    // Columns are only understood within one line; there the end is inclusive.
                    text.Append(CultureInfo.InvariantCulture, $",col={startColumn},endColumn={Math.Max(startColumn, endColumn - 1)}");
                }

                text.Append(CultureInfo.InvariantCulture, $",title={Property($"{found.Code} {found.Rule}")}::{Data(found.Message)}\n");
            }
        }

        return text.ToString();
    }

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
