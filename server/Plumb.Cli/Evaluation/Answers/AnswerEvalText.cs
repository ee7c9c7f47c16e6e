using System.Globalization;
using System.Text;
using Plumb.Cli.Commands;
using Plumb.Prompts.Output;
using Plumb.Search.Evaluation;

namespace Plumb.Cli.Evaluation.Answers;

/// <summary>A run over answers as tables for people.</summary>
internal sealed class AnswerEvalText(Style style)
{
    private readonly StringBuilder text = new();

    public string Write(AnswerEvalReport report, bool verbose)
    {
        text.Append(style.Bold(report.Golden)).Append(CultureInfo.InvariantCulture, $": {ReportWords.Plural(report.Answerable, "question")} with an answer, {report.Unanswerable} without; answers {report.Configuration}");
        text.Append(report.Model is null ? "" : $", by {report.Model}").Append(report.Judge is null ? "" : $", judged by {report.Judge}").Append("\n\n");
        WriteMetrics(report);
        if (report.LatencyMs is { } latency)
        {
            Line($"latency  p50 {latency.P50:0.0} ms, p95 {latency.P95:0.0} ms, p99 {latency.P99:0.0} ms");
        }

        if (report.Cost is { Calls: > 0 } or { JudgeCalls: > 0 })
        {
            var cost = report.Cost;
            Line($"answers  {cost.Calls} calls, {cost.PromptTokens} tokens in, {cost.AnswerTokens} out{Money(cost.CostUsd)}; judge  {cost.JudgeCalls} calls, {cost.JudgeTokens} tokens{Money(cost.JudgeCostUsd)}");
        }

        if (report.Agreement is { } agreement)
        {
            var kappa = agreement.Kappa is { } k ? string.Create(CultureInfo.InvariantCulture, $"kappa {k:0.000}{(agreement.KappaLow is { } low ? string.Create(CultureInfo.InvariantCulture, $" ({low:0.000} to {agreement.KappaHigh:0.000})") : "")}") : "kappa cannot be told: all verdicts are the same";
            Line($"judge    agrees with people on {agreement.BothGood + agreement.BothBad} of {agreement.Labels} labelled answers, {kappa}; lets through {agreement.JudgeOnlyGood}, is too strict on {agreement.JudgeOnlyBad}");
        }

        if (verbose)
        {
            WriteQuestions(report);
        }

        if (report.Comparison is { } comparison)
        {
            WriteComparison(report, comparison);
        }

        if (report.Bars.Count > 0)
        {
            text.Append('\n');
        }

        foreach (var bar in report.Bars)
        {
            Line($"bar {bar.Name} {bar.Wanted:0.###}: {bar.Reached:0.000}, {(bar.Met ? "met" : $"missed: {Math.Abs(bar.Reached - bar.Wanted):0.000} {(bar.Upper ? "above" : "below")}")}");
        }

        return text.ToString();
    }

    private void WriteMetrics(AnswerEvalReport report)
    {
        var names = report.Metrics.Keys.ToList();
        var rows = new List<string[]> { (string[])["", "questions", .. names] };
        AddRow("all", report.Questions.Count, report.Metrics);
        foreach (var (tag, group) in report.Tags)
        {
            AddRow(tag, group.Questions, group.Metrics);
        }

        TextTable.Append(text, rows);

        void AddRow(string name, int questions, IReadOnlyDictionary<string, double> metrics) =>
            rows.Add([name, questions.ToString(CultureInfo.InvariantCulture), .. names.Select(metric => metrics.TryGetValue(metric, out var value) ? Number(value) : "-")]);
    }

    private void WriteQuestions(AnswerEvalReport report)
    {
        text.Append('\n');
        foreach (var question in report.Questions)
        {
            Line($"{question.Kind,-10} {question.Question}");
            var wrong = new List<string>();
            if (question.Unanswerable && question.Kind != "notFound")
            {
                wrong.Add("nothing here answers it");
            }

            wrong.AddRange(question.MissingFacts.Select(fact => $"does not say: {fact}"));
            wrong.AddRange(question.Uncited.Select(place => $"does not cite {place}"));
            wrong.AddRange(question.Citations.Where(c => !c.Valid).Select(c => $"cites {c.Path}:{c.StartLine}-{c.EndLine}, which is not so"));
            if (question.FalseCitations > 0)
            {
                wrong.Add($"{question.FalseCitations} false citations");
            }

            if (question.Verdict is { } verdict)
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"judge: {verdict.Verdict}, {verdict.Correct} correct, {verdict.Complete} complete, {verdict.Grounded} grounded of 2: {verdict.Reason.ReplaceLineEndings(" ")}"));
            }

            foreach (var line in wrong)
            {
                text.Append(style.Dim("           " + line)).Append('\n');
            }
        }
    }

    private void WriteComparison(AnswerEvalReport report, AnswerComparisonReport comparison)
    {
        text.Append('\n').Append(style.Bold($"{comparison.Baseline} → {report.Configuration}")).Append(CultureInfo.InvariantCulture, $", {comparison.Questions} questions in both\n\n");
        var rows = new List<string[]> { (string[])["", "before", "now", "difference", "95 % interval", "p", "sign p", "better", "worse", ""] };
        foreach (var d in comparison.Metrics)
        {
            rows.Add([
                d.Metric, Number(d.Baseline), Number(d.Now), Signed(d.Difference), $"{Signed(d.Low)} to {Signed(d.High)}", Number(d.P), Number(d.SignP),
                d.Better.ToString(CultureInfo.InvariantCulture), d.Worse.ToString(CultureInfo.InvariantCulture), d.Significant ? "change" : "noise",
            ]);
        }

        TextTable.Append(text, rows);
        foreach (var change in comparison.Changes.Where(change => change.Metric is AnswerBar.Facts or AnswerBar.Cited or AnswerBar.Judge or AnswerBar.Abstention))
        {
            Line($"  {change.Metric,-10} {change.Before:0.00} → {change.Now:0.00}  {change.Question}");
        }
    }

    private void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Money(decimal? cost) => cost is { } value ? string.Create(CultureInfo.InvariantCulture, $", ${value:0.0000}") : "";

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
