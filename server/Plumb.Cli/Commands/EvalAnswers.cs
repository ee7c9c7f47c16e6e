using System.Text.Json;
using Plumb.Ask.Judging;
using Plumb.Cli.Evaluation;
using Plumb.Cli.Evaluation.Answers;
using Plumb.Search;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb eval --answers</c>: how good the answers are, by what can be checked and by a judge.</summary>
internal static class EvalAnswers
{
    /// <param name="Configuration">How is answered; null: by the configured model, or without one.</param>
    /// <param name="Judge">"NAME" or "NAME@PROVIDER"; null: the configured model, where there is one.</param>
    /// <param name="Html">Where the page is written; null: nowhere.</param>
    public sealed record Options(bool Json, bool Verbose, string[]? Compare, string? Baseline, string? Configuration, string? Judge, bool NoJudge, string? Html);

    public static async Task<int> RunAsync(string? workspace, string golden, Options options, bool noRefresh, CancellationToken cancellation)
    {
        if (options is { Judge: not null, NoJudge: true })
        {
            throw new CommandException("--judge and --no-judge exclude each other.");
        }

        if (options is { Compare: not null, Configuration: not null })
        {
            throw new CommandException("--compare names both configurations: leave out --configuration.");
        }

        var set = GoldenFile.Read(golden);
        var baseline = options.Baseline is null ? null : AnswerComparison.Read(options.Baseline);
        var judge = options.NoJudge ? null
            : options.Judge is { } named ? AnswerJudge.Open(AnswerConfiguration.OptionsOf(named, "--judge"))
            : AnswerJudge.Open(Plumb.Ask.AskOptions.FromUser(WorkspaceOptions.DefaultDataHome));
        var (first, second) = options.Compare is [var a, var b] ? (Parse(a), Parse(b)) : (((string, AnswerConfiguration?)?)null, ((string, AnswerConfiguration?)?)null);
        var wanted = options.Configuration is { } name ? AnswerConfiguration.Find(name) ?? throw Unknown(name) : AnswerConfiguration.Default();

        using var index = await WorkspaceArguments.OpenAsync(workspace, cancellation);
        await WorkspaceArguments.RefreshAsync(index, noRefresh, cancellation);
        AnswerEvalReport report;
        AnswerEvalReport? before = baseline;
        using (var progress = new ProgressLine())
        {
            var evaluator = new AnswerEvaluator(index, set, golden, judge, (done, of) => progress.Report(new IndexProgress("asking", done, of, "")));
            if (first is { } one && second is { } other)
            {
                before = await ReportOfAsync(evaluator, one, cancellation);
                report = await ReportOfAsync(evaluator, other, cancellation);
            }
            else
            {
                report = await evaluator.RunAsync(wanted, cancellation);
            }
        }

        if (before is not null)
        {
            report = report with { Comparison = AnswerComparison.Compare(before, report, options.Baseline ?? options.Compare![0]) };
        }

        foreach (var problem in report.Problems)
        {
            Console.Error.WriteLine("plumb: " + problem);
        }

        if (options.Html is { } page)
        {
            Save(page, AnswerEvalHtml.Write(report, before));
        }

        Console.Out.Write(options.Json ? JsonSerializer.Serialize(report, AnswerEvalJson.Indented.AnswerEvalReport) + "\n" : new AnswerEvalText(Style.ForOutput()).Write(report, options.Verbose));
        return report.Bars.All(bar => bar.Met) ? PlumbCommand.Good : PlumbCommand.Findings;
    }

    /// <summary>A configuration, or else a file.</summary>
    private static (string Name, AnswerConfiguration? Configuration) Parse(string name) =>
        (name, AnswerConfiguration.Find(name) ?? (File.Exists(name) ? null : throw Unknown(name)));

    private static async Task<AnswerEvalReport> ReportOfAsync(AnswerEvaluator evaluator, (string Name, AnswerConfiguration? Configuration) wanted, CancellationToken cancellation) =>
        wanted.Configuration is null ? AnswerComparison.Read(wanted.Name) : await evaluator.RunAsync(wanted.Configuration, cancellation);

    private static CommandException Unknown(string name) => new($"'{name}' is neither a configuration ({AnswerConfiguration.Names}) nor a saved result.");

    private static void Save(string path, string html)
    {
        try
        {
            File.WriteAllText(path, html);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"'{path}' cannot be written: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
