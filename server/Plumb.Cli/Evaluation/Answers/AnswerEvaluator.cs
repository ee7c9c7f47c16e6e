using System.Diagnostics;
using Plumb.Ask;
using Plumb.Ask.Citations;
using Plumb.Ask.Judging;
using Plumb.Ask.Models;
using Plumb.Search;
using Plumb.Search.Evaluation;
using Plumb.Text;

namespace Plumb.Cli.Evaluation.Answers;

/// <summary>Puts the questions of a golden set to <c>plumb ask</c> and measures the answers.</summary>
/// <param name="index">The workspace, up to date.</param>
/// <param name="goldenFile">The golden file as it was named.</param>
/// <param name="judge">Null: nobody judges, and only what can be checked is measured.</param>
/// <param name="progress">Told of each question that is done, with how many there are.</param>
internal sealed class AnswerEvaluator(WorkspaceIndex index, GoldenSet golden, string goldenFile, AnswerJudge? judge, Action<int, int>? progress = null)
{
    private const int MostLinesOfEvidence = 120;

    private readonly string root = index.Options.Root;
    private readonly string ownPath = Path.GetRelativePath(index.Options.Root, Path.GetFullPath(goldenFile)).Replace('\\', '/');

    // The labels are the same whoever answers: they are judged once.
    private (AgreementReport? Report, IReadOnlyList<string> Problems)? agreed;

    public async Task<AnswerEvalReport> RunAsync(AnswerConfiguration configuration, CancellationToken cancellation)
    {
        var problems = new List<string>();
        var questions = golden.Questions.Select(question => GoldenLabels.Resolve(root, question, problems)).ToList();
        var engine = AskEngine.Open(index, configuration.Options);
        var results = new List<AnswerQuestionReport>();
        var (calls, promptTokens, answerTokens, cost) = (0, 0L, 0L, (decimal?)null);
        foreach (var question in questions)
        {
            var started = Stopwatch.GetTimestamp();
            var answer = configuration.IsDeep
                ? await engine.AskDeepAsync(new Question(question.Text), DeepBudget.Default, null, null, cancellation)
                : await engine.AskAsync(new Question(question.Text), null, cancellation);
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            calls += answer.Usage.Calls;
            promptTokens += answer.Usage.PromptTokens;
            answerTokens += answer.Usage.AnswerTokens;
            cost = answer.Usage.CostUsd is { } more ? (cost ?? 0) + more : cost;
            if (configuration.Options.Model is not null && answer.Kind == AnswerKind.Extractive)
            {
                problems.Add($"'{question.Text}' was not answered by the model: {(answer.Notes is [var note, ..] ? note : "nobody knows why")}");
            }

            if (answer.Citations.Any(citation => citation.Path == ownPath) && !problems.Exists(p => p.StartsWith(ownPath, StringComparison.Ordinal)))
            {
                problems.Add($"{ownPath} is indexed itself and was cited as an answer: name it in .plumbignore, or move it out of the workspace.");
            }

            var wasKept = configuration.Options.Model is not null && answer.Usage.Calls == 0 && answer.Kind == AnswerKind.Model;
            results.Add(await MeasureAsync(question, answer, wasKept ? null : Math.Round(elapsed, 3), problems, cancellation));
            progress?.Invoke(results.Count, questions.Count);
        }

        var agreement = await AgreeAsync(cancellation);
        problems.AddRange(agreement.Problems);
        return Report(configuration, results, agreement.Report, new AnswerCost(calls, promptTokens, answerTokens, cost, judge?.Calls ?? 0, (judge?.PromptTokens ?? 0) + (judge?.AnswerTokens ?? 0), judge?.Cost), problems);
    }

