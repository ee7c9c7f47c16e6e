using System.Security.Cryptography;
using System.Text;
using Plumb.Ask.Answers;
using Plumb.Ask.Citations;
using Plumb.Ask.Evidence;
using Plumb.Ask.Guardrails;
using Plumb.Ask.Ledger;
using Plumb.Ask.Models;
using Plumb.Ask.Prompts;
using Plumb.Ask.Settings;
using Plumb.Ask.Telemetry;
using Plumb.Tokens;

namespace Plumb.Ask;

/// <summary>The steps that ask a model.</summary>
public sealed partial class AskEngine
{
    // Words of the question that weigh this much are found: other words would only add noise.
    private const double EnoughCoverage = 0.75;

    // Room for the answer, and what a prompt has besides evidence; a window of nobody knows what size is taken for a small one.
    private const int RoomForAnswer = 1500;
    private const int RoomForRules = 1000;
    private const int SmallWindow = 16_000;
    private const int LeastEvidence = 300;

    private const int MostRepacks = 2;
    private const int MostOthers = 8;

    private static int BudgetOf(Question question, WorkspaceAskSettings workspace, Run run)
    {
        var wanted = question.EvidenceTokens == Question.DefaultEvidenceTokens ? workspace.EvidenceTokens ?? question.EvidenceTokens : question.EvidenceTokens;
        return run.Metered is null ? wanted : Math.Min(wanted, Math.Max(LeastEvidence, (run.Metered.Model.ContextWindow ?? SmallWindow) - RoomForAnswer - RoomForRules));
    }

    /// <summary>A question that leans on the conversation before it, rewritten by the model; without one, with the words of the last question.</summary>
    private static async Task<string> StandaloneAsync(Question question, Run run, CancellationToken cancellation)
    {
        if (question.Conversation.Count == 0)
        {
            return question.Text;
        }

        if (run.Metered is { } metered && !run.IsPreview)
        {
            var request = RequestOf("standalone", ("conversation", EvidencePrompt.Tell(question.Conversation)), ("question", question.Text));
            try
            {
                var reply = await run.StepAsync("standalone", () => metered.CompleteAsync("standalone", request, null, cancellation), r => r.Text.Trim()).ConfigureAwait(false);
                return reply.Text.Trim() is { Length: > 0 and < 1000 } text ? text : question.Text;
            }
            catch (ModelException e)
            {
                run.Notes.Add($"The question was taken as it stands: {e.Message}");
                return question.Text;
            }
        }

        return QuestionWords.Of(question.Text, "").Weighty.Count > 2 ? question.Text : $"{question.Text} {question.Conversation[^1].Question}";
    }

