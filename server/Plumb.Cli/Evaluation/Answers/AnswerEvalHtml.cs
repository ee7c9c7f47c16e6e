using System.Globalization;
using System.Text;
using Plumb.Prompts.Output;
using static Plumb.Cli.Evaluation.Answers.SvgPlot;

namespace Plumb.Cli.Evaluation.Answers;

/// <summary>A run over answers as one page that needs nothing else: no script, no font, no picture from anywhere.</summary>
internal static class AnswerEvalHtml
{
    private const string Head =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>Evaluation of answers</title>
        <style>
        :root { --paper: #ffffff; --ink: #1c2126; --soft: #5c6670; --line: #d9dee3; --panel: #f5f7f9; --now: #1f6feb; --before: #9aa7b4; --good: #1a7f37; --bad: #c62f2f; --bar: #b35900; }
        @media (prefers-color-scheme: dark) { :root { --paper: #14181c; --ink: #e6eaee; --soft: #9aa6b1; --line: #333b43; --panel: #1c2228; --now: #6cb0ff; --before: #6b7884; --good: #57c26f; --bad: #ff7b72; --bar: #f0a34e; } }
        body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 62rem; padding: 1.5rem; }
        h1 { font-size: 1.5rem; margin: 0 0 .2rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; } p { margin: .3rem 0; } .soft { color: var(--soft); }
        table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: right; vertical-align: top; } th:first-child, td:first-child { text-align: left; } th { color: var(--soft); font-weight: 600; }
        td.num { font-variant-numeric: tabular-nums; } .good { color: var(--good); } .bad { color: var(--bad); }
        svg { display: block; height: auto; max-width: 42rem; width: 100%; } svg text { fill: var(--ink); font: 12px system-ui, sans-serif; } svg .tick { fill: var(--soft); } svg .grid { stroke: var(--line); } svg .zero { stroke: var(--soft); }
        svg rect.now, svg circle.now { fill: var(--now); } svg rect.before, svg circle.before { fill: var(--before); } svg .dot { fill-opacity: .7; } svg line.bar { stroke: var(--bar); stroke-width: 2; }
        svg g.change line { stroke: var(--now); stroke-width: 2; } svg g.change circle { fill: var(--now); } svg g.noise line { stroke: var(--before); stroke-width: 2; } svg g.noise circle { fill: var(--before); }
        .key { display: inline-block; height: .7em; margin: 0 .3em 0 1em; width: .7em; } .key:first-child { margin-left: 0; }
        details { border-bottom: 1px solid var(--line); padding: .4rem 0; } summary { cursor: pointer; display: flex; gap: .8rem; } summary .q { flex: 1; } pre { background: var(--panel); overflow-x: auto; padding: .7rem; white-space: pre-wrap; } ul { margin: .3rem 0; }
        .wide { overflow-x: auto; }
        </style>
        </head>
        <body>

        """;

    public static string Write(AnswerEvalReport report, AnswerEvalReport? before)
    {
        var html = new StringBuilder(Head);
        html.Append("<h1>Evaluation of answers</h1>\n<p class=\"soft\">").Append(Encode(report.Golden)).Append(CultureInfo.InvariantCulture, $": {ReportWords.Plural(report.Answerable, "question")} with an answer, {report.Unanswerable} without. ");
        html.Append("Answers: ").Append(Encode(NameOf(report))).Append('.').Append(report.Judge is { } judge ? $" Judge: {Encode(judge)}." : " Nobody judged.").Append("</p>\n");
        WriteBars(html, report);
        WriteMetrics(html, report, before);
        if (report.Comparison is { } comparison)
        {
            WriteComparison(html, report, comparison);
        }

        if (report.Agreement is { } agreement)
        {
            WriteAgreement(html, agreement);
        }

        WriteTimes(html, report, before);
        WriteTags(html, report);
        if (report.Problems.Count > 0)
        {
            html.Append("<h2>Problems</h2>\n<ul>").AppendJoin("", report.Problems.Select(problem => $"<li>{Encode(problem)}</li>")).Append("</ul>\n");
        }

        html.Append("<h2>Questions</h2>\n");
        var earlier = before?.Questions.ToDictionary(question => question.Question, StringComparer.Ordinal);
        foreach (var question in report.Questions)
        {
            WriteQuestion(html, question, earlier?.GetValueOrDefault(question.Question));
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    private static string NameOf(AnswerEvalReport report) => report.Model is null ? report.Configuration : $"{report.Configuration} ({report.Model})";

    private static void WriteBars(StringBuilder html, AnswerEvalReport report)
    {
        foreach (var bar in report.Bars)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"{(bar.Met ? "good" : "bad")}\">{(bar.Met ? "✓" : "✗")} {Encode(bar.Name)} {bar.Reached:0.000}, {(bar.Upper ? "at most" : "at least")} {bar.Wanted:0.###} is wanted</p>\n");
        }
    }

    private static void WriteMetrics(StringBuilder html, AnswerEvalReport report, AnswerEvalReport? before)
    {
        html.Append("<h2>Metrics</h2>\n");
        if (before is not null)
        {
            html.Append("<p><span class=\"key\" style=\"background: var(--before)\"></span>").Append(Encode(NameOf(before))).Append(" <span class=\"key\" style=\"background: var(--now)\"></span>").Append(Encode(NameOf(report))).Append("</p>\n");
        }

        html.Append(Bars("Metrics", [.. report.Metrics.Select(metric => (
            metric.Key,
            before is not null && before.Metrics.TryGetValue(metric.Key, out var earlier) ? earlier : (double?)null,
            metric.Value,
            report.Bars.FirstOrDefault(bar => bar.Name == metric.Key)?.Wanted))])).Append('\n');
    }

    private static void WriteComparison(StringBuilder html, AnswerEvalReport report, AnswerComparisonReport comparison)
    {
        html.Append("<h2>").Append(Encode(comparison.Baseline)).Append(" → ").Append(Encode(report.Configuration)).Append("</h2>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">Differences question by question over {comparison.Questions} questions, with their 95 % intervals; grey is noise (p of a paired bootstrap test is 0.05 or more). Of false-abstention less is better.</p>\n");
        html.Append(Differences("Differences", comparison.Metrics)).Append('\n');
        html.Append("<div class=\"wide\"><table><tr><th>metric</th><th>before</th><th>now</th><th>difference</th><th>interval</th><th>p</th><th>better</th><th>worse</th></tr>\n");
        foreach (var d in comparison.Metrics)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Encode(d.Metric)}</td><td class=\"num\">{d.Baseline:0.000}</td><td class=\"num\">{d.Now:0.000}</td><td class=\"num\">{d.Difference:+0.000;-0.000;0.000}</td><td class=\"num\">{d.Low:+0.000;-0.000;0.000} to {d.High:+0.000;-0.000;0.000}</td><td class=\"num\">{d.P:0.000}</td><td class=\"num\">{d.Better}</td><td class=\"num\">{d.Worse}</td></tr>\n");
        }

        html.Append("</table></div>\n");
    }

    private static void WriteAgreement(StringBuilder html, AgreementReport agreement)
    {
        var kappa = agreement.Kappa is { } k
            ? string.Create(CultureInfo.InvariantCulture, $"Cohen's kappa is {k:0.000}") + (agreement.KappaLow is { } low ? string.Create(CultureInfo.InvariantCulture, $" (95 % interval {low:0.000} to {agreement.KappaHigh:0.000})") : "")
            : "Cohen's kappa cannot be told, because all verdicts are the same";
        html.Append("<h2>Judge and people</h2>\n");
        html.Append(CultureInfo.InvariantCulture, $"<p>They agree on {agreement.BothGood + agreement.BothBad} of {agreement.Labels} labelled answers ({agreement.Observed:0%}). {kappa}. <span class=\"soft\">{Encode(agreement.Source)}.</span></p>\n");
        html.Append(CultureInfo.InvariantCulture, $"<table style=\"width: auto\"><tr><th></th><th>judge: good</th><th>judge: bad</th></tr><tr><td>people: good</td><td class=\"num\">{agreement.BothGood}</td><td class=\"num bad\">{agreement.JudgeOnlyBad}</td></tr><tr><td>people: bad</td><td class=\"num bad\">{agreement.JudgeOnlyGood}</td><td class=\"num\">{agreement.BothBad}</td></tr></table>\n");
    }

    private static void WriteTimes(StringBuilder html, AnswerEvalReport report, AnswerEvalReport? before)
    {
        var groups = new[] { before, report }.OfType<AnswerEvalReport>()
            .Select(r => (r.Configuration, (IReadOnlyList<(string, double)>)[.. r.Questions.Where(q => q.ElapsedMs is not null).Select(q => (q.Question, q.ElapsedMs!.Value))]))
            .Where(group => group.Item2.Count > 0).ToList();
        if (groups.Count > 0)
        {
            html.Append("<h2>Time to the whole answer</h2>\n").Append(Times("Time to the whole answer", groups)).Append('\n');
        }

        var cost = report.Cost;
        if (cost.Calls + cost.JudgeCalls > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">Answers: {cost.Calls} calls, {cost.PromptTokens} tokens in, {cost.AnswerTokens} out{Money(cost.CostUsd)}. Judge: {cost.JudgeCalls} calls, {cost.JudgeTokens} tokens{Money(cost.JudgeCostUsd)}.</p>\n");
        }
    }

    private static void WriteTags(StringBuilder html, AnswerEvalReport report)
    {
        if (report.Tags.Count == 0)
        {
            return;
        }

        html.Append("<h2>Tags</h2>\n<div class=\"wide\"><table><tr><th>tag</th><th>questions</th>").AppendJoin("", report.Metrics.Keys.Select(name => $"<th>{Encode(name)}</th>")).Append("</tr>\n");
        foreach (var (tag, group) in report.Tags)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Encode(tag)}</td><td class=\"num\">{group.Questions}</td>");
            foreach (var name in report.Metrics.Keys)
            {
                html.Append("<td class=\"num\">").Append(group.Metrics.TryGetValue(name, out var value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "–").Append("</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</table></div>\n");
    }

    private static void WriteQuestion(StringBuilder html, AnswerQuestionReport question, AnswerQuestionReport? before)
    {
        html.Append("<details><summary><span class=\"q\">").Append(Encode(question.Question)).Append("</span><span class=\"soft\">").Append(Encode(question.Kind)).Append("</span>");
        foreach (var (name, value) in question.Metrics.Where(metric => metric.Key is "cited" or "facts" or "judge" or "abstention"))
        {
            var earlier = before is not null && before.Metrics.TryGetValue(name, out var was) ? string.Create(CultureInfo.InvariantCulture, $"{was:0.00} → ") : "";
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"{(value >= 1 ? "good" : value <= 0 ? "bad" : "soft")}\">{Encode(name)} {earlier}{value:0.00}</span>");
        }

        html.Append("</summary>\n");
        var told = question.MissingFacts.Select(fact => $"does not say: {fact}")
            .Concat(question.Uncited.Select(place => $"does not cite {place}"))
            .Concat(question.FalseCitations > 0 ? [$"{question.FalseCitations} false citations were struck out"] : [])
            .Concat(question.Verdict is { } v ? [string.Create(CultureInfo.InvariantCulture, $"judge: {v.Verdict}; correct {v.Correct}, complete {v.Complete}, grounded {v.Grounded} of 2; {v.Reason}")] : [])
            .Concat(question.Notes).ToList();
        if (told.Count > 0)
        {
            html.Append("<ul>").AppendJoin("", told.Select(line => $"<li>{Encode(line)}</li>")).Append("</ul>\n");
        }

        html.Append("<pre>").Append(Encode(question.Answer)).Append("</pre>\n");
        if (before is not null && before.Answer != question.Answer)
        {
            html.Append("<p class=\"soft\">Before:</p><pre>").Append(Encode(before.Answer)).Append("</pre>\n");
        }

        html.Append("</details>\n");
    }

    private static string Money(decimal? cost) => cost is { } value ? string.Create(CultureInfo.InvariantCulture, $", ${value:0.0000}") : "";
}