    private async Task<AnswerQuestionReport> MeasureAsync(GoldenQuestion question, Answer answer, double? elapsed, List<string> problems, CancellationToken cancellation)
    {
        var refused = answer.Kind == AnswerKind.NotFound;
        var checks = Staleness.Check(index.ReadText, answer.Citations);
        var citations = checks.Select(check => new AnswerCitationReport(check.Citation.Path, check.Citation.StartLine, check.Citation.EndLine, check.State == CitationState.Fresh)).ToList();
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        var (missing, uncited) = ((IReadOnlyList<string>)[], (IReadOnlyList<string>)[]);
        if (question.IsUnanswerable)
        {
            metrics[AnswerBar.Abstention] = refused ? 1 : 0;
        }
        else
        {
            metrics[AnswerBar.FalseAbstention] = refused ? 1 : 0;
            var judgement = Judgement.Of([.. answer.Citations.Select(HitOf)], question.Expectations);
            uncited = [.. question.Expectations.Where((_, i) => judgement.Ranks[i] == 0).Select(expectation => expectation.ToString())];
            metrics[AnswerBar.Cited] = Share(question.Expectations.Count - uncited.Count, question.Expectations.Count);
            if (question.Facts.Count > 0)
            {
                missing = [.. question.Facts.Where(fact => refused || !fact.IsIn(answer.Markdown)).Select(fact => fact.ToString())];
                metrics[AnswerBar.Facts] = Share(question.Facts.Count - missing.Count, question.Facts.Count);
            }
        }

        if (!refused)
        {
            var written = citations.Count + answer.FalseCitations;
            metrics[AnswerBar.Citations] = written == 0 ? 0 : Share(citations.Count(c => c.Valid), written);
            if (answer.Confidence.Supported is { } supported)
            {
                metrics[AnswerBar.Supported] = supported;
            }
        }

        var verdict = await JudgeAsync(question, answer.Markdown, answer.Citations, problems, cancellation);
        if (verdict is not null)
        {
            metrics[AnswerBar.Judge] = Math.Round(verdict.Score, 9);
        }

        return new AnswerQuestionReport(
            question.Text, question.Tags, question.IsUnanswerable, Commands.WorkspaceArguments.Name(answer.Kind.ToString()), answer.Markdown, citations, answer.FalseCitations, metrics, missing, uncited,
            verdict is null ? null : new VerdictReport(Math.Round(verdict.Score, 9), verdict.Correct, verdict.Complete, verdict.Grounded, verdict.IsGood ? "good" : "bad", verdict.Reason),
            elapsed, answer.Notes);
    }

    private async Task<AnswerVerdict?> JudgeAsync(GoldenQuestion question, string answer, IReadOnlyList<Citation> citations, List<string> problems, CancellationToken cancellation)
    {
        if (judge is null)
        {
            return null;
        }

        try
        {
            return await judge.JudgeAsync(new JudgedAnswer(question.Text, answer, EvidenceOf(question, citations), ReferenceOf(question)), cancellation);
        }
        catch (ModelException e)
        {
            problems.Add($"'{question.Text}' was not judged: {e.Message}");
            return null;
        }
    }

    private async Task<(AgreementReport? Report, IReadOnlyList<string> Problems)> AgreeAsync(CancellationToken cancellation)
    {
        if (judge is null || agreed is not null)
        {
            return agreed ?? (null, []);
        }

        var (verdicts, problems) = (new List<(bool, bool)>(), new List<string>());
        foreach (var question in golden.Questions.Select(q => GoldenLabels.Resolve(root, q, [])))
        {
            foreach (var label in question.Labels)
            {
                if (await JudgeAsync(question, label.Answer, [], problems, cancellation) is { } verdict)
                {
                    verdicts.Add((label.IsGood, verdict.IsGood));
                }
            }
        }

        var found = Agreement.Of(verdicts);
        var interval = found.KappaInterval();
        agreed = (
            found.Count == 0 ? null : new AgreementReport(
                found.Count, Round(found.Observed), found.Kappa is { } kappa ? Round(kappa) : null, interval is { } i ? Round(i.Low) : null, interval is { } j ? Round(j.High) : null,
                found.BothGood, found.BothBad, found.JudgeOnlyGood, found.JudgeOnlyBad, AgreementReport.Cohen),
            problems);
        return agreed.Value;
    }