    /// <summary>Likely identifiers for what is asked; empty where the model has none to tell.</summary>
    private static async Task<string> ExpandAsync(string question, Run run, CancellationToken cancellation)
    {
        var metered = run.Metered!;
        var key = KeyOf("expand", metered.Model.ToString()!, PromptTemplate.Load("expand").Version, question);
        if (FindKept(key, run) is { } kept)
        {
            return kept;
        }

        try
        {
            var reply = await run.StepAsync("expand", () => metered.CompleteAsync("expand", RequestOf("expand", ("question", question)), null, cancellation), r => r.Text.ReplaceLineEndings(" ").Trim()).ConfigureAwait(false);
            var words = reply.Text.Split((char[])[' ', '\n', '\r', '\t', ','], StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.Trim('`', '"', '\'', '*', '-', '.'))
                .Where(word => word.Length is > 1 and < 60 && word.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-'))
                .Distinct(StringComparer.OrdinalIgnoreCase).Take(MostOthers);
            var others = string.Join(' ', words);
            Keep(key, others, run);
            return others;
        }
        catch (ModelException e)
        {
            // The search stands without it. If the model cannot answer either, that is told then; if it is not asked, this is.
            run.ExpansionProblem = e.Message;
            return "";
        }
    }

    private static ChatRequest RequestOf(string prompt, params (string Name, string Value)[] values) =>
        new(PromptTemplate.Load(prompt).Render(values.ToDictionary(v => v.Name, v => OutboundGate.Pass(v.Value))));

    private async Task<Answer> WriteWithModelAsync(MeteredModel metered, Collected evidence, Run run, HeldBack? partial, CancellationToken cancellation)
    {
        var passages = evidence.Found.Passages;
        var name = metered.Model.ToString()!;
        for (var repacks = 0; ; repacks++)
        {
            var (prompt, packed, count) = Fit(evidence, passages, metered);
            var key = KeyOf("answer", name, EvidencePrompt.Version, evidence.Instruction, evidence.Question.Text, EvidencePrompt.Tell(evidence.Question.Conversation), string.Join('\n', packed.Select(p => p.Place + "\0" + p.Text)));
            if (FindKept(key, run) is { } kept)
            {
                partial?.Report(OutboundGate.Pass(LinkFilter.Clean(kept)));
                partial?.Release();
                return Check(kept, evidence, packed, ["This answer was kept from before: neither the question nor the evidence changed since."]);
            }

            var filter = partial is null ? null : new AnswerStream(partial);
            ChatReply reply;
            try
            {
                var request = new ChatRequest([new ChatTurn(ChatRole.System, prompt.System), new ChatTurn(ChatRole.User, prompt.User)]);
                reply = await run.StepAsync("model", () => metered.CompleteAsync("answer", request, filter, cancellation), _ => $"{name}, {count.Tokens} tokens in").ConfigureAwait(false);
            }
            catch (ModelException e) when (e.Failure == ModelFailure.ContextOverflow && repacks < MostRepacks && packed.Count > 1)
            {
                // The service knows its window better than any table.
                passages = [.. packed.Take((packed.Count + 1) / 2)];
                run.Notes.Add($"{name} takes no prompt of {count.Tokens} tokens: it was asked again with the {passages.Count} best of {packed.Count} passages.");
                continue;
            }

            filter?.Complete();
            var notes = new List<string>();
            if (prompt.Removed > 0)
            {
                notes.Add($"{prompt.Removed} secrets were removed from what was sent to {name}.");
            }

            if (reply.IsCut)
            {
                notes.Add($"The answer is cut off: {name} stopped at its limit of tokens.");
            }

            if (reply.Text.Trim() is EvidencePrompt.NotFound)
            {
                var text = $"Not found in this workspace: {metered.Model.Model} finds no answer in the {packed.Count} best passages.\n";
                partial?.Replace(text);
                return new Answer("", AnswerKind.NotFound, text, [], packed.Sum(p => p.Tokens), notes);
            }

            partial?.Release();
            if (!reply.IsCut)
            {
                Keep(key, reply.Text, run);
            }

            return Check(reply.Text, evidence, packed, notes);
        }
    }

    /// <summary>The prompt with as many of the passages, best first, as fit the model's window together with an answer.</summary>
    private static ((string System, string User, int Removed) Prompt, IReadOnlyList<Passage> Packed, TokenCount Count) Fit(Collected evidence, IReadOnlyList<Passage> passages, MeteredModel metered)
    {
        using var span = AskTelemetry.StartStep("packing");
        var most = (metered.Model.ContextWindow ?? int.MaxValue) - RoomForAnswer;
        while (true)
        {
            var prompt = EvidencePrompt.Write(evidence.Question.Text, passages, evidence.Question.Conversation, evidence.Instruction);
            var count = metered.Count(prompt.System + "\n" + prompt.User);

            // Of an estimate the upper end has to fit, unless nothing is known of the model.
            if (passages.Count <= 1 || (count.High == int.MaxValue ? count.Tokens : count.High) <= most)
            {
                span?.SetTag("plumb.prompt.passages", passages.Count).SetTag("plumb.prompt.tokens", count.Tokens).SetTag("plumb.prompt.exact", count.Exact);
                return (prompt, passages, count);
            }

            passages = [.. passages.Take(passages.Count - 1)];
        }
    }

    private Answer Check(string written, Collected evidence, IReadOnlyList<Passage> packed, List<string> notes)
    {
        var masked = 0;
        var text = OutboundGate.Pass(LinkFilter.Clean(written), ref masked);
        var found = WrittenAnswer.Check(text, evidence.Question.Text, packed, new CitationChecker(index.ReadText));
        if (text != written)
        {
            notes.Add(masked > 0 ? "What looked like a secret, a link or an image was taken out of the answer." : "Links or images were taken out of the answer: they would have reached another host.");
        }

        if (found.Struck.Count > 0)
        {
            // Whoever watched the answer come saw them as they were written, so the note must do without the strikes.
            notes.Add($"False citations, not to be relied on (they are not in the evidence, or no longer in the files): {Quote(found.Struck)}.");
        }

        if (found.Misplaced.Count > 0)
        {
            notes.Add($"Citations struck out, because the lines have none of the names that the sentence says: {Quote(found.Misplaced)}.");
        }

        if (found.Unknown.Count > 0)
        {
            notes.Add($"Names that are nowhere in the evidence: {Quote(found.Unknown)}.");
        }

        if (found.Citations.Count == 0)
        {
            notes.Add("The answer cites nothing that could be checked.");
        }
        else if (found.Unsupported > 0)
        {
            notes.Add($"{found.Unsupported} of {found.Sentences} sentences cite nothing that holds; they are marked \"{WrittenAnswer.Mark.Trim(' ', '*')}\".");
        }

        if (DestructiveCommands.Find(text) is { Count: > 0 } commands)
        {
            notes.Add($"Read before you run: the answer has commands that destroy: {Quote(commands)}.");
        }

        var supported = found.Sentences == 0 ? 1 : Math.Round(1 - ((double)found.Unsupported / found.Sentences), 3);
        return new Answer("", AnswerKind.Model, found.Markdown, found.Citations, packed.Sum(p => p.Tokens), notes)
        {
            Confidence = new AnswerConfidence(0, found.Citations.Count == 0 ? 0 : supported),
            FollowUps = FollowUps.Of(packed),
            FalseCitations = found.Struck.Count + found.Misplaced.Count,
        };
    }

    private static string Quote(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal).Select(name => $"`{name}`"));

    private static string KeyOf(params string[] parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u0001', parts))));

    private static string? FindKept(string key, Run run)
    {
        try
        {
            return run.Options.Settings.Cache ? run.Options.Ledger?.Find(key) : null;
        }
        catch (LedgerException)
        {
            return null; // The call that follows tells of it.
        }
    }

    private static void Keep(string key, string text, Run run)
    {
        try
        {
            if (run.Options.Settings.Cache)
            {
                run.Options.Ledger?.Keep(key, text);
            }
        }
        catch (LedgerException)
        {
            // The call before told of it.
        }
    }

    /// <summary>Stands for the model where only the prompt is wanted.</summary>
    private sealed class NoModel : IChatModel
    {
        public string Model => "";

        public string Provider => "";

        public int? ContextWindow => null;

        public ModelPrice? Price => null;

        public Task<ChatReply> CompleteAsync(ChatRequest request, IProgress<string>? partial, CancellationToken cancellation) => throw new ModelException();
    }
}
