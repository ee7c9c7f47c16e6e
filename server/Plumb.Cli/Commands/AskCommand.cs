using System.CommandLine;
using System.Text.Json;
using Plumb.Ask;

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
        var command = new Command(
            "ask",
            "Answer a question about a workspace with checked citations. Nothing leaves the machine unless PLUMB_MODEL names a model (with PLUMB_ENDPOINT and PLUMB_API_KEY).")
        {
            workspace, json, noRefresh, question,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(workspace), string.Join(' ', parsed.GetValue(question) ?? []).Trim(), parsed.GetValue(json), parsed.GetValue(noRefresh), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? workspace, string question, bool json, bool noRefresh, CancellationToken cancellation)
    {
        if (question.Length == 0)
        {
            throw new CommandException("There is no question: write it behind 'plumb ask'.");
        }

        using var index = await WorkspaceArguments.OpenAsync(workspace, cancellation);
        await WorkspaceArguments.RefreshAsync(index, noRefresh, cancellation);

        // People watch the answer come, and the notes name the citations that failed; a program gets it whole, with those struck out.
        var live = !json && !Console.IsOutputRedirected;
        var answer = await new AskEngine(index).AskAsync(new Question(question), live ? new Live() : null, cancellation);
        if (json)
        {
            var kind = answer.Kind.ToString();
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new AnswerReport(answer.Question, char.ToLowerInvariant(kind[0]) + kind[1..], answer.Markdown, answer.Citations, answer.EvidenceTokens, answer.Notes),
                WorkspaceJson.Indented.AnswerReport));
        }
        else
        {
            if (!live)
            {
                Console.Out.Write(answer.Markdown);
            }

            if (!answer.Markdown.EndsWith('\n'))
            {
                Console.Out.WriteLine();
            }

            foreach (var note in answer.Notes)
            {
                Console.Out.WriteLine();
                Console.Out.WriteLine("> Note: " + note);
            }
        }

        return answer.Kind == AnswerKind.NotFound ? PlumbCommand.Findings : PlumbCommand.Good;
    }

    private sealed class Live : IProgress<string>
    {
        public void Report(string value) => Console.Out.Write(value);
    }
}
