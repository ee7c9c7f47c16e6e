using System.Diagnostics;
using Plumb.Ask;
using Plumb.Search;
using Plumb.Search.Evaluation;

namespace Plumb.Cli.Evaluation;

/// <summary>Puts the questions of a golden set to a workspace and measures what comes.</summary>
/// <param name="index">The workspace, up to date.</param>
/// <param name="goldenFile">The golden file as it was named: should it be indexed too, it is no answer to its own questions.</param>
internal sealed class Evaluator(WorkspaceIndex index, GoldenSet golden, string goldenFile)
{
    // NDCG at ten is told whatever k is: it is the figure that systems are compared by.
    private const string MainMetric = "ndcg@10";

    private readonly string root = index.Options.Root;
    private readonly string ownPath = Path.GetRelativePath(index.Options.Root, Path.GetFullPath(goldenFile)).Replace('\\', '/');
    private readonly List<string> problems = [];
    private bool isIndexed;

    /// <param name="ask">Put the questions to <c>plumb ask</c> too, without a model, and count refusals.</param>
    public async Task<EvalReport> RunAsync(SearchConfiguration configuration, bool ask, CancellationToken cancellation)
    {
        problems.Clear();
        isIndexed = false;
        var metrics = Metrics();
        var limit = Math.Max(golden.K, metrics.Max(metric => metric.Cutoff));
        var questions = golden.Questions.Select(question => GoldenLabels.Resolve(root, question, problems)).ToList();

        // The first search loads what all others share.
        await configuration.SearchAsync(index, questions[0].Text, limit, cancellation);
        var results = new List<QuestionReport>();
        foreach (var question in questions)
        {
            var refused = ask ? await IsRefusedAsync(question, cancellation) : (bool?)null;
            results.Add(question.IsUnanswerable
                ? new QuestionReport(question.Text, question.Tags, true, null, null, [], [], null, refused)
                : await MeasureAsync(configuration, question, metrics, limit, cancellation) with { Refused = refused });
        }

        if (isIndexed)
        {
            problems.Add($"{ownPath} is indexed itself, and its words with it: its hits were left out, but naming it in .plumbignore measures better.");
        }

        return Report(configuration.Name, metrics, results, ask);
    }

    /// <summary>Those that are always told, then those that only a bar names.</summary>
    private List<Metric> Metrics() =>
    [
        .. new[] { $"recall@{golden.K}", $"precision@{golden.K}", "mrr", MainMetric }
            .Concat(golden.Bars.Where(bar => !bar.IsAboutRefusals).Select(bar => bar.Name))
            .Distinct(StringComparer.Ordinal)
            .Select(name => Metric.Parse(name, golden.K)!),
    ];

    private async Task<bool> IsRefusedAsync(GoldenQuestion question, CancellationToken cancellation)
    {
        var answer = await new AskEngine(index, model: null).AskAsync(new Question(question.Text), null, cancellation);
        return answer.Kind == AnswerKind.NotFound || answer.Citations.All(citation => citation.Path == ownPath);
    }

    private async Task<QuestionReport> MeasureAsync(SearchConfiguration configuration, GoldenQuestion question, List<Metric> metrics, int limit, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var response = await configuration.SearchAsync(index, question.Text, limit, cancellation);
        var elapsed = Stopwatch.GetElapsedTime(started);

        // An embedder that failed leaves another configuration than the one that is measured.
        if (response.Notice is { } notice && !problems.Contains(notice))
        {
            problems.Add(notice);
        }

        var found = response.Hits;
        if (found.Any(hit => hit.Path == ownPath))
        {
            isIndexed = true;
            var more = await configuration.SearchAsync(index, question.Text, limit + found.Count, cancellation);
            found = [.. more.Hits.Where(hit => hit.Path != ownPath).Take(limit)];
        }

        var judgement = Judgement.Of(found, question.Expectations);
        return new QuestionReport(
            question.Text,
            question.Tags,
            false,
            judgement.FirstRank is > 0 and var rank ? rank : null,
            metrics.ToDictionary(metric => metric.Name, metric => Round(metric.Compute(judgement))),
            [.. question.Expectations.Where((_, i) => judgement.Ranks[i] == 0).Select(expectation => expectation.ToString())],
            [.. found.Select((hit, i) => new HitReport(hit.Path, hit.StartLine, hit.EndLine, hit.Symbol, judgement.Gains[i]))],
            Math.Round(elapsed.TotalMilliseconds, 3),
            null);
    }

    private EvalReport Report(string configuration, List<Metric> metrics, List<QuestionReport> results, bool asked)
    {
        var answerable = results.Where(result => !result.Unanswerable).ToList();
        var means = Means(metrics, answerable);
        var tags = answerable.SelectMany(result => result.Tags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToDictionary(
            tag => tag,
            tag => answerable.Where(result => result.Tags.Contains(tag)).ToList() is var tagged ? new TagReport(tagged.Count, Means(metrics, tagged)) : null!);
        var unanswerable = results.Count - answerable.Count;
        var refusals = new Refusals(unanswerable, results.Count(r => r is { Unanswerable: true, Refused: true }), answerable.Count, answerable.Count(r => r.Refused == true));
        var times = answerable.Select(result => result.ElapsedMs ?? 0).ToList();
        return new EvalReport(
            EvalReport.CurrentVersion,
            goldenFile,
            configuration,
            index.GetStatus().Embedder,
            golden.K,
            answerable.Count,
            means,
            tags,
            new LatencyReport(Percentile.Of(times, 0.5), Percentile.Of(times, 0.95), Percentile.Of(times, 0.99)),
            asked ? new RefusalReport(unanswerable, refusals.RefusedRightly, Round(refusals.Rate), answerable.Count, refusals.RefusedFalsely, Round(refusals.FalseRate)) : null,
            [.. golden.Bars.Select(bar => (Bar: bar, Reached: bar.IsAboutRefusals ? refusals.ValueOf(bar) : means[bar.Name]))
                .Select(pair => new BarReport(pair.Bar.Name, pair.Bar.Value, pair.Reached, pair.Bar.IsMetBy(pair.Reached), pair.Bar.IsUpper))],
            [.. problems],
            results);
    }

    private static Dictionary<string, double> Means(List<Metric> metrics, List<QuestionReport> results) =>
        metrics.ToDictionary(metric => metric.Name, metric => results.Count == 0 ? 0 : Round(results.Average(result => result.Metrics![metric.Name])));

    // Binary fractions end in noise; nobody compares at this digit.
    private static double Round(double value) => Math.Round(value, 9);
}
