using System.Text.Json;
using Plumb.Search.Evaluation;

namespace Plumb.Cli.Evaluation;

/// <summary>Compares two runs question by question.</summary>
internal static class EvalComparison
{
    private const double Even = 1e-9;

    /// <param name="baseline">What the differences are measured from.</param>
    /// <param name="name">How the baseline is called.</param>
    /// <exception cref="CommandException">They have no question in common.</exception>
    public static ComparisonReport Compare(EvalReport baseline, EvalReport now, string name)
    {
        var before = baseline.Questions.Where(question => question.Metrics is not null).ToDictionary(question => question.Question, StringComparer.Ordinal);
        var pairs = now.Questions.Where(question => question.Metrics is not null && before.ContainsKey(question.Question)).Select(question => (Before: before[question.Question], Now: question)).ToList();
        if (pairs.Count == 0)
        {
            throw new CommandException($"{name} and {now.Golden} have no question with an answer in common: there is nothing to compare.");
        }

        var metrics = now.Metrics.Keys.Where(metric => pairs.TrueForAll(pair => pair.Before.Metrics!.ContainsKey(metric))).ToList();
        var main = metrics.Find(metric => metric.StartsWith("ndcg", StringComparison.Ordinal));
        var changes = main is null ? [] : pairs
            .Select(pair => new ChangeReport(pair.Now.Question, pair.Before.Rank, pair.Now.Rank, Math.Round(pair.Now.Metrics![main] - pair.Before.Metrics![main], 9)))
            .ToList();
        return new ComparisonReport(
            name,
            pairs.Count,
            [.. metrics.Select(metric => Difference(metric, [.. pairs.Select(pair => pair.Before.Metrics![metric])], [.. pairs.Select(pair => pair.Now.Metrics![metric])]))],
            [.. changes.Where(change => change.Difference > Even).OrderByDescending(change => change.Difference)],
            [.. changes.Where(change => change.Difference < -Even).OrderBy(change => change.Difference)]);
    }

    /// <summary>Reads what <c>--json</c> printed.</summary>
    public static EvalReport Read(string path)
    {
        var (text, problem) = !File.Exists(path) ? (null, "does not exist") : Commands.InputText.Read(path);
        if (text is null)
        {
            throw new CommandException($"'{path}' {problem!.TrimEnd('.')}.");
        }

        try
        {
            var report = JsonSerializer.Deserialize(text, EvalJson.Indented.EvalReport);
            return report is { Version: EvalReport.CurrentVersion, K: > 0, Questions: not null, Metrics: not null } ? report : throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new CommandException($"'{path}' is no result of 'plumb eval --json' of this version.", e);
        }
    }

    private static DifferenceReport Difference(string metric, List<double> before, List<double> now)
    {
        var paired = PairedComparison.Of(before, now);
        return new DifferenceReport(
            metric, before.Average(), now.Average(), paired.Difference, paired.Low, paired.High, paired.PValue, paired.SignPValue, paired.Better, paired.Worse, paired.IsSignificant);
    }
}
