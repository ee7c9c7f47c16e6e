using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Plumb.Ask.Feedback;
using Plumb.Ask.Ledger;
using Plumb.Cli.Evaluation;
using Plumb.Search;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb feedback</c>: what was thought of answers, and golden questions made of it.</summary>
internal static class FeedbackCommand
{
    private const int MostOfQuestion = 70;

    public static Command Create()
    {
        var command = new Command("feedback", "What you thought of answers in the editor (thumbs and comments), of one workspace. Kept on this machine only.");
        var (workspace, json, all) = (WorkspaceArguments.Workspace(), WorkspaceArguments.Json(), All());
        command.Options.Add(workspace);
        command.Options.Add(json);
        command.Options.Add(all);
        command.SetAction(parsed => List(parsed.GetValue(workspace), parsed.GetValue(all), parsed.GetValue(json)));
        command.Subcommands.Add(CreateList());
        command.Subcommands.Add(CreateGolden());
        return command;
    }

    private static Option<bool> All() => new("--all") { Description = "Of every workspace." };

    private static Command CreateList()
    {
        var (workspace, json, all) = (WorkspaceArguments.Workspace(), WorkspaceArguments.Json(), All());
        var command = new Command("list", "List the judgements, the newest first (the default).") { workspace, json, all };
        command.SetAction(parsed => List(parsed.GetValue(workspace), parsed.GetValue(all), parsed.GetValue(json)));
        return command;
    }

    private static Command CreateGolden()
    {
        var (workspace, json) = (WorkspaceArguments.Workspace(), WorkspaceArguments.Json());
        var output = new Option<string?>("--output", "-o") { Description = "Write to this file, which must not exist yet.", HelpName = "FILE" };
        var command = new Command("golden", "Write a golden file for 'plumb eval': answers that were praised become questions with their places, the others a list of what needs an answer.") { workspace, json, output };
        command.SetAction(parsed => WriteGolden(parsed.GetValue(workspace), parsed.GetValue(json), parsed.GetValue(output)));
        return command;
    }

    private static int List(string? workspace, bool all, bool json)
    {
        var found = new FeedbackStore(WorkspaceOptions.DefaultDataHome).List(all ? null : IdentityOf(RootOf(workspace)));
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new FeedbackReport(found.Count, found.Count(f => f.IsGood), found.Count(f => !f.IsGood), [.. found.Select(FeedbackEntry.Of)]), WorkspaceJson.Indented.FeedbackReport));
            return PlumbCommand.Good;
        }

        if (found.Count == 0)
        {
            Console.Out.WriteLine(all ? "No answer was judged yet." : "No answer about this workspace was judged yet (--all lists those about others).");
            return PlumbCommand.Good;
        }

        foreach (var feedback in found)
        {
            var question = feedback.Question.ReplaceLineEndings(" ");
            Console.Out.WriteLine($"{Day(feedback.At)}  {(feedback.IsGood ? "up  " : "down")}  {(question.Length <= MostOfQuestion ? question : question[..MostOfQuestion] + "…")}");
            if (feedback.Comment.Length > 0)
            {
                Console.Out.WriteLine("                  " + feedback.Comment.ReplaceLineEndings(" "));
            }
        }

        Console.Out.WriteLine($"{found.Count(f => f.IsGood)} up, {found.Count(f => !f.IsGood)} down; 'plumb feedback golden' makes golden questions of them.");
        return PlumbCommand.Good;
    }

    private static int WriteGolden(string? workspace, bool json, string? output)
    {
        var root = RootOf(workspace);
        var identity = IdentityOf(root);
        var golden = FeedbackGolden.Make(new FeedbackStore(WorkspaceOptions.DefaultDataHome).List(identity), identity, path => WorkspaceText.Read(root, path));
        var yaml = golden.Write();
        if (output is not null)
        {
            GoldenWriter.Save(output, yaml);
        }

        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new FeedbackGoldenReport(golden.Questions.Count, golden.Open.Count, [.. golden.Open.Select(o => new OpenQuestionReport(o.Question, o.Reason))], output is null ? yaml : null, output),
                WorkspaceJson.Indented.FeedbackGoldenReport));
        }
        else if (output is null)
        {
            Console.Out.Write(yaml);
        }

        if (golden.Questions.Count == 0)
        {
            Console.Error.WriteLine(golden.Open.Count == 0
                ? "plumb: no answer about this workspace was judged yet."
                : "plumb: no praised answer makes a question; those that need an answer are listed as comments.");
        }

        return golden.Questions.Count == 0 ? PlumbCommand.Findings : PlumbCommand.Good;
    }

    private static string RootOf(string? workspace)
    {
        var root = Path.GetFullPath(workspace is { Length: > 0 } ? workspace : Environment.CurrentDirectory);
        return Directory.Exists(root) ? root : throw new WorkspaceException($"There is no folder {root}: name an existing folder as the workspace.");
    }

    private static string IdentityOf(string root) => new WorkspaceOptions(root).Identity;

    internal static string Day(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>What <c>plumb feedback --json</c> prints.</summary>
internal sealed record FeedbackReport(int Count, int Up, int Down, IReadOnlyList<FeedbackEntry> Entries);

/// <param name="Verdict">"up" or "down".</param>
internal sealed record FeedbackEntry(DateTimeOffset At, string Question, string Answer, string Verdict, string? Comment, IReadOnlyList<FeedbackPlace> Citations)
{
    public static FeedbackEntry Of(AnswerFeedback feedback) => new(
        feedback.At, feedback.Question, feedback.Answer, feedback.IsGood ? "up" : "down", feedback.Comment.Length > 0 ? feedback.Comment : null,
        [.. feedback.Citations.Select(c => new FeedbackPlace(c.Path, c.StartLine, c.EndLine))]);
}

internal sealed record FeedbackPlace(string Path, int StartLine, int EndLine);

/// <summary>What <c>plumb feedback golden --json</c> prints.</summary>
/// <param name="Questions">That have an answer, or are known to have none.</param>
/// <param name="Open">That need one.</param>
/// <param name="Yaml">The golden file; absent where it was written to a file.</param>
internal sealed record FeedbackGoldenReport(int Questions, int NeedAnswer, IReadOnlyList<OpenQuestionReport> Open, string? Yaml, string? Output);

internal sealed record OpenQuestionReport(string Question, string Reason);