    /// <summary>What the labels name, then what the answer cited besides.</summary>
    private List<(string Place, string Text)> EvidenceOf(GoldenQuestion question, IReadOnlyList<Citation> citations)
    {
        var evidence = new List<(string, string)>();
        foreach (var expectation in question.Expectations)
        {
            if (index.ReadText(expectation.Path) is { } document)
            {
                var (first, last) = LinesOf(document, expectation);
                Add(document, expectation.Path, first, last);
            }
        }

        foreach (var citation in citations.Where(c => !evidence.Exists(e => e.Item1 == $"{c.Path}:{c.StartLine}-{c.EndLine}")))
        {
            if (index.ReadText(citation.Path) is { } document)
            {
                Add(document, citation.Path, citation.StartLine, citation.EndLine);
            }
        }

        return evidence;

        void Add(TextDocument document, string path, int first, int last)
        {
            last = Math.Min(Math.Min(last, first + MostLinesOfEvidence - 1), document.Lines.LineCount);
            var lines = Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(line => document.Lines.GetLineSpan(line - 1)).Select(span => document.Text[span.Start..span.End]);
            evidence.Add(($"{path}:{first}-{last}", string.Join('\n', lines)));
        }
    }

    private static (int First, int Last) LinesOf(TextDocument document, Expectation expectation)
    {
        if (expectation.Lines is { } lines)
        {
            return (lines.First, lines.Last);
        }

        if (expectation.Symbol is { } symbol && Relevance.FindDeclaration(document, symbol) is >= 0 and var found)
        {
            var span = document.Outline.Declarations[found].Span;
            return (document.Lines.GetLine(span.Start) + 1, document.Lines.GetLine(Math.Max(span.Start, span.End - 1)) + 1);
        }

        return (1, document.Lines.LineCount);
    }

    private static string ReferenceOf(GoldenQuestion question)
    {
        var facts = question.Facts.Count > 0 ? "It says: " + string.Join("; ", question.Facts) + "." : "";
        return question.IsUnanswerable ? "Nothing in the code base answers the question; a good answer says so." : $"{question.Reference}\n{facts}".Trim();
    }

    private static Hit HitOf(Citation citation) =>
        new(citation.Path, citation.StartLine, citation.EndLine, citation.Label, LanguageTable.FindForFile(citation.Path)?.Id ?? "plaintext", 0, "", []);

    private AnswerEvalReport Report(AnswerConfiguration configuration, List<AnswerQuestionReport> results, AgreementReport? agreement, AnswerCost cost, List<string> problems)
    {
        var means = Means(results);
        var tags = results.SelectMany(result => result.Tags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ToDictionary(tag => tag, tag => results.Where(result => result.Tags.Contains(tag)).ToList() is var tagged ? new AnswerTagReport(tagged.Count, Means(tagged)) : null!);
        var times = results.Select(result => result.ElapsedMs).OfType<double>().ToList();
        var bars = golden.AnswerBars.Select(bar => (Bar: bar, Reached: bar.Name == AnswerBar.Kappa ? agreement?.Kappa : means.TryGetValue(bar.Name, out var mean) ? mean : (double?)null)).ToList();

        // What nobody measured is neither met nor missed; that it was not measured has to be seen.
        problems.AddRange(bars.Where(pair => pair.Reached is null).Select(pair => $"The bar {pair.Bar.Name} was not measured: {(pair.Bar.Name is AnswerBar.Judge or AnswerBar.Kappa ? "there is no judge, or no verdict" : "no answer has it")}."));
        return new AnswerEvalReport(
            AnswerEvalReport.CurrentVersion,
            AnswerEvalReport.AnswersKind,
            goldenFile,
            configuration.Name,
            configuration.Options.Model?.ToString(),
            judge?.Name,
            results.Count(result => !result.Unanswerable),
            results.Count(result => result.Unanswerable),
            means,
            tags,
            times.Count == 0 ? null : new LatencyReport(Percentile.Of(times, 0.5), Percentile.Of(times, 0.95), Percentile.Of(times, 0.99)),
            cost,
            agreement,
            [.. bars.Where(pair => pair.Reached is not null).Select(pair => new BarReport(pair.Bar.Name, pair.Bar.Value, pair.Reached!.Value, pair.Bar.IsMetBy(pair.Reached.Value), pair.Bar.IsUpper))],
            problems,
            results);
    }

    private static Dictionary<string, double> Means(List<AnswerQuestionReport> results) =>
        AnswerBar.Names.Where(name => results.Exists(result => result.Metrics.ContainsKey(name)))
            .ToDictionary(name => name, name => Round(results.Where(result => result.Metrics.ContainsKey(name)).Average(result => result.Metrics[name])));

    private static double Share(int part, int whole) => Round(part / (double)whole);

    // Binary fractions end in noise; nobody compares at this digit.
    private static double Round(double value) => Math.Round(value, 9);
}
