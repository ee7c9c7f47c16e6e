using System.CommandLine;
using System.Text.Json;
using Plumb.Cli.Evaluation;
using Plumb.Cli.Evaluation.Answers;
using Plumb.Embedders.Choice;
using Plumb.Search;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb eval</c>: how good the search is at questions whose answers are known.</summary>
internal static class EvalCommand
{
    private const int DefaultProposals = 20;
    private const int MaxProposals = 1000;
    private const string EmbedderPrefix = "embedder:";

    public static Command Create()
    {
        var workspace = WorkspaceArguments.Workspace();
        var json = WorkspaceArguments.Json();
        var verbose = new Option<bool>("--verbose") { Description = "List every question: the rank of its first answer, and what came instead." };
        var ask = new Option<bool>("--ask") { Description = "Also count the questions that 'plumb ask' refuses (without a model); on by itself where a question is unanswerable." };
        var compare = new Option<string[]>("--compare")
        {
            Description = $"Measure B against A, each a configuration ({Names()}; with --answers see --configuration), an embedder (embedder:NAME as in 'plumb model use') or a saved --json result.",
            HelpName = "A B",
            Arity = new ArgumentArity(2, 2),
            AllowMultipleArgumentsPerToken = true,
        };
        var baseline = new Option<string?>("--baseline") { Description = "Measure against a saved --json result.", HelpName = "FILE" };
        var propose = new Option<int?>("--propose")
        {
            Description = $"Write N questions ({DefaultProposals}) from doc comments and commit messages, to begin a golden file with.",
            HelpName = "N",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var output = new Option<string?>("--output", "-o") { Description = "With --propose: write to this file, which must not exist yet.", HelpName = "FILE" };
        var answers = new Option<bool>("--answers") { Description = "Measure the answers of 'plumb ask' instead of the search: citations, expected facts, refusals, and a judge where a model is configured." };
        var configuration = new Option<string?>("--configuration") { Description = $"With --answers: how to answer ({AnswerConfiguration.Names}).", HelpName = "NAME" };
        var judge = new Option<string?>("--judge") { Description = "With --answers: the model that judges, instead of the configured one.", HelpName = "NAME[@PROVIDER]" };
        var noJudge = new Option<bool>("--no-judge") { Description = "With --answers: measure what can be checked, and ask no model for its opinion." };
        var html = new Option<string?>("--html") { Description = "With --answers: also write the report as one page with plots.", HelpName = "FILE" };
        var noRefresh = WorkspaceArguments.NoRefresh();
        var golden = new Argument<string?>("golden") { Description = "The golden file: questions with their answers, in YAML (docs/evaluation.md).", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("eval", "Measure how well questions with known answers are answered. A missed bar gives exit code 1.")
        {
            workspace, json, verbose, ask, answers, configuration, judge, noJudge, html, compare, baseline, propose, output, noRefresh, golden,
        };
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetResult(propose) is not null)
            {
                return ProposeAsync(parsed.GetValue(workspace), parsed.GetValue(propose) ?? DefaultProposals, parsed.GetValue(output), parsed.GetValue(golden), cancellation);
            }

            var pair = parsed.GetValue(compare) is { Length: 2 } named ? named : null;
            if (parsed.GetValue(answers))
            {
                var wanted = new EvalAnswers.Options(
                    parsed.GetValue(json), parsed.GetValue(verbose), pair, parsed.GetValue(baseline), parsed.GetValue(configuration), parsed.GetValue(judge), parsed.GetValue(noJudge), parsed.GetValue(html));
                return parsed.GetValue(output) is null && !parsed.GetValue(ask)
                    ? EvalAnswers.RunAsync(parsed.GetValue(workspace), Named(parsed.GetValue(golden)), Exclusive(wanted), parsed.GetValue(noRefresh), cancellation)
                    : throw new CommandException("--output and --ask do not go with --answers.");
            }

            if (parsed.GetValue(configuration) is not null || parsed.GetValue(judge) is not null || parsed.GetValue(noJudge) || parsed.GetValue(html) is not null)
            {
                throw new CommandException("--configuration, --judge, --no-judge and --html go with --answers.");
            }

            var options = new Options(parsed.GetValue(json), parsed.GetValue(verbose), parsed.GetValue(ask), pair, parsed.GetValue(baseline));
            return parsed.GetValue(output) is null
                ? RunAsync(parsed.GetValue(workspace), parsed.GetValue(golden), options, parsed.GetValue(noRefresh), cancellation)
                : throw new CommandException("--output goes with --propose.");
        });
        return command;
    }

    private static async Task<int> RunAsync(string? workspace, string? golden, Options options, bool noRefresh, CancellationToken cancellation)
    {
        golden = Named(golden);
        if (options is { Compare: not null, Baseline: not null })
        {
            throw new CommandException("--compare and --baseline exclude each other.");
        }

        var set = GoldenFile.Read(golden);
        var baseline = options.Baseline is null ? null : EvalComparison.Read(options.Baseline);
        using var index = await WorkspaceArguments.OpenAsync(workspace, cancellation);
        await WorkspaceArguments.RefreshAsync(index, noRefresh, cancellation);
        if (!noRefresh)
        {
            await EmbedAsync(index, cancellation);
        }

        var evaluator = new Evaluator(index, set, golden);
        var ask = options.Ask || set.Questions.Any(question => question.IsUnanswerable) || set.Bars.Any(bar => bar.IsAboutRefusals);
        EvalReport report;
        if (options.Compare is [var first, var second])
        {
            var before = await ReportOfAsync(first);
            report = await ReportOfAsync(second);
            report = report with { Comparison = EvalComparison.Compare(before, report, first) };
        }
        else
        {
            report = await evaluator.RunAsync(SearchConfiguration.Default, ask, cancellation);
            report = baseline is null ? report : report with { Comparison = EvalComparison.Compare(baseline, report, options.Baseline!) };
        }

        foreach (var problem in report.Problems)
        {
            Console.Error.WriteLine("plumb: " + problem);
        }

        Console.Out.Write(options.Json ? JsonSerializer.Serialize(report, EvalJson.Indented.EvalReport) + "\n" : new EvalText(Style.ForOutput()).Write(report, options.Verbose));
        return report.Bars.All(bar => bar.Met) ? PlumbCommand.Good : PlumbCommand.Findings;

        async Task<EvalReport> ReportOfAsync(string name)
        {
            if (SearchConfiguration.Find(name) is { } configuration)
            {
                return await evaluator.RunAsync(configuration, ask, cancellation);
            }

            if (!name.StartsWith(EmbedderPrefix, StringComparison.Ordinal))
            {
                return File.Exists(name) ? EvalComparison.Read(name)
                    : throw new CommandException($"'{name}' is neither a configuration ({Names()}, embedder:NAME) nor a file.");
            }

            using var embedder = await EmbedderArguments.Source().OpenAsync(EmbedderChoice.Parse(name[EmbedderPrefix.Length..], "--compare"), cancellation);
            using var other = WorkspaceArguments.Open(workspace, embedder);
            await EmbedAsync(other, cancellation);
            return await new Evaluator(other, set, golden).RunAsync(SearchConfiguration.Default with { Name = name }, ask, cancellation);
        }
    }

    /// <summary>What is measured is an index whose chunks all have their vectors.</summary>
    private static async Task EmbedAsync(WorkspaceIndex index, CancellationToken cancellation)
    {
        using var progress = new ProgressLine();
        if ((await index.EmbedAsync(progress, cancellation)).Problem is { } problem)
        {
            throw new CommandException($"Not every chunk has its vector, so nothing is measured: {problem}");
        }
    }

    private static async Task<int> ProposeAsync(string? workspace, int count, string? output, string? golden, CancellationToken cancellation)
    {
        if (count is < 1 or > MaxProposals)
        {
            throw new CommandException($"--propose is {count}, it has to be between 1 and {MaxProposals}.");
        }

        if (golden is not null)
        {
            throw new CommandException($"--propose reads no golden file, so not '{golden}'; --output says where to write.");
        }

        if (output is not null && File.Exists(output))
        {
            throw new CommandException($"'{output}' exists already: questions that somebody edited are not written over.");
        }

        var root = Path.GetFullPath(workspace is { Length: > 0 } ? workspace : Environment.CurrentDirectory);
        if (!Directory.Exists(root))
        {
            throw new WorkspaceException($"There is no folder {root}: name an existing folder as the workspace.");
        }

        var (questions, note) = await Proposals.FindAsync(root, count, cancellation);
        if (note is not null)
        {
            Console.Error.WriteLine("plumb: " + note);
        }

        if (questions.Count == 0)
        {
            Console.Error.WriteLine("plumb: no doc comment and no commit message here makes a question.");
            return PlumbCommand.Findings;
        }

        var yaml = GoldenWriter.Write(questions);
        if (output is null)
        {
            Console.Out.Write(yaml);
            return PlumbCommand.Good;
        }

        GoldenWriter.Save(output, yaml);
        Console.Error.WriteLine($"plumb: {questions.Count} {(questions.Count == 1 ? "question" : "questions")} to edit in '{output}'; 'plumb eval {output}' measures them.");
        return PlumbCommand.Good;
    }

    private static string Named(string? golden) => string.IsNullOrWhiteSpace(golden)
        ? throw new CommandException("There is no golden file: name it behind 'plumb eval', or let 'plumb eval --propose' write a first one.")
        : golden;

    private static EvalAnswers.Options Exclusive(EvalAnswers.Options options) => options is { Compare: not null, Baseline: not null } ? throw new CommandException("--compare and --baseline exclude each other.") : options;

    private static string Names() => string.Join(", ", SearchConfiguration.All.Select(configuration => configuration.Name));

    private sealed record Options(bool Json, bool Verbose, bool Ask, string[]? Compare, string? Baseline);
}
