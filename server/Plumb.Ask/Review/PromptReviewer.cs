using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Plumb.Ask.Ledger;
using Plumb.Ask.Models;
using Plumb.Ask.Prompts;

namespace Plumb.Ask.Review;

/// <summary>One thing that a model finds wrong in a prompt.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Kind">"ambiguity", "missing-output-format" or "conflicting-instructions".</param>
/// <param name="Reason">One sentence in the model's words.</param>
public sealed record ReviewRemark(int Line, string Kind, string Reason);

/// <summary>What a review gave.</summary>
/// <param name="Remarks">In the order of the lines.</param>
/// <param name="Problem">Why there is no review, in one sentence; null where there is one.</param>
/// <param name="IsKept">It was had before, and nothing was sent.</param>
/// <param name="Tokens">Tokens in and out.</param>
public sealed record PromptReview(IReadOnlyList<ReviewRemark> Remarks, string? Problem, bool IsKept, int Tokens);

/// <summary>
/// Asks the configured model what it thinks of a prompt. The same text is asked about once: what was answered is kept by
/// the text, the model and the version of our own prompt. Every call is in the ledger and counts against the day's budget.
/// </summary>
public sealed class PromptReviewer
{
    private const int MostCharacters = 100_000;
    private const int MostRemarks = 10;
    private const int LongestReason = 300;

    private static readonly string[] Kinds = ["ambiguity", "missing-output-format", "conflicting-instructions"];

    private readonly AskOptions options;

    public PromptReviewer(AskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
    }

    /// <summary>The model for people; null where none is configured, and then nothing is asked.</summary>
    public string? Model => options.Model?.ToString();

    /// <summary>Why the model that was configured cannot be used; empty where nothing is wrong.</summary>
    public string ModelProblem => options.ModelProblem;

    /// <summary>Reviews a text. A model that does not answer is a problem of the result, never an exception.</summary>
    public async Task<PromptReview> ReviewAsync(string text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (options.Model is not { } model)
        {
            return Failed(options.ModelProblem.Length > 0 ? options.ModelProblem : "No model is configured: set PLUMB_MODEL, or ask.model in your own plumb.json.");
        }

        if (text.Length > MostCharacters || string.IsNullOrWhiteSpace(text))
        {
            return Failed(text.Length > MostCharacters ? $"A prompt of more than {MostCharacters.ToString(CultureInfo.InvariantCulture)} characters is not sent for review." : "The prompt is empty.");
        }

        var template = PromptTemplate.Load("review");
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u0001', "review", template.Version, model.Provider, model.Model, text))));
        if (Find(key) is { } kept)
        {
            return new PromptReview(Read(kept, lines.Length), null, true, 0);
        }

        var mark = "prompt-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var numbered = string.Join('\n', lines.Select((line, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}| {line}")));
        var turns = template.Render(new Dictionary<string, string> { ["mark"] = mark, ["prompt"] = OutboundGate.Pass(numbered) });
        var metered = new MeteredModel(model, options.Ledger, options.Settings, options.Time);
        if (model.ContextWindow is { } window && metered.Count(turns[0].Text + turns[1].Text).Tokens > window)
        {
            return Failed($"The prompt does not fit into the {window.ToString(CultureInfo.InvariantCulture)} tokens that {model} takes.");
        }

        try
        {
            var reply = await metered.CompleteAsync("review", new ChatRequest(turns), null, cancellation).ConfigureAwait(false);
            if (!reply.IsCut)
            {
                Keep(key, reply.Text);
            }

            return new PromptReview(Read(reply.Text, lines.Length), null, false, metered.PromptTokens + metered.AnswerTokens);
        }
        catch (ModelException e)
        {
            return Failed(e.Message);
        }
    }

    /// <summary>Only what has the form that was asked for: whatever else a model writes is nobody's finding.</summary>
    internal static IReadOnlyList<ReviewRemark> Read(string reply, int lines)
    {
        var remarks = new List<ReviewRemark>();
        foreach (var written in reply.Split('\n'))
        {
            var parts = written.Trim().TrimStart('-', '*', ' ', '`').Split('|', 3);
            if (parts.Length == 3
                && int.TryParse(parts[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line >= 1 && line <= lines
                && Kinds.FirstOrDefault(k => k.Equals(parts[1].Trim(), StringComparison.OrdinalIgnoreCase)) is { } kind
                && Clean(parts[2]) is { Length: > 0 } reason
                && !remarks.Exists(r => r.Line == line && r.Kind == kind))
            {
                remarks.Add(new ReviewRemark(line, kind, reason));
            }
        }

        return [.. remarks.Take(MostRemarks).OrderBy(r => r.Line)];
    }

    /// <summary>A sentence to show: no control characters, and no longer than anybody reads.</summary>
    private static string Clean(string reason)
    {
        var clean = string.Concat(reason.Trim().Trim('`').Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format));
        return clean.Length <= LongestReason ? clean : clean[..LongestReason] + "…";
    }

    private static PromptReview Failed(string problem) => new([], problem, false, 0);

    private string? Find(string key)
    {
        try
        {
            return options.Settings.Cache ? options.Ledger?.Find(key) : null;
        }
        catch (LedgerException)
        {
            return null;
        }
    }

    private void Keep(string key, string text)
    {
        try
        {
            if (options.Settings.Cache)
            {
                options.Ledger?.Keep(key, text);
            }
        }
        catch (LedgerException)
        {
            // It is asked for again the next time.
        }
    }
}
