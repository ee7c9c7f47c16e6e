using Plumb.Ask.Models;
using Plumb.Ask.Review;
using Plumb.Ask.Settings;
using static Plumb.Ask.Tests.LoopbackModel;

namespace Plumb.Ask.Tests;

/// <summary>A model's opinion on a prompt.</summary>
public sealed class ReviewTests : IDisposable
{
    private const string Prompt = "Answer soon.\nWrite JSON.\nWrite prose only. My key is ghp_abcdefghijklmnopqrstuvwxyz0123456789.\n";

    private readonly string home = Directory.CreateTempSubdirectory("plumb-review-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task Only_what_has_the_form_that_was_asked_for_is_a_remark()
    {
        await using var model = Answering(_ => "Sure! Here is my review:\n- 2|conflicting-instructions|Line 3 wants prose:\u0007 drop one.\n1|Ambiguity|`soon` is when?\n1|ambiguity|twice\n9|ambiguity|no such line\n1|style|too short\n0|ambiguity|x\n2|ambiguity|\nx|y\n");
        var review = await Reviewer(model).ReviewAsync(Prompt, CancellationToken.None);
        Assert.Null(review.Problem);
        Assert.Equal([new ReviewRemark(1, "ambiguity", "soon` is when?"), new ReviewRemark(2, "conflicting-instructions", "Line 3 wants prose: drop one.")], review.Remarks);
        Assert.Contains("2| Write JSON.", model.Requests[0].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ghp_abc", model.Requests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_text_is_asked_about_once_and_is_in_the_ledger()
    {
        await using var model = Scripted(_ => new Response("NONE"));
        var reviewer = Reviewer(model, AskSettings.None);
        Assert.Equal((false, 1050), (await reviewer.ReviewAsync(Prompt, CancellationToken.None)) is var first ? (first.IsKept, first.Tokens) : default);
        Assert.Equal((true, 0), (await reviewer.ReviewAsync(Prompt, CancellationToken.None)) is var again ? (again.IsKept, again.Tokens) : default);
        Assert.Empty(again.Remarks);
        await reviewer.ReviewAsync(Prompt + "x", CancellationToken.None);
        Assert.Equal(2, model.Requests.Count);
        Assert.Equal(("review", 2L), new Ledger.UsageLedger(home).Totals(1).Single() is var row ? (row.Kind, row.Calls) : default);
    }

    [Fact]
    public async Task A_budget_that_is_used_up_and_a_model_that_fails_are_problems_and_no_exceptions()
    {
        await using var model = Scripted(_ => new Response("NONE"), _ => new Response("broken", Status: 401));
        var settings = AskSettings.None with { Cache = false, TokensPerDay = 1000 };
        Assert.Null((await Reviewer(model, settings).ReviewAsync(Prompt, CancellationToken.None)).Problem);
        Assert.Contains("budget is used up", (await Reviewer(model, settings).ReviewAsync(Prompt, CancellationToken.None)).Problem, StringComparison.Ordinal);
        Assert.NotNull((await Reviewer(model).ReviewAsync(Prompt, CancellationToken.None)).Problem);
        Assert.Contains("No model", (await new PromptReviewer(new AskOptions()).ReviewAsync(Prompt, CancellationToken.None)).Problem, StringComparison.Ordinal);
        Assert.Equal(2, model.Requests.Count);
    }

    private PromptReviewer Reviewer(LoopbackModel model, AskSettings? settings = null) => new(new AskOptions
    {
        Model = new ChatModel(new ModelSettings("test-model", model.Endpoint, "key-1", TimeSpan.FromSeconds(20)), ModelHttp.Create(TimeProvider.System)),
        Settings = settings ?? AskSettings.None with { Cache = false },
        Ledger = new Ledger.UsageLedger(home),
    });
}
