using System.CommandLine;
using System.Text.Json;
using Plumb.Ask;
using Plumb.Ask.Kinds;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb ask</c>: an answer in Markdown with checked citations.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var workspace = WorkspaceArguments.Workspace();
        var json = WorkspaceArguments.Json();
        var noRefresh = WorkspaceArguments.NoRefresh();
        var question = new Argument<string[]>("question") { Description = "The question, in any words.", Arity = ArgumentArity.ZeroOrMore };
        var showPrompt = new Option<bool>("--show-prompt") { Description = "Print exactly what would be sent to a model, with its tokens and cost, and send nothing." };
        var check = new Option<string?>("--check") { Description = "Tell which citations of a saved answer (made with --json) are stale.", HelpName = "FILE" };
        var focus = new Option<string?>("--at") { Description = "What the question is about: a file, or lines of it.", HelpName = "PATH[:FIRST[-LAST]]" };
        var deep = new Option<bool>("--deep") { Description = "Let the model search, read and follow references by itself, with tools that only read, and tell each step." };
        var explain = new Option<string?>("--explain") { Description = "What these lines do, what they use, and who uses them.", HelpName = "PATH:FIRST-LAST" };
        var tests = new Option<string?>("--tests") { Description = "Which tests mention a symbol.", HelpName = "SYMBOL" };
        var impact = new Option<string?>("--impact") { Description = "What mentions a symbol, and so may break when it changes.", HelpName = "SYMBOL" };
        var summarize = new Option<string?>("--summarize") { Description = "What a file, a folder or a log (of any size) holds.", HelpName = "PATH" };
        var diff = new Option<bool>("--diff") { Description = "What changed since the last commit." };
        var tour = new Option<bool>("--tour") { Description = "Where somebody new to this code begins." };
        var steps = new Option<bool>("--steps") { Description = "Tell each step on stderr when it is done." };
        var command = new Command(
            "ask",
            "Answer a question about a workspace with checked citations. Nothing leaves the machine unless PLUMB_MODEL, or ask.model in your own plumb.json, names a model (with PLUMB_ENDPOINT and PLUMB_API_KEY).")
        {
            workspace, json, noRefresh, showPrompt, check, focus, deep, explain, tests, impact, summarize, diff, tour, steps, question,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var text = string.Join(' ', parsed.GetValue(question) ?? []).Trim();
            if (parsed.GetValue(check) is { } file)
            {
                return text.Length > 0 ? throw new CommandException("--check takes no question.") : Task.FromResult(AnswerCheck.Run(parsed.GetValue(workspace), file, parsed.GetValue(json)));
            }

            var wanted = new[]
            {
                parsed.GetValue(explain) is { } lines ? new KindRequest(AskTask.Explain, lines) : null,
                parsed.GetValue(tests) is { } tested ? new KindRequest(AskTask.Tests, tested) : null,
                parsed.GetValue(impact) is { } changed ? new KindRequest(AskTask.Impact, changed) : null,
                parsed.GetValue(summarize) is { } path ? new KindRequest(AskTask.Summarize, path) : null,
                parsed.GetValue(diff) ? new KindRequest(AskTask.Diff, "") : null,
                parsed.GetValue(tour) ? new KindRequest(AskTask.Tour, "") : null,
            }.OfType<KindRequest>().ToList();
            if (wanted.Count + (text.Length > 0 ? 1 : 0) > 1)
            {
                throw new CommandException("--explain, --tests, --impact, --summarize, --diff, --tour and a question exclude each other.");
            }

            return RunAsync(
                parsed.GetValue(workspace),
                new Question(text) { Focus = parsed.GetValue(focus) is { } at ? ParseFocus(at) : null },
                new Output(parsed.GetValue(json), parsed.GetValue(showPrompt), parsed.GetValue(steps) || parsed.GetValue(deep), parsed.GetValue(deep), wanted.FirstOrDefault()),
                parsed.GetValue(noRefresh),
                cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(string? workspace, Question question, Output output, bool noRefresh, CancellationToken cancellation)
    {
        if (question.Text.Length == 0 && output.Task is null)
        {
            throw new CommandException("There is no question: write it behind 'plumb ask'.");
        }

        using var index = await WorkspaceArguments.OpenAsync(workspace, cancellation);
        await WorkspaceArguments.RefreshAsync(index, noRefresh, cancellation);
        var engine = new AskEngine(index);
        if (output.ShowPrompt)
        {
            var preview = output.Task is { } asked ? await engine.PreviewTaskAsync(asked, cancellation) : output.Deep ? engine.PreviewDeep(question) : await engine.PreviewAsync(question, cancellation);
            Show(preview, output.Json);
            return PlumbCommand.Good;
        }

        // People watch the answer come, and the notes name the citations that failed; a program gets it whole, with those struck out.
        var live = !output.Json && !Console.IsOutputRedirected;
        IProgress<string>? partial = live ? new Live() : null;
        IProgress<AskStep>? steps = output.Steps ? new StepLines() : null;
        var answer = output.Task is { } task ? await engine.AskTaskAsync(task, partial, steps, cancellation)
            : output.Deep
            ? await engine.AskDeepAsync(question, DeepBudget.Default, partial, steps, cancellation)
            : await engine.AskAsync(question, partial, steps, cancellation);
        if (output.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(AnswerReport.Of(answer, index.Options.Root), WorkspaceJson.Indented.AnswerReport));
        }
        else
        {
            Print(answer, live);
        }

        if (answer.Kind == AnswerKind.NotFound)
        {
            WorkspaceArguments.TellIfEmpty(index);
            return PlumbCommand.Findings;
        }

        return PlumbCommand.Good;
    }

    private static void Print(Answer answer, bool live)
    {
        if (!live)
        {
            Console.Out.Write(answer.Markdown);
        }

        if (!answer.Markdown.EndsWith('\n'))
        {
            Console.Out.WriteLine();
        }

        if (answer.FollowUps.Count > 0)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine("Ask next: " + string.Join(" · ", answer.FollowUps));
        }

        foreach (var note in answer.Notes)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine("> Note: " + note);
        }

        if (answer is { Kind: AnswerKind.Model, Usage: { } usage })
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine(FormattableString.Invariant(
                $"> {usage.Model}: {usage.PromptTokens} tokens in, {usage.AnswerTokens} out{(usage.CostUsd is { } cost ? $", ${cost:0.0000}" : "")}; evidence {answer.Confidence.Level} ({answer.Confidence.Coverage:0%} of the question, {answer.Confidence.Supported:0%} of the answer)."));
        }
    }

    private static void Show(PromptPreview preview, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(preview, WorkspaceJson.Indented.PromptPreview));
            return;
        }

        foreach (var message in preview.Messages)
        {
            Console.Out.WriteLine($"--- {message.Role}");
            Console.Out.WriteLine(message.Text);
        }

        foreach (var note in preview.Notes)
        {
            Console.Out.WriteLine("---");
            Console.Out.WriteLine(note);
        }

        Console.Out.WriteLine("---");
        Console.Out.WriteLine(FormattableString.Invariant(
            $"{(preview.Exact ? "" : "≈")}{preview.Tokens} tokens for {preview.Model ?? "a model, if one were configured"}{(preview.ContextWindow is { } window ? $", of the {window} that it takes" : "")}{(preview.CostUsd is { } cost ? $", ${cost:0.0000}" : "")}; {preview.Evidence.Count} passages, {preview.SecretsRemoved} secrets removed. Nothing was sent."));
    }

    /// <summary>"src/a.cs", "src/a.cs:12" or "src/a.cs:12-40".</summary>
    private static AskFocus ParseFocus(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0)
        {
            return new AskFocus(Clean(text));
        }

        var lines = text[(colon + 1)..].Split('-');
        return lines.Length <= 2 && int.TryParse(lines[0], out var first) && int.TryParse(lines[^1], out var last) && first >= 1 && last >= first
            ? new AskFocus(Clean(text[..colon]), first, last)
            : throw new CommandException($"--at is '{text}': it takes PATH, PATH:LINE or PATH:FIRST-LAST, lines counted from 1.");

        static string Clean(string path)
        {
            path = path.Replace('\\', '/');
            return Path.IsPathRooted(path) || path.Split('/').Contains("..")
                ? throw new CommandException($"--at names '{path}': it takes a path from the workspace folder.")
                : path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        }
    }

    private sealed record Output(bool Json, bool ShowPrompt, bool Steps, bool Deep, KindRequest? Task);

    private sealed class Live : IProgress<string>
    {
        public void Report(string value) => Console.Out.Write(value);
    }

    private sealed class StepLines : IProgress<AskStep>
    {
        public void Report(AskStep value) => Console.Error.WriteLine(FormattableString.Invariant($"{value.Name,-10} {value.ElapsedMs,8:0.0} ms  {value.Detail}"));
    }
}
