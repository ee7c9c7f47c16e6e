using System.Diagnostics;
using Plumb.Ask.Answers;
using Plumb.Ask.Citations;
using Plumb.Ask.Evidence;
using Plumb.Ask.Guardrails;
using Plumb.Ask.Kinds;
using Plumb.Ask.Ledger;
using Plumb.Ask.Models;
using Plumb.Ask.Settings;
using Plumb.Ask.Telemetry;
using Plumb.Search;
using Plumb.Search.Workspaces;
using Plumb.Tokens;

namespace Plumb.Ask;

/// <summary>
/// Answers questions about one workspace from its index. Without a model the answer is the best passages themselves;
/// with one it is written from them. Either way every citation is checked against the files at the end.
/// </summary>
public sealed partial class AskEngine
{
    // What people read through, and what a model is given.
    private const int LinesForPeople = 40;
    private const int LinesForModels = 120;

    private const string HowToConfigure =
        "No model is configured, so these are the passages themselves. To have an answer written from them, set PLUMB_MODEL to a model's name, PLUMB_ENDPOINT to an OpenAI-compatible base URL (the default is OpenAI's) and PLUMB_API_KEY to its key; question and passages are then sent there.";

    private readonly IWorkspaceReader index;
    private readonly TokenEncoding encoding = TokenEncoding.Find(TokenEncoding.DefaultName)!;
    private volatile AskOptions options;

    /// <summary>Takes the model, if there is one, from the environment and the user's settings.</summary>
    public AskEngine(IWorkspaceReader index)
        : this(index, AskOptions.FromUser(HomeOf(index)))
    {
    }

    /// <param name="model">Null: answer without one.</param>
    public AskEngine(IWorkspaceReader index, ModelSettings? model)
        : this(index, new AskOptions { Model = model is null ? null : new ChatModel(model) })
    {
    }

    private AskEngine(IWorkspaceReader index, AskOptions options)
    {
        ArgumentNullException.ThrowIfNull(index);
        this.index = index;
        this.options = options;
    }

    /// <summary>The model of the editor, which is asked where no other is configured; null: there is none.</summary>
    public IChatModel? EditorModel { get; set; }

    public static AskEngine Open(IWorkspaceReader index, AskOptions options) => new(index, options);

    /// <summary>Takes the model that the client names from now on; the environment and the user's settings fill what it leaves open.</summary>
    /// <returns>Which model that is, for people; and why not the one that was named, or null.</returns>
    public (string? Model, string? Problem) UseModel(ModelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var isEditors = request.Provider?.Trim().Equals(Provider.Editor, StringComparison.OrdinalIgnoreCase) == true;
        var chosen = AskOptions.FromUser(HomeOf(index), isEditors ? null : request);
        options = isEditors && EditorModel is not null ? chosen with { Model = null, ModelProblem = "" } : chosen;
        return (Model?.ToString(), options.ModelProblem is { Length: > 0 } problem ? problem : null);
    }

    /// <summary>Asks the same model about prompts, under the same budget.</summary>
    public Review.PromptReviewer CreateReviewer() => new(options with { Model = Model });

    private IChatModel? Model => options.Model ?? (options.ModelProblem.Length == 0 ? EditorModel : null);

    /// <summary>Answers a question. <paramref name="partial"/> receives pieces of the Markdown as they come.</summary>
    public Task<Answer> AskAsync(Question question, IProgress<string>? partial, CancellationToken cancellation) => AskAsync(question, partial, null, cancellation);

    /// <param name="steps">Receives each step when it is done.</param>
    public async Task<Answer> AskAsync(Question question, IProgress<string>? partial, IProgress<AskStep>? steps, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (IsAboutTheWhole(question))
        {
            return await AskTaskAsync(new KindRequest(AskTask.Tour, ""), partial, steps, cancellation).ConfigureAwait(false) with { Question = question.Text };
        }

        using var span = AskTelemetry.StartQuestion("ask");
        var run = new Run(options, Model, steps);
        var evidence = await FindEvidenceAsync(question, run, cancellation).ConfigureAwait(false);
        var answer = await AnswerAsync(evidence, run, partial, cancellation).ConfigureAwait(false);
        return span.Tell(answer with
        {
            Question = question.Text,
            Confidence = answer.Confidence with { Coverage = Math.Round(evidence.Found.Coverage, 3) },
            Notes = [.. answer.Notes, .. run.Notes, .. run.Metered?.Notes ?? []],
            Usage = run.Usage,
        });
    }

    private static string HomeOf(IWorkspaceReader index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return index.Folders[0].Index.Options.DataHome is { Length: > 0 } home ? home : WorkspaceOptions.DefaultDataHome;
    }

    private static bool IsAboutTheWhole(Question question) => question.Focus?.StartLine is null && question.Conversation.Count == 0 && Overview.IsAskedFor(question.Text);

