using System.Globalization;
using System.Text;
using Plumb.Cli.Commands;

namespace Plumb.Cli.Evaluation;

/// <summary>A run as tables for people.</summary>
internal sealed class EvalText(Style style)
{
    private readonly StringBuilder text = new();

    public string Write(EvalReport report, bool verbose)
    {
        var unanswerable = report.Questions.Count - report.Answerable;
        text.Append(style.Bold(report.Golden)).Append(CultureInfo.InvariantCulture, $": {Count(report.Answerable, "question")} with an answer");
        text.Append(unanswerable > 0 ? string.Create(CultureInfo.InvariantCulture, $", {unanswerable} without") : "").Append("; ").Append(report.Configuration).Append(", embedder ").Append(report.Embedder).Append("\n\n");
        if (report.Answerable > 0)
        {
            WriteMetrics(report);
            Line($"latency  p50 {report.LatencyMs.P50:0.0} ms, p95 {report.LatencyMs.P95:0.0} ms, p99 {report.LatencyMs.P99:0.0} ms");
            var missed = report.Questions.Count(question => question is { Unanswerable: false, Rank: null });
            Line($"no answer among the hits: {Count(missed, "question")}{(missed > 0 && !verbose ? " (--verbose lists them)" : "")}");
        }

        if (report.Refusals is { } refusals)
        {
            Line($"refused  {refusals.RefusedRightly} of {refusals.Unanswerable} unanswerable ({refusals.Refusal:0.000}), {refusals.RefusedFalsely} of {refusals.Answerable} answerable ({refusals.FalseRefusal:0.000})");
        }

        if (verbose)
        {
            WriteQuestions(report);
        }

        if (report.Comparison is { } comparison)
        {
            WriteComparison(report, comparison);
        }

        WriteBars(report);
        return text.ToString();
    }

    private void WriteMetrics(EvalReport report)
    {
        var names = report.Metrics.Keys.ToList();
        var rows = new List<string[]> { (string[])["", "questions", .. names] };
        AddRow("all", report.Answerable, report.Metrics);
        foreach (var (tag, group) in report.Tags)
        {
            AddRow(tag, group.Questions, group.Metrics);
        }

        TextTable.Append(text, rows);

        void AddRow(string name, int questions, IReadOnlyDictionary<string, double> metrics) =>
            rows.Add([name, questions.ToString(CultureInfo.InvariantCulture), .. names.Select(metric => Number(metrics[metric]))]);
    }

    private void WriteQuestions(EvalReport report)
    {
        text.Append("\nrank  question\n");
        foreach (var question in report.Questions)
        {
            var rank = question.Unanswerable ? "" : question.Rank?.ToString(CultureInfo.InvariantCulture) ?? "-";
            Line($"{rank,4}  {question.Question}{(question.Refused == true ? " [refused]" : question is { Unanswerable: true, Refused: false } ? " [not refused]" : "")}");
            if (question is { Unanswerable: false } && question.Rank != 1)
            {
                if (question.Missed.Count > 0)
                {
                    text.Append(style.Dim("      missed   " + string.Join(", ", question.Missed))).Append('\n');
                }

                text.Append(style.Dim("      instead  " + (question.Hits is [var first, ..] ? $"{first.Path}:{first.StartLine}-{first.EndLine} {first.Symbol}".TrimEnd() : "nothing"))).Append('\n');
            }
        }
    }

    private void WriteComparison(EvalReport report, ComparisonReport comparison)
    {
        text.Append('\n').Append(style.Bold($"{comparison.Baseline} → {report.Configuration}")).Append(CultureInfo.InvariantCulture, $", {Count(comparison.Questions, "question")} in both\n\n");
        var rows = new List<string[]> { (string[])["", "before", "now", "difference", "95 % interval", "p", "sign p", "better", "worse", ""] };
        foreach (var d in comparison.Metrics)
        {
            rows.Add([
                d.Metric, Number(d.Baseline), Number(d.Now), Signed(d.Difference), $"{Signed(d.Low)} to {Signed(d.High)}", Number(d.P), Number(d.SignP),
                d.Better.ToString(CultureInfo.InvariantCulture), d.Worse.ToString(CultureInfo.InvariantCulture), d.Significant ? "change" : "noise",
            ]);
        }

        TextTable.Append(text, rows);
        WriteChanges("better", comparison.Better);
        WriteChanges("worse", comparison.Worse);
    }

    private void WriteChanges(string what, IReadOnlyList<ChangeReport> changes)
    {
        if (changes.Count > 0)
        {
            Line($"{what}:");
            foreach (var change in changes)
            {
                Line($"  {Rank(change.RankBefore),3} → {Rank(change.RankNow),-3}  {change.Question}");
            }
        }

        static string Rank(int? rank) => rank?.ToString(CultureInfo.InvariantCulture) ?? "-";
    }

    private void WriteBars(EvalReport report)
    {
        if (report.Bars.Count == 0)
        {
            return;
        }

        text.Append('\n');
        foreach (var bar in report.Bars)
        {
            var side = bar.Upper ? "above" : "below";
            Line($"bar {bar.Name} {bar.Wanted:0.###}: {bar.Reached:0.000}, {(bar.Met ? "met" : $"missed: {Math.Abs(bar.Reached - bar.Wanted):0.000} {side}")}");
        }
    }

    private void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    private static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
