using Plumb.Ask.Settings;

namespace Plumb.Ask.Ledger;

/// <summary>What was sent to models, as <c>plumb usage --json</c> prints it and <c>plumb/usage</c> answers.</summary>
/// <param name="Days">How many days back, today included.</param>
/// <param name="CostUsd">Of the calls whose price is known; null where none is.</param>
/// <param name="Rows">Totals of each day, model and kind, the newest day first.</param>
public sealed record UsageReport(
    int Days, long Calls, long PromptTokens, long CachedTokens, long AnswerTokens, decimal? CostUsd, IReadOnlyList<UsageRow> Rows, UsageBudget Budget)
{
    public const int DefaultDays = 30;
    public const int MostDays = 3650;

    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public static UsageReport Of(UsageLedger ledger, AskSettings settings, int days)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(settings);
        var rows = ledger.Totals(days);
        var (tokens, cost) = ledger.Today();
        return new UsageReport(
            days,
            rows.Sum(r => r.Calls),
            rows.Sum(r => r.PromptTokens),
            rows.Sum(r => r.CachedTokens),
            rows.Sum(r => r.AnswerTokens),
            rows.Any(r => r.CostUsd is not null) ? rows.Sum(r => r.CostUsd ?? 0) : null,
            rows,
            UsageBudget.Of(settings, tokens, cost));
    }
}

/// <summary>What may be used in a day, and what was used today.</summary>
/// <param name="TokensPerDay">Null: no budget of tokens.</param>
/// <param name="CostPerDay">In US dollars; null: no budget of money.</param>
/// <param name="TokensToday">In and out, over all calls.</param>
/// <param name="State">"none" (no budget is set), "ok", "warn" (four fifths are used) or "stop" (no model is asked until tomorrow).</param>
public sealed record UsageBudget(long? TokensPerDay, decimal? CostPerDay, long TokensToday, decimal CostToday, string State)
{
    private const double WarnAt = 0.8;

    public static UsageBudget Of(AskSettings settings, long tokens, decimal cost)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var state = settings.TokensPerDay is null && settings.CostPerDay is null ? "none"
            : tokens >= settings.TokensPerDay || cost >= settings.CostPerDay ? "stop"
            : tokens >= settings.TokensPerDay * WarnAt || cost >= settings.CostPerDay * (decimal)WarnAt ? "warn"
            : "ok";
        return new UsageBudget(settings.TokensPerDay, settings.CostPerDay, tokens, cost, state);
    }
}
