using System.Text.Json;
using Plumb.Search.Evaluation;

namespace Plumb.Cli.Evaluation.Answers;

/// <summary>Compares the answers of two configurations question by question.</summary>
internal static class AnswerComparison
{
    private const double Even = 1e-9;

    /// <param name="baseline">What the differences are measured from.</param>
    /// <param name="name">How the baseline is called.</param>
    /// <exception cref="CommandException">They have no question in common.</exception>
    public static AnswerComparisonReport Compare(AnswerEvalReport baseline, AnswerEvalReport now, string name)
    {
        var before = baseline.Questions.ToDictionary(question => question.Question, StringComparer.Ordinal);
        var pairs = now.Questions.Where(question => before.ContainsKey(question.Question)).Select(question => (Before: before[question.Question], Now: question)).ToList();
        if (pairs.Count == 0)
        {
            throw new CommandException($"{name} and {now.Golden} have no question in common: there is nothing to compare.");
        }

        var (differences, changes) = (new List<DifferenceReport>(), new List<AnswerChangeReport>());
        foreach (var metric in AnswerBar.Names)
        {
            var both = pairs.Where(pair => pair.Before.Metrics.ContainsKey(metric) && pair.Now.Metrics.ContainsKey(metric)).ToList();
            if (both.Count == 0)
            {
                continue;
            }

            var (first, second) = (both.Select(pair => pair.Before.Metrics[metric]).ToList(), both.Select(pair => pair.Now.Metrics[metric]).ToList());
            var paired = PairedComparison.Of(first, second);
            var (better, worse) = metric == AnswerBar.FalseAbstention ? (paired.Worse, paired.Better) : (paired.Better, paired.Worse);
            differences.Add(new DifferenceReport(metric, first.Average(), second.Average(), paired.Difference, paired.Low, paired.High, paired.PValue, paired.SignPValue, better, worse, paired.IsSignificant));
            changes.AddRange(both.Where(pair => Math.Abs(pair.Now.Metrics[metric] - pair.Before.Metrics[metric]) > Even)
                .Select(pair => new AnswerChangeReport(pair.Now.Question, metric, pair.Before.Metrics[metric], pair.Now.Metrics[metric])));
        }

        return new AnswerComparisonReport(name, pairs.Count, differences, changes);
    }

    /// <summary>Reads what <c>--answers --json</c> printed.</summary>
    public static AnswerEvalReport Read(string path)
    {
        var (text, problem) = !File.Exists(path) ? (null, "does not exist") : Commands.InputText.Read(path);
        if (text is null)
        {
            throw new CommandException($"'{path}' {problem!.TrimEnd('.')}.");
        }

        try
        {
            var report = JsonSerializer.Deserialize(text, AnswerEvalJson.Indented.AnswerEvalReport);
            return report is { Version: AnswerEvalReport.CurrentVersion, Kind: AnswerEvalReport.AnswersKind, Questions: not null, Metrics: not null } ? report : throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new CommandException($"'{path}' is no result of 'plumb eval --answers --json' of this version.", e);
        }
    }
}
