using Plumb.Ask.Citations;
using Plumb.Ask.Kinds;
using Plumb.Ask.Ledger;
using Plumb.Ask.Models;
using Plumb.Ask.Settings;
using Plumb.Ask.Tools;
using Plumb.Tokens;

namespace Plumb.Ask;

/// <summary>What would be sent, before it is. Nothing is: what a model would be asked for first is told in a note.</summary>
public sealed partial class AskEngine
{
    /// <summary>What <see cref="AskAsync(Question, IProgress{string}?, CancellationToken)"/> would send, and sends not.</summary>
    public async Task<PromptPreview> PreviewAsync(Question question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (IsAboutTheWhole(question))
        {
            return await PreviewTaskAsync(new KindRequest(AskTask.Tour, ""), cancellation).ConfigureAwait(false);
        }

        var run = StartPreview();
        var evidence = await FindEvidenceAsync(question, run, cancellation).ConfigureAwait(false);
        if (evidence.Found.Passages.Count == 0 || !evidence.Found.IsExpected)
        {
            return NothingToSend(run, "the workspace is not expected to answer this");
        }

        var notes = new List<string>();
        if (question.Conversation.Count > 0)
        {
            notes.Add("Before this the conversation is sent, to have the question rewritten so that it stands by itself.");
        }

        if (run.Metered is not null && !AskSettings.ReadWorkspace(index).NoExpansion && evidence.Words.Weighty.Count > 0 && IsExpanded(run.Options.Settings.Expand, evidence.Found))
        {
            notes.Add("Before this the question alone is sent, to ask for likely identifiers; what they find is added to the evidence.");
        }

        return Preview(evidence, run, notes);
    }

    /// <summary>What <see cref="AskTaskAsync"/> would send, and sends not.</summary>
    public async Task<PromptPreview> PreviewTaskAsync(KindRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var run = StartPreview();
        var found = await run.StepAsync("search", () => CollectAsync(request, cancellation), f => $"{f.Passages.Count} passages").ConfigureAwait(false);
        return found.Markdown.Length == 0 ? NothingToSend(run, found.Instruction) : Preview(EvidenceOf(found, AskSettings.ReadWorkspace(index), run), run, []);
    }

    /// <summary>What <see cref="AskDeepAsync"/> would send first, and sends not; what comes after depends on the model.</summary>
    public PromptPreview PreviewDeep(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var run = StartPreview();
        var metered = run.Metered ?? Unmetered();
        var removed = 0;
        var turns = DeepTurns(question, NewMark(), ref removed);
        var messages = turns.Select(turn => new PromptMessage(turn.Role == ChatRole.System ? "system" : "user", turn.Text))
            .Append(new PromptMessage("tools", string.Join('\n', WorkspaceTools.Definitions.Select(tool => $"{tool.Name}: {tool.Description} {tool.Schema}")))).ToList();
        var budget = DeepBudget.Default;
        return PreviewOf(run, metered, messages, metered.Count(string.Join('\n', messages.Select(m => m.Text))), [], removed,
            [$"After this goes what the model looks up, call by call: {budget.Steps} calls and {budget.Tokens} tokens at most, in {budget.Time.TotalMinutes:0} minutes."]);
    }

    private Run StartPreview() => new(options, Model, null) { IsPreview = true };

    private MeteredModel Unmetered() => new(new NoModel(), null, AskSettings.None, options.Time);

    private PromptPreview NothingToSend(Run run, string why) =>
        PreviewOf(run, run.Metered ?? Unmetered(), [], TokenCount.Of(0), [], 0, [$"No model would be asked: {why}."]);

    private PromptPreview Preview(Collected evidence, Run run, IReadOnlyList<string> notes)
    {
        var metered = run.Metered ?? Unmetered();
        var (prompt, passages, count) = Fit(evidence, evidence.Found.Passages, metered);
        var checker = new CitationChecker(index.ReadText);
        return PreviewOf(
            run, metered, [new PromptMessage("system", prompt.System), new PromptMessage("user", prompt.User)], count,
            [.. passages.Where(p => !p.IsSample).Select(p => checker.Check(p).Citation).OfType<Citation>()], prompt.Removed, notes);
    }

    private static PromptPreview PreviewOf(Run run, MeteredModel metered, IReadOnlyList<PromptMessage> messages, TokenCount count, IReadOnlyList<Citation> evidence, int removed, IReadOnlyList<string> notes) => new(
        run.Metered is null ? null : metered.Model.ToString(), messages, count.Tokens, count.Exact, metered.Model.Price?.Of(count.Tokens, 0, 0), metered.Model.ContextWindow, evidence, removed, run.Usage.Steps)
    {
        Notes = notes,
    };
}
