using Plumb.Ask;
using Plumb.Ask.Citations;
using Plumb.Ask.Kinds;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;
using Plumb.Text;

namespace Plumb.Lsp.Features.Ask;

/// <summary><c>plumb/ask</c> and what belongs to it: a question to the workspace, its answer streamed in batches where the client gave a token.</summary>
internal static class AskFeature
{
    /// <param name="engine">Answers.</param>
    /// <param name="workspace">What it answers from.</param>
    /// <param name="parameters">The question.</param>
    /// <param name="client">Is sent the pieces, where it gave a token for them.</param>
    /// <param name="observer">Is told the steps in place of the client.</param>
    public static async Task<AskResult> AskAsync(
        AskEngine engine, OpenWorkspace workspace, AskParams parameters, IClient client, TimeProvider time, CancellationToken cancellation, IProgress<AskStep>? observer = null)
    {
        var stream = parameters.PartialResultToken is { } token
            ? new DeltaBatcher(time, piece => client.NotifyAsync("$/progress", new ProgressParams { Token = token, Value = Json.ToElement(new AskPartial(piece)) }))
            : null;
        var steps = observer ?? (parameters.PartialResultToken is { } same ? new StepNotifier(client, same) : null);
        Answer answer;
        try
        {
            var question = QuestionOf(workspace, parameters);
            answer = TaskOf(question, parameters) is { } task ? await engine.AskTaskAsync(task, stream, steps, cancellation).ConfigureAwait(false)
                : parameters.Deep
                ? await engine.AskDeepAsync(question, DeepBudget.Default, stream, steps, cancellation).ConfigureAwait(false)
                : await engine.AskAsync(question, stream, steps, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // The last piece leaves before the response: a client forgets the token once it has the result.
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }

        return new AskResult(
            answer.Markdown,
            answer.Kind switch { AnswerKind.Model => "model", AnswerKind.Extractive => "extractive", _ => "notFound" },
            [.. answer.Citations.Select(citation => new AskCitation
            {
                Uri = workspace.ToUri(citation.Path),
                Range = Positions.OfLines(citation.StartLine, citation.EndLine),
                Path = citation.Path,
                Root = workspace.Locate(citation.Path).Folder.Root,
                StartLine = citation.StartLine,
                EndLine = citation.EndLine,
                Label = citation.Label,
                ContentHash = citation.ContentHash,
                Why = citation.Why.Length == 0 ? null : citation.Why,
            })],
            answer.Notes,
            answer.EvidenceTokens)
        {
            Confidence = new AskConfidence(answer.Confidence.Level, answer.Confidence.Coverage, answer.Confidence.Supported),
            FollowUps = answer.FollowUps,
            Usage = new AskUsage(
                answer.Usage.Model, answer.Usage.PromptTokens, answer.Usage.CachedTokens, answer.Usage.AnswerTokens, answer.Usage.CostUsd, answer.Usage.Calls,
                [.. answer.Usage.Steps.Select(step => new AskUsageStep(step.Name, step.Detail, step.ElapsedMs))]),
        };
    }

    /// <summary>A file outside of the workspace is no evidence, and is left out.</summary>
    public static Question QuestionOf(OpenWorkspace workspace, AskParams parameters)
    {
        var path = parameters.TextDocument is { } document && DocumentUri.ToPath(document.Uri) is { } file ? workspace.FindPath(file) : null;
        var last = parameters.Selection is { } range ? Math.Max(range.Start.Line, range.End.Character == 0 ? range.End.Line - 1 : range.End.Line) : 0;
        return new Question(parameters.Question)
        {
            Conversation = [.. (parameters.Conversation ?? []).Select(turn => new AskTurn(turn.Question, turn.Answer))],
            Focus = path is null ? null : new AskFocus(path, parameters.Selection?.Start.Line + 1, parameters.Selection is null ? null : last + 1),
        };
    }

    private static KindRequest? TaskOf(Question question, AskParams parameters)
    {
        if (parameters.Task is not { Length: > 0 } name)
        {
            return null;
        }

        var focus = question.Focus is { StartLine: { } start } selected ? $"{selected.Path}:{start}-{selected.EndLine}" : question.Focus?.Path;
        return Enum.TryParse<AskTask>(name, ignoreCase: true, out var task) && Enum.IsDefined(task)
            ? new KindRequest(task, parameters.Target ?? focus ?? "")
            : throw new RequestFailedException(ErrorCodes.InvalidParams, $"There is no task '{name}'; there are explain, tests, impact, summarize, diff and tour.");
    }

    public static async Task<ShowPromptResult> ShowPromptAsync(AskEngine engine, OpenWorkspace workspace, AskParams parameters, CancellationToken cancellation)
    {
        var question = QuestionOf(workspace, parameters);
        var preview = TaskOf(question, parameters) is { } task ? await engine.PreviewTaskAsync(task, cancellation).ConfigureAwait(false)
            : parameters.Deep ? engine.PreviewDeep(question)
            : await engine.PreviewAsync(question, cancellation).ConfigureAwait(false);
        return new ShowPromptResult(
            preview.Model, [.. preview.Messages.Select(message => new ChatMessage(message.Role, message.Text))], preview.Tokens, preview.Exact, preview.CostUsd, preview.ContextWindow, preview.SecretsRemoved)
        {
            Notes = preview.Notes,
        };
    }

    /// <param name="read">Reads a file as it is now, in the editor or on disk.</param>
    /// <param name="parameters">Citations of a saved answer.</param>
    public static CheckAnswerResult CheckAnswer(Func<string, TextDocument?> read, CheckAnswerParams parameters)
    {
        var checks = Staleness.Check(read, parameters.Citations.Select(c => new Citation(c.Path, c.StartLine, c.EndLine, "", c.ContentHash)));
        return new CheckAnswerResult(
            checks.Any(check => check.State != CitationState.Fresh),
            [.. checks.Select(check => new CitationStateResult(check.Citation.Path, check.State.ToString().ToLowerInvariant(), check.StartLine > 0 ? Positions.OfLines(check.StartLine, check.EndLine) : null))]);
    }

    /// <summary>Steps are sent as they come; messages leave in the order of the calls.</summary>
    private sealed class StepNotifier(IClient client, StringOrInteger token) : IProgress<AskStep>
    {
        public void Report(AskStep value) => _ = client.NotifyAsync(AskMethods.Step, new AskStepParams(token, value.Name, value.Detail, value.ElapsedMs));
    }
}