    private async Task<Collected> FindEvidenceAsync(Question question, Run run, CancellationToken cancellation)
    {
        var workspace = AskSettings.ReadWorkspace(index);
        run.Notes.AddRange(workspace.Problems);
        run.Notes.AddRange(run.Options.Settings.Problems);
        var text = await StandaloneAsync(question, run, cancellation).ConfigureAwait(false);
        var asked = question with { Text = text };
        var words = QuestionWords.Of(text, index.Name);
        var budget = BudgetOf(question, workspace, run);
        var found = await run.StepAsync("search", () => Task.Run(() => Collect(asked, words, "", budget, run, cancellation), cancellation), f => $"{f.Passages.Count} passages").ConfigureAwait(false);
        if (run.Metered is not null && !run.IsPreview && !workspace.NoExpansion && words.Weighty.Count > 0
            && IsExpanded(run.Options.Settings.Expand, found))
        {
            var others = await ExpandAsync(text, run, cancellation).ConfigureAwait(false);
            if (others.Length > 0)
            {
                found = await run.StepAsync("search", () => Task.Run(() => Collect(asked, words, others, budget, run, cancellation), cancellation), f => $"{f.Passages.Count} passages, also for: {others}").ConfigureAwait(false);
            }
        }

        return new Collected(asked, words, found);
    }

    private static bool IsExpanded(Expansion expand, CollectedEvidence found) => expand == Expansion.Always || (expand == Expansion.Auto && found.Coverage < EnoughCoverage);

    private CollectedEvidence Collect(Question question, QuestionWords words, string others, int budget, Run run, CancellationToken cancellation)
    {
        using var span = AskTelemetry.StartStep("retrieval");
        var found = words.Weighty.Count == 0 && question.Focus?.StartLine is null
            ? new CollectedEvidence([], false, [], 0)
            : new EvidenceCollector(index.ReadText, encoding, run.Metered is null ? LinesForPeople : LinesForModels).Collect(index, question, words, others, budget, cancellation);
        span?.SetTag("plumb.evidence.passages", found.Passages.Count).SetTag("plumb.evidence.tokens", found.Passages.Sum(p => p.Tokens)).SetTag("plumb.evidence.coverage", found.Coverage);
        return found;
    }

    private async Task<Answer> AnswerAsync(Collected evidence, Run run, IProgress<string>? partial, CancellationToken cancellation)
    {
        var passages = evidence.Found.Passages;
        if (passages.Count == 0 || !evidence.Found.IsExpected)
        {
            return NotFound(evidence.Words, evidence.Found.Unknown, passages, partial) with
            {
                Notes = run.ExpansionProblem.Length > 0 ? [$"The model was to find other words for it, and could not: {run.ExpansionProblem}"] : [],
            };
        }

        var notes = new List<string>();
        if (run.Metered is { } metered)
        {
            var shown = partial is null ? null : new HeldBack(partial);
            try
            {
                return await WriteWithModelAsync(metered, evidence, run, shown, cancellation).ConfigureAwait(false);
            }
            catch (ModelException e)
            {
                notes.Add($"The model gave no answer: {e.Message} These are the passages themselves.");
                if (shown is { HasReported: true })
                {
                    partial?.Report("\n\n---\n\n");
                }
            }
        }
        else
        {
            notes.Add(run.Options.ModelProblem.Length > 0 ? run.Options.ModelProblem : HowToConfigure);
        }

        return Extract(evidence, notes, partial);
    }

    private static Answer NotFound(QuestionWords words, IReadOnlyList<string> unknown, IReadOnlyList<Passage> closest, IProgress<string>? partial)
    {
        var text = Refusal.Write(words, unknown, closest);
        partial?.Report(text);
        return new Answer("", AnswerKind.NotFound, text, [], 0, []);
    }

    private Answer Extract(Collected evidence, List<string> notes, IProgress<string>? partial)
    {
        var checker = new CitationChecker(index.ReadText);
        var kept = new List<Passage>();
        var citations = new List<Citation>();
        foreach (var passage in evidence.Found.Passages)
        {
            var (citation, problem) = checker.Check(passage);
            if (citation is null)
            {
                notes.Add(problem);
            }
            else
            {
                kept.Add(passage);
                citations.Add(citation);
            }
        }

        if (kept.Count == 0)
        {
            return NotFound(evidence.Words, [], [], partial) with { Notes = notes };
        }

        var markdown = LinkFilter.CleanQuoted(ExtractiveAnswer.Write(kept, evidence.Words));
        partial?.Report(markdown);
        return new Answer("", AnswerKind.Extractive, markdown, citations, kept.Sum(p => p.Tokens), notes) { FollowUps = FollowUps.Of(kept) };
    }

    /// <param name="Instruction">What kind of answer is wanted, where the question does not say it all.</param>
    private sealed record Collected(Question Question, QuestionWords Words, CollectedEvidence Found, string Instruction = "");

    /// <summary>One question on its way through the pipeline.</summary>
    private sealed class Run(AskOptions options, IChatModel? model, IProgress<AskStep>? progress)
    {
        private readonly List<AskStep> steps = [];

        public AskOptions Options => options;

        public MeteredModel? Metered { get; } = model is null ? null : new MeteredModel(model, options.Ledger, options.Settings, options.Time);

        public bool IsPreview { get; init; }

        public List<string> Notes { get; } = [];

        /// <summary>Why the model thought of no other words; empty where it did, or was not asked.</summary>
        public string ExpansionProblem { get; set; } = "";

        public AnswerUsage Usage => Metered is null
            ? AnswerUsage.None with { Steps = steps }
            : new AnswerUsage(Metered.Model.Model, Metered.PromptTokens, Metered.CachedTokens, Metered.AnswerTokens, Metered.Cost, Metered.Calls, steps);

        public async Task<T> StepAsync<T>(string name, Func<Task<T>> work, Func<T, string> tell)
        {
            var started = Stopwatch.GetTimestamp();
            var result = await work().ConfigureAwait(false);
            var step = new AskStep(name, tell(result), Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 2));
            steps.Add(step);
            progress?.Report(step);
            return result;
        }
    }
}
