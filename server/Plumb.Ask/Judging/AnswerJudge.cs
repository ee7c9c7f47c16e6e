using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Plumb.Ask.Ledger;
using Plumb.Ask.Models;
using Plumb.Ask.Prompts;
using Plumb.Tokens;

namespace Plumb.Ask.Judging;

/// <summary>What a model thinks of an answer.</summary>
/// <param name="Correct">0 to 2: agrees with the evidence.</param>
/// <param name="Complete">0 to 2: answers all that was asked.</param>
/// <param name="Grounded">0 to 2: stands on the evidence.</param>
public sealed record AnswerVerdict(int Correct, int Complete, int Grounded, bool IsGood, string Reason)
{
    private const double MostPoints = 6;

    /// <summary>The points as a share of all that there are, 0 to 1.</summary>
    public double Score => (Correct + Complete + Grounded) / MostPoints;
}

/// <summary>What is judged, and by what.</summary>
/// <param name="Evidence">Lines that a right answer agrees with, each piece with its place; may be empty.</param>
/// <param name="Reference">What a good answer says; empty where nobody wrote it.</param>
public sealed record JudgedAnswer(string Question, string Answer, IReadOnlyList<(string Place, string Text)> Evidence, string Reference);

/// <summary>
/// A model that judges answers by the rubric of <c>judge.yaml</c>. Its verdict is an opinion: whoever uses it should hold it
/// against verdicts of people.
/// </summary>
public sealed class AnswerJudge
{
    private const int MostEvidenceTokens = 6000;
    private const int MostAnswerTokens = 4000;

    private readonly MeteredModel model;

    private AnswerJudge(MeteredModel model) => this.model = model;

    /// <summary>How the model is called, for people; without any key.</summary>
    public string Name => model.Model.ToString()!;

    public int PromptTokens => model.PromptTokens;

    public int AnswerTokens => model.AnswerTokens;

    public decimal? Cost => model.Cost;

    public int Calls => model.Calls;

    /// <summary>Null where no model is configured.</summary>
    public static AnswerJudge? Open(AskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Model is null ? null : new AnswerJudge(new MeteredModel(options.Model, options.Ledger, options.Settings, options.Time));
    }

    /// <exception cref="ModelException">There is no verdict; the message says why.</exception>
    public async Task<AnswerVerdict> JudgeAsync(JudgedAnswer judged, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(judged);
        var turns = Write(judged).ToList();
        var reply = await model.CompleteAsync("judge", new ChatRequest(turns), null, cancellation).ConfigureAwait(false);
        if (Read(reply.Text) is { } verdict)
        {
            return verdict;
        }

        // Small models add a word of their own now and then, and leave it when they are told.
        turns.Add(new ChatTurn(ChatRole.Assistant, reply.Text));
        turns.Add(new ChatTurn(ChatRole.User, "That is not the JSON object that was asked for. Write it, and nothing else."));
        reply = await model.CompleteAsync("judge", new ChatRequest(turns), null, cancellation).ConfigureAwait(false);
        return Read(reply.Text) ?? throw new ModelException(ModelFailure.Other, $"{Name} gave no verdict in the form that the rubric asks for.");
    }

    /// <summary>Null where the text holds no verdict.</summary>
    internal static AnswerVerdict? Read(string text)
    {
        var (start, end) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}'));
        if (start < 0 || end < start)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(start, end - start + 1));
            var root = document.RootElement;
            return Points("correct") is { } correct && Points("complete") is { } complete && Points("grounded") is { } grounded
                && root.TryGetProperty("verdict", out var verdict) && verdict.ValueKind == JsonValueKind.String && verdict.GetString() is "good" or "bad"
                ? new AnswerVerdict(correct, complete, grounded, verdict.GetString() == "good", root.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString()! : "")
                : null;

            int? Points(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var points) && points is >= 0 and <= 2 ? points : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IReadOnlyList<ChatTurn> Write(JudgedAnswer judged)
    {
        var mark = "part-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var parts = new StringBuilder();
        Append("question", "", judged.Question);
        var left = MostEvidenceTokens;
        foreach (var (place, text) in judged.Evidence)
        {
            var cut = Cut(text, left);
            left -= TokenEncoding.Default.Count(cut);
            if (cut.Length > 0)
            {
                Append("evidence", place, cut);
            }
        }

        if (judged.Reference.Length > 0)
        {
            Append("good answer", "", judged.Reference);
        }

        Append("answer", "", Cut(judged.Answer, MostAnswerTokens));
        return PromptTemplate.Load("judge").Render(new Dictionary<string, string> { ["mark"] = mark, ["parts"] = parts.ToString() });

        void Append(string part, string place, string text)
        {
            parts.Append('<').Append(mark).Append(" part=\"").Append(part).Append('"');
            if (place.Length > 0)
            {
                parts.Append(" place=\"").Append(string.Concat(OutboundGate.Pass(place).Select(c => char.IsControl(c) || c is '"' or '<' or '>' ? ' ' : c))).Append('"');
            }

            parts.Append(">\n").Append(OutboundGate.Pass(text)).Append("\n</").Append(mark).Append(">\n");
        }
    }

    // Whole lines from the beginning.
    private static string Cut(string text, int tokens)
    {
        if (tokens <= 0)
        {
            return "";
        }

        var lines = text.Split('\n');
        while (lines.Length > 1 && TokenEncoding.Default.Count(string.Join('\n', lines)) > tokens)
        {
            lines = lines[..(lines.Length * 3 / 4)];
        }

        return string.Join('\n', lines);
    }
}
