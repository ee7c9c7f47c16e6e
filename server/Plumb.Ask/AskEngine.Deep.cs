using System.Security.Cryptography;
using Plumb.Ask.Evidence;
using Plumb.Ask.Guardrails;
using Plumb.Ask.Models;
using Plumb.Ask.Prompts;
using Plumb.Ask.Settings;
using Plumb.Ask.Telemetry;
using Plumb.Ask.Tools;

namespace Plumb.Ask;

/// <summary>The question for which the model looks around by itself.</summary>
public sealed partial class AskEngine
{
    private const int MostCharactersOfResult = 12_000;

    /// <summary>
    /// Answers by letting the model search, read and follow references within a budget. Without a model, or with one that
    /// cannot call tools, it is an ordinary question.
    /// </summary>
    /// <param name="steps">Receives each step when it is done, those of tools as "tool".</param>
    public async Task<Answer> AskDeepAsync(Question question, DeepBudget budget, IProgress<string>? partial, IProgress<AskStep>? steps, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(budget);
        var run = new Run(options, Model, steps);
        if (run.Metered is null)
        {
            return await AskAsync(question, partial, steps, cancellation).ConfigureAwait(false);
        }

        using var span = AskTelemetry.StartQuestion("deep");
        run.Notes.AddRange(AskSettings.ReadWorkspace(index).Problems);
        try
        {
            var answer = await LookAroundAsync(question, budget, run, partial, cancellation).ConfigureAwait(false);
            return span.Tell(answer with { Question = question.Text, Notes = [.. answer.Notes, .. run.Notes, .. run.Metered.Notes], Usage = run.Usage });
        }
        catch (ModelException e)
        {
            var answer = await AskAsync(question, partial, steps, cancellation).ConfigureAwait(false);
            return answer with { Notes = [$"The model could not look around by itself: {e.Message}", .. answer.Notes] };
        }
    }

    private async Task<Answer> LookAroundAsync(Question question, DeepBudget budget, Run run, IProgress<string>? partial, CancellationToken cancellation)
    {
        var metered = run.Metered!;
        var tools = new WorkspaceTools(index);
        var mark = NewMark();
        var removed = 0;
        var turns = new List<ChatTurn>(DeepTurns(question, mark, ref removed));
        using var time = new CancellationTokenSource(budget.Time, run.Options.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, time.Token);
        var made = 0;
        string? why = null;
        while (true)
        {
            why ??= made >= budget.Steps ? $"{budget.Steps} steps" : metered.PromptTokens + metered.AnswerTokens >= budget.Tokens ? $"{budget.Tokens} tokens" : time.IsCancellationRequested ? $"{budget.Time.TotalSeconds:0} s" : null;
            if (why is not null)
            {
                turns.Add(new ChatTurn(ChatRole.User, "The budget is used up. Answer now, from what you have seen."));
            }

            // What the model says before it calls a tool is shown too: people see what it is at.
            var shown = partial is null ? null : new HeldBack(partial);
            var filter = shown is null ? null : new AnswerStream(shown);
            ChatReply reply;
            try
            {
                // The last call has the model's own time-out.
                var token = why is null ? stop.Token : cancellation;
                reply = await run.StepAsync("model", () => metered.CompleteAsync("deep", new ChatRequest(turns) { Tools = why is null ? WorkspaceTools.Definitions : [] }, filter, token), r => r.ToolCalls.Count > 0 ? $"wants {r.ToolCalls.Count} looked up" : "answers").ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (why is null && time.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                continue;
            }

            filter?.Complete();
            if (reply.ToolCalls.Count == 0 || why is not null)
            {
                return Finish(reply, why, shown);
            }

            shown?.Release();
            if (shown is { HasReported: true })
            {
                partial!.Report("\n\n");
            }

            turns.Add(new ChatTurn(ChatRole.Assistant, reply.Text) { ToolCalls = reply.ToolCalls });
            foreach (var call in reply.ToolCalls)
            {
                made++;
                var result = made > budget.Steps
                    ? "error: the budget is used up."
                    : await run.StepAsync("tool", () => CallAsync(tools, call, cancellation), r => $"{call.Name} {Cut(call.Arguments, 120)}{(r.StartsWith("error:", StringComparison.Ordinal) ? " " + Cut(r, 120) : "")}").ConfigureAwait(false);
                turns.Add(new ChatTurn(ChatRole.Tool, $"<{mark} tool=\"{call.Name}\">\n{OutboundGate.Pass(Cut(result, MostCharactersOfResult), ref removed)}\n</{mark}>") { ToolCallId = call.Id });
            }
        }

        Answer Finish(ChatReply reply, string? why, HeldBack? shown)
        {
            var notes = new List<string>();
            if (why is not null)
            {
                run.Notes.Add($"The budget of {why} was used up: the answer is from what was seen until then.");
            }

            if (removed > 0)
            {
                notes.Add($"{removed} secrets were removed from what was sent to {metered.Model}.");
            }

            if (reply.Text.Trim() is EvidencePrompt.NotFound or "")
            {
                var text = $"Not found in this workspace: {metered.Model.Model} looked {made} times and finds no answer.\n";
                shown?.Replace(text);
                return new Answer("", AnswerKind.NotFound, text, [], 0, notes);
            }

            shown?.Release();

            var words = QuestionWords.Of(question.Text, index.Name);
            var held = words.Weighty.Count(word => tools.Shown.Any(passage => passage.Lines.Any(line => line.Contains(word, StringComparison.OrdinalIgnoreCase))));
            var answer = Check(reply.Text, new Collected(question, words, new CollectedEvidence(tools.Shown, true, [], 0)), tools.Shown, notes);
            return answer with { Confidence = answer.Confidence with { Coverage = words.Weighty.Count == 0 ? 0 : Math.Round((double)held / words.Weighty.Count, 3) } };
        }
    }

    private static string NewMark() => "evidence-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    private static IReadOnlyList<ChatTurn> DeepTurns(Question question, string mark, ref int removed) => PromptTemplate.Load("deep").Render(new Dictionary<string, string>
    {
        ["mark"] = mark,
        ["conversation"] = question.Conversation.Count > 0 ? "Before:\n" + OutboundGate.Pass(EvidencePrompt.Tell(question.Conversation), ref removed) : "",
        ["question"] = OutboundGate.Pass(question.Text, ref removed),
    });

    private static async Task<string> CallAsync(WorkspaceTools tools, ToolCall call, CancellationToken cancellation)
    {
        using var span = AskTelemetry.StartTool(call);
        var result = await tools.CallAsync(call, cancellation).ConfigureAwait(false);
        if (result.StartsWith("error:", StringComparison.Ordinal))
        {
            span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
        }

        return result;
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most] + "…";
}

/// <summary>Where a model that looks around has to stop and answer.</summary>
/// <param name="Steps">Tool calls.</param>
/// <param name="Tokens">In and out, over all calls.</param>
/// <param name="Time">From the question on.</param>
public sealed record DeepBudget(int Steps, int Tokens, TimeSpan Time)
{
    public static DeepBudget Default { get; } = new(16, 150_000, TimeSpan.FromMinutes(3));
}
