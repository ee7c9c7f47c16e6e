using System.Globalization;
using System.Text;
using Plumb.Prompts;
using Plumb.Text;

namespace Plumb.Cli.Commands;

internal sealed record LintedFile(string Path, string Text, IReadOnlyList<LintDiagnostic> Diagnostics);

/// <summary>The findings as text: where, what, and the line itself with the place marked.</summary>
internal static class LintReport
{
    private const int WidestLine = 160;

    public static string Write(IReadOnlyList<LintedFile> files, int prompts, int mended)
    {
        var report = new StringBuilder();
        var fixable = 0;
        foreach (var file in files)
        {
            var lines = new LineIndex(file.Text);
            foreach (var found in file.Diagnostics)
            {
                fixable += found.Fix?.Kind == FixKind.Safe ? 1 : 0;
                var at = lines.ToPosition(found.Span.Start, PositionEncoding.Utf16);
                report.Append(CultureInfo.InvariantCulture, $"{file.Path}:{at.Line + 1}:{at.Character + 1}: {found.Severity.ToString().ToLowerInvariant()} {found.Code} {found.Rule}: {found.Message}\n");
                WriteFrame(report, file.Text, lines, found.Span);
            }
        }

        var count = files.Sum(f => f.Diagnostics.Count);
        if (mended > 0)
        {
            report.Append(CultureInfo.InvariantCulture, $"Fixed {mended}. ");
        }

        report.Append(
            count == 0
                ? $"No findings in {Plural(prompts, "prompt file")}.\n"
                : $"{Plural(count, "finding")} in {files.Count} of {Plural(prompts, "prompt file")}" + (fixable > 0 ? $", {fixable} of them fixable with --fix.\n" : ".\n"));
        return report.ToString();
    }

    private static void WriteFrame(StringBuilder report, string text, LineIndex lines, TextSpan span)
    {
        var line = lines.GetLine(span.Start);
        var whole = lines.GetLineSpan(line);

        // Of a very long line only the part around the finding is shown.
        var from = Math.Max(whole.Start, span.Start - (WidestLine / 2));
        var to = Math.Min(whole.End, Math.Max(span.Start, from) + WidestLine);
        var number = (line + 1).ToString(CultureInfo.InvariantCulture);
        report.Append("  ").Append(number).Append(" | ");
        var marks = new StringBuilder();
        var length = 0;
        for (var at = from; at < to; at++)
        {
            // What nobody sees, and what would move the marks, is shown as something one column wide.
            var shown = text[at] switch { '\t' => ' ', < ' ' => '?', >= '\u200B' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2060' and <= '\u206F' or '\uFEFF' or '\u00AD' => '·', var c => c };
            report.Append(shown);
            var isMarked = at >= span.Start && at < Math.Max(span.End, span.Start + 1);
            length = isMarked ? marks.Length + 1 : length;
            marks.Append(isMarked ? '^' : ' ');
        }

        if (length == 0)
        {
            marks.Append('^');
            length = marks.Length;
        }

        report.Append('\n').Append(' ', number.Length + 2).Append(" | ").Append(marks, 0, length).Append('\n');
    }

    private static string Plural(int count, string word) => count == 1 ? $"1 {word}" : string.Create(CultureInfo.InvariantCulture, $"{count} {word}s");
}
