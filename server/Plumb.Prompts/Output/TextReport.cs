using System.Globalization;
using System.Text;
using Plumb.Text;

namespace Plumb.Prompts.Output;

/// <summary>The findings as text: where, what, and the line itself with the place marked.</summary>
public static class TextReport
{
    private const int WidestLine = 160;

    public static string Write(LintReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        var (safe, asking) = (0, 0);
        foreach (var file in report.WithFindings)
        {
            foreach (var found in file.Diagnostics)
            {
                safe += found.Fix?.Kind == FixKind.Safe ? 1 : 0;
                asking += found.Fix?.Kind == FixKind.Ask ? 1 : 0;
                var (line, column, _, _) = file.Range(found.Span);
                text.Append(CultureInfo.InvariantCulture, $"{PrintableText.Of(file.Path)}:{line}:{column}: {found.Severity.Name()} {found.Code} {found.Rule}: {PrintableText.Of(found.Message)}\n");
                WriteFrame(text, file, found.Span);
            }
        }

        if (report.Fixed > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"Fixed {report.Fixed}. ");
        }

        var count = report.Count;
        var prompts = ReportWords.Plural(report.Files.Count, "prompt file");
        text.Append(count == 0 ? $"No findings in {prompts}.\n" : $"{ReportWords.Plural(count, "finding")} in {report.WithFindings.Count()} of {prompts}{Fixable(safe, asking)}.\n");
        return text.ToString();
    }

    private static string Fixable(int safe, int asking) =>
        (safe > 0 ? $", {safe.ToString(CultureInfo.InvariantCulture)} of them fixable with --fix" : "")
        + (asking > 0 ? $", {asking.ToString(CultureInfo.InvariantCulture)} {(safe > 0 ? "more " : "of them fixable ")}with --unsafe-fixes" : "");

    private static void WriteFrame(StringBuilder report, LintedFile file, TextSpan span)
    {
        var (text, lines) = (file.Text, file.Lines);
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
            var shown = text[at] switch { '\t' => ' ', < ' ' or >= '\u007F' and <= '\u009F' => '?', >= '\u200B' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2060' and <= '\u206F' or '\uFEFF' or '\u00AD' => '·', var c => c };
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
}
