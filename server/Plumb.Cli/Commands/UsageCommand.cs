using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Plumb.Ask.Ledger;
using Plumb.Ask.Settings;
using Plumb.Search;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb usage</c>: what was sent to models, by day, model and kind.</summary>
internal static class UsageCommand
{
    public static Command Create()
    {
        var json = WorkspaceArguments.Json();
        var days = new Option<int>("--days") { Description = "How many days back, today included.", HelpName = "N", DefaultValueFactory = _ => UsageReport.DefaultDays };
        var command = new Command("usage", "Tokens, cost and failures of all calls to models, by day, model and kind. Kept on this machine only.") { json, days };
        command.SetAction(parsed => Run(parsed.GetValue(days), parsed.GetValue(json)));
        return command;
    }

    private static int Run(int days, bool json)
    {
        if (days is < 1 or > UsageReport.MostDays)
        {
            throw new CommandException($"--days is {days}, it has to be between 1 and {UsageReport.MostDays}.");
        }

        var home = WorkspaceOptions.DefaultDataHome;
        var report = UsageReport.Of(new UsageLedger(home), AskSettings.ReadUser(home), days);
        var (rows, cost) = (report.Rows, report.CostUsd);
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, WorkspaceJson.Indented.UsageReport));
            return PlumbCommand.Good;
        }

        if (rows.Count == 0)
        {
            Console.Out.WriteLine($"No model was asked in the last {days} days.");
            WriteBudget(report.Budget);
            return PlumbCommand.Good;
        }

        string[] head = ["day", "model", "kind", "calls", "failed", "in", "cached", "out", "cost", "ms"];
        var lines = rows.Select(r => (string[])
            [r.Day, $"{r.Model} ({r.Provider})", r.Kind, Number(r.Calls), Number(r.Failed), Number(r.PromptTokens), Number(r.CachedTokens), Number(r.AnswerTokens), Money(r.CostUsd), Number((long)r.AverageMs)]).ToList();
        lines.Add(["total", "", "", Number(rows.Sum(r => r.Calls)), Number(rows.Sum(r => r.Failed)), Number(rows.Sum(r => r.PromptTokens)), Number(rows.Sum(r => r.CachedTokens)), Number(rows.Sum(r => r.AnswerTokens)), Money(cost), ""]);
        var widths = head.Select((name, i) => Math.Max(name.Length, lines.Max(line => line[i].Length))).ToArray();
        foreach (var line in lines.Prepend(head))
        {
            // Names to the left, numbers to the right.
            Console.Out.WriteLine(string.Join("  ", line.Select((cell, i) => i < 3 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        }

        WriteBudget(report.Budget);
        return PlumbCommand.Good;
    }

    private static void WriteBudget(UsageBudget budget)
    {
        if (budget.State != "none")
        {
            var parts = new[]
            {
                budget.TokensPerDay is { } tokens ? $"{Number(budget.TokensToday)} of {Number(tokens)} tokens" : null,
                budget.CostPerDay is { } cost ? $"{Money(budget.CostToday)} of {Money(cost)}" : null,
            };
            Console.Out.WriteLine($"today: {string.Join(", ", parts.OfType<string>())}{(budget.State == "stop" ? "; no model is asked until tomorrow" : budget.State == "warn" ? "; nearly used up" : "")}");
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Money(decimal? value) => value is { } cost ? "$" + cost.ToString("0.0000", CultureInfo.InvariantCulture) : "-";
}
