using System.Globalization;
using static Plumb.Ask.Ledger.LocalDatabase;

namespace Plumb.Ask.Ledger;

/// <summary>One call to a model.</summary>
/// <param name="Kind">"answer", "expand" or "standalone".</param>
/// <param name="Outcome">"ok", or why there was no whole answer.</param>
public sealed record LedgerEntry(DateTimeOffset At, string Kind, string Provider, string Model, int PromptTokens, int CachedTokens, int AnswerTokens, decimal? CostUsd, double ElapsedMs, string Outcome);

/// <summary>Totals of one day, model and kind.</summary>
/// <param name="Day">yyyy-mm-dd, in this machine's time.</param>
/// <param name="CostUsd">Of the calls whose price is known; null where none is.</param>
public sealed record UsageRow(string Day, string Provider, string Model, string Kind, long Calls, long Failed, long PromptTokens, long CachedTokens, long AnswerTokens, decimal? CostUsd, double AverageMs);

/// <summary>
/// What was sent to models, and answers that can be had again for nothing: an SQLite file in Plumb's data folder, which
/// never leaves it and holds no prompt. Every method opens it anew: it is used a few times a minute at most.
/// </summary>
public sealed class UsageLedger
{
    private const int MostKept = 500;

    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS call (
            day TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,
            prompt INTEGER NOT NULL, cached INTEGER NOT NULL, answer INTEGER NOT NULL, cost REAL, elapsed REAL NOT NULL, outcome TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS call_day ON call (day);
        CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, at INTEGER NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
        """;

    private readonly LocalDatabase database;
    private readonly TimeProvider time;

    /// <param name="folder">Plumb's data folder.</param>
    public UsageLedger(string folder, TimeProvider? time = null)
    {
        database = new LocalDatabase(Path.Combine(folder, "usage.db"), "usage ledger", 1, Schema);
        this.time = time ?? TimeProvider.System;
    }

    /// <exception cref="LedgerException">It cannot be written.</exception>
    public void Record(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        database.Run(connection => Execute(
            connection,
            "INSERT INTO call (day, at, kind, provider, model, prompt, cached, answer, cost, elapsed, outcome) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            Day(entry.At), entry.At.ToUnixTimeMilliseconds(), entry.Kind, entry.Provider, entry.Model, entry.PromptTokens, entry.CachedTokens, entry.AnswerTokens,
            (object?)(entry.CostUsd is { } cost ? (double)cost : null) ?? DBNull.Value, entry.ElapsedMs, entry.Outcome));
    }

    /// <summary>The newest day first.</summary>
    /// <param name="days">How many days back, today included.</param>
    /// <exception cref="LedgerException">It cannot be read.</exception>
    public IReadOnlyList<UsageRow> Totals(int days) => database.Run(connection =>
    {
        using var command = Command(
            connection,
            """
            SELECT day, provider, model, kind, COUNT(*), SUM(outcome <> 'ok'), SUM(prompt), SUM(cached), SUM(answer), SUM(cost), AVG(elapsed) FROM call
            WHERE day >= $0 GROUP BY day, provider, model, kind ORDER BY day DESC, provider, model, kind
            """,
            Day(time.GetUtcNow().AddDays(1 - days)));
        using var reader = command.ExecuteReader();
        var rows = new List<UsageRow>();
        while (reader.Read())
        {
            rows.Add(new UsageRow(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8),
                reader.IsDBNull(9) ? null : (decimal)reader.GetDouble(9), reader.GetDouble(10)));
        }

        return rows;
    });

    /// <summary>Tokens in and out, and US dollars as far as prices are known, of today.</summary>
    public (long Tokens, decimal Cost) Today()
    {
        var rows = Totals(1);
        return (rows.Sum(r => r.PromptTokens + r.AnswerTokens), rows.Sum(r => r.CostUsd ?? 0));
    }

    /// <summary>What was kept under a key; null where nothing was.</summary>
    public string? Find(string key) => database.Run(connection =>
    {
        using var command = Command(connection, "SELECT text FROM kept WHERE key = $0", key);
        return command.ExecuteScalar() as string;
    });

    /// <summary>Keeps a text under a key; the oldest go when there are too many.</summary>
    public void Keep(string key, string text) => database.Run(connection =>
    {
        Execute(connection, "INSERT OR REPLACE INTO kept (key, at, text) VALUES ($0, $1, $2)", key, time.GetUtcNow().ToUnixTimeMilliseconds(), text);
        return Execute(connection, "DELETE FROM kept WHERE key NOT IN (SELECT key FROM kept ORDER BY at DESC LIMIT $0)", MostKept);
    });

    private string Day(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, time.LocalTimeZone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
