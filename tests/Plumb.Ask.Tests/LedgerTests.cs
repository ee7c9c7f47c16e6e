using Plumb.Ask.Settings;
using Plumb.Tokens;
using static Plumb.Ask.Tests.LoopbackModel;

namespace Plumb.Ask.Tests;

public sealed class LedgerTests
{
    private const string Asked = "how does retry with backoff work?";
    private const string Good = "It doubles the pause (`src/retry.py:6-10`).";

    [Fact]
    public async Task Calls_are_added_up_with_their_cost()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response(Good));
        var engine = workspace.Engine(model, price: new ModelPrice(2, 10, 1));
        var answer = await engine.AskAsync(new Question(Asked), null, CancellationToken.None);
        Assert.Equal(0.0021m, answer.Usage.CostUsd);
        var row = Assert.Single(workspace.Ledger.Totals(1));
        Assert.Equal(("openai-compatible", "test-model", "answer", 1L, 0L, 1000L, 400L, 50L), (row.Provider, row.Model, row.Kind, row.Calls, row.Failed, row.PromptTokens, row.CachedTokens, row.AnswerTokens));
        Assert.Equal(0.0021m, row.CostUsd);
    }

    [Fact]
    public async Task A_budget_warns_and_then_stops()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response(Good));
        var settings = AskSettings.None with { Expand = Expansion.Never, Cache = false, TokensPerDay = 1300 };
        Assert.Equal(AnswerKind.Model, (await workspace.AskAsync(Asked, model, settings)).Kind);
        var second = await workspace.AskAsync(Asked, model, settings);
        Assert.Equal(AnswerKind.Model, second.Kind);
        Assert.Contains(second.Notes, note => note.Contains("nearly used up", StringComparison.Ordinal));
        var third = await workspace.AskAsync(Asked, model, settings);
        Assert.Equal(AnswerKind.Extractive, third.Kind);
        Assert.Contains(third.Notes, note => note.Contains("budget is used up", StringComparison.Ordinal));
        Assert.Equal(2, model.Requests.Count);
    }

    [Fact]
    public async Task An_answer_is_kept_until_its_evidence_changes()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response(Good));
        var settings = AskSettings.None with { Expand = Expansion.Never };
        await workspace.AskAsync(Asked, model, settings);
        var again = await workspace.AskAsync(Asked, model, settings);
        Assert.Equal((AnswerKind.Model, 0), (again.Kind, again.Usage.Calls));
        Assert.Single(again.Citations);
        Assert.Single(model.Requests);
        workspace.Write("src/retry.py", (await File.ReadAllTextAsync(Path.Combine(workspace.Root, "src/retry.py"))).Replace("attempts=3", "attempts=4", StringComparison.Ordinal));
        await workspace.Index.UpdateAsync(rebuild: false, null, CancellationToken.None);
        await workspace.AskAsync(Asked, model, settings);
        Assert.Equal(2, model.Requests.Count);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_used_stops_a_budget_and_nothing_else()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await File.WriteAllTextAsync(Path.Combine(workspace.Home, "usage.db"), "this is no database, and long enough to be seen as none");
        await using var model = Scripted(_ => new Response(Good));
        var answer = await workspace.AskAsync(Asked, model);
        Assert.Equal(AnswerKind.Model, answer.Kind);
        Assert.Contains(answer.Notes, note => note.Contains("usage.db", StringComparison.Ordinal));
        Assert.Equal(AnswerKind.Extractive, (await workspace.AskAsync(Asked, model, AskSettings.None with { CostPerDay = 1 })).Kind);
    }
}
