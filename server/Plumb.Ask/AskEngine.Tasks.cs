using Plumb.Ask.Answers;
using Plumb.Ask.Citations;
using Plumb.Ask.Evidence;
using Plumb.Ask.Guardrails;
using Plumb.Ask.Kinds;
using Plumb.Ask.Models;
using Plumb.Ask.Settings;
using Plumb.Ask.Telemetry;

namespace Plumb.Ask;

/// <summary>Tasks besides the free question.</summary>
public sealed partial class AskEngine
{
    /// <summary>Explains, summarises or looks around, as the task says: by itself, or by a model that is given what was found.</summary>
    public async Task<Answer> AskTaskAsync(KindRequest request, IProgress<string>? partial, IProgress<AskStep>? steps, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var span = AskTelemetry.StartQuestion(request.Task.ToString().ToLowerInvariant());
        var run = new Run(options, Model, steps);
        var workspace = AskSettings.ReadWorkspace(index);
        run.Notes.AddRange(workspace.Problems);
        var found = await run.StepAsync("search", () => CollectAsync(request, cancellation), f => $"{f.Passages.Count} passages").ConfigureAwait(false);
        var answer = found.Markdown.Length == 0
            ? Tell(new Answer("", AnswerKind.NotFound, $"Not found in this workspace: {found.Instruction}.\n", [], 0, []), partial)
            : await WriteAsync(found, workspace, run, partial, cancellation).ConfigureAwait(false);
        return span.Tell(answer with { Question = found.Question, Notes = [.. answer.Notes, .. run.Notes, .. run.Metered?.Notes ?? []], Usage = run.Usage });
    }

    private async Task<KindEvidence> CollectAsync(KindRequest request, CancellationToken cancellation)
    {
        using var span = AskTelemetry.StartStep("retrieval");
        var found = await new KindCollector(index).CollectAsync(request, cancellation).ConfigureAwait(false);
        span?.SetTag("plumb.evidence.passages", found.Passages.Count);
        return found;
    }

    private async Task<Answer> WriteAsync(KindEvidence found, WorkspaceAskSettings workspace, Run run, IProgress<string>? partial, CancellationToken cancellation)
    {
        var notes = new List<string>();
        if (run.Metered is { } metered)
        {
            var evidence = EvidenceOf(found, workspace, run);
            var shown = partial is null ? null : new HeldBack(partial);
            try
            {
                var answer = await WriteWithModelAsync(metered, evidence, run, shown, cancellation).ConfigureAwait(false);
                return answer with { Confidence = answer.Confidence with { Coverage = 1 } };
            }
            catch (ModelException e)
            {
                notes.Add($"The model gave no answer: {e.Message} This was put together without it.");
                if (shown is { HasReported: true })
                {
                    partial?.Report("\n\n---\n\n");
                }
            }
        }
        else if (run.Options.ModelProblem.Length > 0)
        {
            notes.Add(run.Options.ModelProblem);
        }

        var checker = new CitationChecker(index.ReadText);
        var citations = found.Passages.Where(p => !p.IsSample).Select(p => checker.Check(p).Citation).OfType<Citation>().Distinct().ToList();
        return Tell(
            new Answer("", AnswerKind.Extractive, LinkFilter.CleanQuoted(found.Markdown), citations, found.Passages.Sum(p => p.Tokens), notes)
            {
                Confidence = new AnswerConfidence(1, null),
                FollowUps = FollowUps.Of(found.Passages),
            },
            partial);
    }

    private static Collected EvidenceOf(KindEvidence found, WorkspaceAskSettings workspace, Run run)
    {
        var question = new Question(found.Question);
        var packed = Within(found.Passages, BudgetOf(question, workspace, run));
        return new Collected(question, QuestionWords.Of(found.Question, ""), new CollectedEvidence(packed, true, [], 1), found.Instruction);
    }

    // The last of them is cut to its first lines where it does not fit whole.
    private static List<Passage> Within(IReadOnlyList<Passage> passages, int budget)
    {
        var packed = new List<Passage>();
        foreach (var passage in passages)
        {
            var kept = passage;
            while (kept.Tokens > budget && kept.Lines.Count > 10)
            {
                var lines = kept.Lines.Take(kept.Lines.Count * 2 / 3).ToList();
                kept = kept with { Lines = lines, EndLine = kept.StartLine + lines.Count - 1, Tokens = Tokens.TokenEncoding.Default.Count(string.Join('\n', lines)) };
            }

            if (kept.Tokens <= budget)
            {
                budget -= kept.Tokens;
                packed.Add(kept);
            }
        }

        return packed;
    }

    private static Answer Tell(Answer answer, IProgress<string>? partial)
    {
        partial?.Report(answer.Markdown);
        return answer;
    }
}
