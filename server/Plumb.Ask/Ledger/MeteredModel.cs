using System.Diagnostics;
using Plumb.Ask.Models;
using Plumb.Ask.Settings;
using Plumb.Ask.Telemetry;
using Plumb.Tokens;

namespace Plumb.Ask.Ledger;

/// <summary>
/// What every call to a model goes through: it stops when the day's budget is used up, writes the ledger, and adds up what
/// one question took.
/// </summary>
internal sealed class MeteredModel(IChatModel model, UsageLedger? ledger, AskSettings settings, TimeProvider time)
{
    private readonly TokenModel tokens = ModelCatalogue.Find(model.Model) ?? TokenModel.Of(TokenEncoding.Default);

    public IChatModel Model => model;

    public int PromptTokens { get; private set; }

    public int CachedTokens { get; private set; }

    public int AnswerTokens { get; private set; }

    public decimal? Cost { get; private set; }

    public int Calls { get; private set; }

    public List<string> Notes { get; } = [];

    public TokenCount Count(string text) => tokens.Count(text);

    /// <exception cref="ModelException">There is no answer, or the budget is used up.</exception>
    public async Task<ChatReply> CompleteAsync(string kind, ChatRequest request, IProgress<string>? partial, CancellationToken cancellation)
    {
        CheckBudget();
        var span = AskTelemetry.StartCall(kind, model, request);
        var started = Stopwatch.GetTimestamp();
        var outcome = "cancelled";
        ChatReply? reply = null;
        try
        {
            reply = await model.CompleteAsync(request, partial, cancellation).ConfigureAwait(false);
            outcome = "ok";
            return reply;
        }
        catch (ModelException e)
        {
            outcome = e.Failure.ToString();
            throw;
        }
        finally
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            AskTelemetry.EndCall(span, model, Record(kind, request, reply, elapsed, outcome), reply, elapsed, outcome);
        }
    }

    private void CheckBudget()
    {
        if (settings.TokensPerDay is null && settings.CostPerDay is null)
        {
            return;
        }

        try
        {
            var (used, cost) = ledger?.Today() ?? default;
            var state = UsageBudget.Of(settings, used, cost).State;
            if (state == "stop")
            {
                throw new ModelException(ModelFailure.OverBudget, "Today's budget is used up (ask.budget in your plumb.json): 'plumb usage' tells by what.");
            }

            if (state == "warn" && Notes.Count == 0)
            {
                Notes.Add($"Today's budget is nearly used up: {used} tokens{(cost > 0 ? FormattableString.Invariant($", ${cost:0.00}") : "")} so far.");
            }
        }
        catch (LedgerException e)
        {
            throw new ModelException(ModelFailure.OverBudget, $"The day's budget cannot be checked, so the model was not asked. {e.Message}", e);
        }
    }

    private ChatUsage Record(string kind, ChatRequest request, ChatReply? reply, TimeSpan elapsed, string outcome)
    {
        // A service that does not count, or a call that failed on its way, is counted here.
        var usage = reply?.Usage ?? new ChatUsage(request.Turns.Sum(turn => Count(turn.Text).Tokens), 0, reply is null ? 0 : Count(reply.Text).Tokens);
        var cost = model.Price?.Of(usage.Prompt, usage.Cached, usage.Answer);
        PromptTokens += usage.Prompt;
        CachedTokens += usage.Cached;
        AnswerTokens += usage.Answer;
        Cost = cost is null ? Cost : (Cost ?? 0) + cost;
        Calls++;
        try
        {
            ledger?.Record(new LedgerEntry(time.GetUtcNow(), kind, model.Provider, model.Model, usage.Prompt, usage.Cached, usage.Answer, cost, elapsed.TotalMilliseconds, outcome));
        }
        catch (LedgerException e)
        {
            Notes.Add(e.Message);
        }

        return usage;
    }
}
