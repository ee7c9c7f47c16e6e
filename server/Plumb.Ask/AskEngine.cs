using Plumb.Ask.Answers;
using Plumb.Ask.Citations;
using Plumb.Ask.Evidence;
using Plumb.Ask.Models;
using Plumb.Search.Workspaces;
using Plumb.Tokens;

namespace Plumb.Ask;

/// <summary>
/// Answers questions about one workspace from its index. Without a model the answer is the best passages themselves;
/// with one it is written from them. Either way every citation is checked against the files at the end.
/// </summary>
public sealed class AskEngine
{
    // What people read through, and what a model is given.
    private const int LinesForPeople = 40;
    private const int LinesForModels = 120;

    private const string HowToConfigure =
        "No model is configured, so these are the passages themselves. To have an answer written from them, set PLUMB_MODEL to a model's name, PLUMB_ENDPOINT to an OpenAI-compatible base URL (the default is OpenAI's) and PLUMB_API_KEY to its key; question and passages are then sent there.";

    private readonly IWorkspaceReader index;
    private readonly ModelSettings? model;
    private readonly string modelProblem;
    private readonly TokenEncoding encoding = TokenEncoding.Find(TokenEncoding.DefaultName)!;

    /// <summary>Takes the model, if there is one, from the environment.</summary>
    public AskEngine(IWorkspaceReader index)
        : this(index, ModelSettings.FromEnvironment(out var problem), problem)
    {
    }

    /// <param name="model">Null: answer without one.</param>
    public AskEngine(IWorkspaceReader index, ModelSettings? model)
        : this(index, model, "")
    {
    }

    private AskEngine(IWorkspaceReader index, ModelSettings? model, string modelProblem)
    {
        ArgumentNullException.ThrowIfNull(index);
        this.index = index;
        this.model = model;
        this.modelProblem = modelProblem;
    }

    /// <summary>Answers a question. <paramref name="partial"/> receives pieces of the Markdown as they come.</summary>
    public async Task<Answer> AskAsync(Question question, IProgress<string>? partial, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        var words = QuestionWords.Of(question.Text, index.Name);
        var collector = new EvidenceCollector(index.ReadText, encoding, model is null ? LinesForPeople : LinesForModels);
        var evidence = words.Weighty.Count == 0 ? new CollectedEvidence([], false, []) : await Task.Run(() => collector.Collect(index, question, words, cancellation), cancellation).ConfigureAwait(false);
        var passages = evidence.Passages;
        if (passages.Count == 0 || !evidence.IsExpected)
        {
            return NotFound(question, words, evidence.Unknown, passages, partial);
        }

        var notes = new List<string>();
        if (model is not null)
        {
            var shown = partial is null ? null : new HeldBack(partial);
            try
            {
                return await WriteWithModelAsync(model, question, passages, shown, cancellation).ConfigureAwait(false);
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
            notes.Add(modelProblem.Length > 0 ? modelProblem : HowToConfigure);
        }

        return Extract(question, words, passages, notes, partial);
    }

    private static Answer NotFound(Question question, QuestionWords words, IReadOnlyList<string> unknown, IReadOnlyList<Passage> closest, IProgress<string>? partial)
    {
        var text = Refusal.Write(words, unknown, closest);
        partial?.Report(text);
        return new Answer(question.Text, AnswerKind.NotFound, text, [], 0, []);
    }

    private Answer Extract(Question question, QuestionWords words, IReadOnlyList<Passage> passages, List<string> notes, IProgress<string>? partial)
    {
        var checker = new CitationChecker(index.ReadText);
        var kept = new List<Passage>();
        var citations = new List<Citation>();
        foreach (var passage in passages)
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
            var gone = NotFound(question, words, [], [], partial);
            return gone with { Notes = notes };
        }

        var markdown = ExtractiveAnswer.Write(kept, words);
        partial?.Report(markdown);
        return new Answer(question.Text, AnswerKind.Extractive, markdown, citations, kept.Sum(p => p.Tokens), notes);
    }

    private async Task<Answer> WriteWithModelAsync(ModelSettings settings, Question question, IReadOnlyList<Passage> passages, HeldBack? partial, CancellationToken cancellation)
    {
        var (system, user, removed) = EvidencePrompt.Write(question.Text, passages);
        var written = await new ChatModel(settings).WriteAsync(system, user, partial, cancellation).ConfigureAwait(false);
        var notes = new List<string>();
        if (removed > 0)
        {
            notes.Add($"{removed} secrets were removed from what was sent to {settings}.");
        }

        var tokens = passages.Sum(p => p.Tokens);
        if (written.Trim() is EvidencePrompt.NotFound)
        {
            var text = $"Not found in this workspace: {settings.Model} finds no answer in the {passages.Count} best passages.\n";
            partial?.Replace(text);
            return new Answer(question.Text, AnswerKind.NotFound, text, [], tokens, notes);
        }

        partial?.Release();
        var (markdown, citations, struck) = WrittenCitations.Check(written, passages, new CitationChecker(index.ReadText));
        if (struck.Count > 0)
        {
            // Whoever watched the answer come saw them as they were written, so the note must do without the strikes.
            var which = string.Join(", ", struck.Distinct(StringComparer.Ordinal).Select(cite => $"`{cite}`"));
            notes.Add($"False citations, not to be relied on (they are not in the evidence, or no longer in the files): {which}.");
        }

        if (citations.Count == 0)
        {
            notes.Add("The answer cites nothing that could be checked.");
        }

        return new Answer(question.Text, AnswerKind.Model, markdown, citations, tokens, notes);
    }
}
