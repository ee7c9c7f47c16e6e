using Plumb.Ask.Models;
using Plumb.Ask.Settings;
using static Plumb.Ask.Tests.LoopbackModel;

namespace Plumb.Ask.Tests;

/// <summary>What services do to those who ask them, on a real socket.</summary>
public sealed class RobustnessTests
{
    private const string Asked = "how does retry with backoff work?";
    private const string Good = "It doubles the pause (`src/retry.py:6-10`).";

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task What_is_refused_for_the_moment_is_asked_again(int status)
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response("busy", status, RetryAfter: 0), _ => new Response(Good));
        var answer = await workspace.AskAsync(Asked, model);
        Assert.Equal(AnswerKind.Model, answer.Kind);
        Assert.Equal(2, model.Requests.Count);
        Assert.Equal((1000, 400, 50, 1), (answer.Usage.PromptTokens, answer.Usage.CachedTokens, answer.Usage.AnswerTokens, answer.Usage.Calls));
    }

    [Fact]
    public async Task A_pause_that_nobody_would_wait_for_is_told()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response("quota", 429, RetryAfter: 3600));
        await AssertFallsBackAsync(workspace, model, "wait 3600 s", requests: 1);
    }

    [Theory]
    [InlineData(401, "", "bad key", "PLUMB_API_KEY")]
    [InlineData(404, "model_not_found", "The model `test-model` does not exist", "check that the model is called \"test-model\"")]
    [InlineData(400, "invalid_model", "unknown model: test-model", "knows no model of this name")]
    [InlineData(501, "", "not here", "HTTP 501")]
    public async Task What_is_refused_for_good_is_told_and_asked_once(int status, string code, string text, string told)
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response(text, status, code));
        await AssertFallsBackAsync(workspace, model, told, requests: 1);
    }

    [Fact]
    public async Task A_refusal_tells_that_the_model_could_not_help()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response("bad key", 401));
        var answer = await workspace.AskAsync("which kangaroo sails to the moon?", model, AskSettings.None with { Expand = Expansion.Auto });
        Assert.Equal(AnswerKind.NotFound, answer.Kind);
        Assert.Contains("PLUMB_API_KEY", Assert.Single(answer.Notes));
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task An_empty_answer_is_told()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response(""));
        await AssertFallsBackAsync(workspace, model, "empty answer", requests: 1);
    }

    [Fact]
    public async Task A_key_that_a_service_repeats_is_not_shown()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response("Incorrect API key provided: key-1", 401));
        var answer = await workspace.AskAsync(Asked, model);
        Assert.DoesNotContain(answer.Notes, note => note.Contains("key-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_is_packed_smaller_and_that_is_told()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response("This model's maximum context length is 4096 tokens", 400, "context_length_exceeded"), _ => new Response(Good));
        var answer = await workspace.AskAsync(Asked, model);
        Assert.Equal(AnswerKind.Model, answer.Kind);
        Assert.True(model.Requests[1].Body.Length < model.Requests[0].Body.Length);
        Assert.Contains(answer.Notes, note => note.Contains("asked again with the", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_takes_no_temperature_is_given_none()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response("Unsupported value: 'temperature' does not support 0", 400, "unsupported_value"), _ => new Response(Good));
        Assert.Equal(AnswerKind.Model, (await workspace.AskAsync(Asked, model)).Kind);
        Assert.Contains("\"temperature\"", model.Requests[0].Body);
        Assert.DoesNotContain("\"temperature\"", model.Requests[1].Body);
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_at_the_limit_is_told()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response(Good, Finish: "length"));
        Assert.Contains((await workspace.AskAsync(Asked, model)).Notes, note => note.Contains("cut off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evidence_leaves_room_in_a_small_window()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response(Good));
        var whole = await workspace.Engine(model).PreviewAsync(new Question(Asked), CancellationToken.None);
        Assert.Equal(2, whole.Evidence.Count);
        var small = await workspace.Engine(model, window: whole.Tokens + 1450).PreviewAsync(new Question(Asked), CancellationToken.None);
        Assert.True(small.Tokens < whole.Tokens);
        Assert.Single(small.Evidence);
    }

    [Fact]
    public async Task Pieces_that_say_nothing_keep_nobody_waiting_for_ever()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Dripping();
        var engine = AskEngine.Open(workspace.Index, new AskOptions { Model = new ChatModel(new ModelSettings("test-model", model.Endpoint, "", TimeSpan.FromSeconds(20)) { LongestAnswer = TimeSpan.FromSeconds(1) }, ModelHttp.Create(TimeProvider.System)) });
        Assert.Contains((await engine.AskAsync(new Question(Asked), null, CancellationToken.None)).Notes, note => note.Contains("came to no end", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_ask_at_once_and_all_are_answered()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response(Good));
        var engine = workspace.Engine(model);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => engine.AskAsync(new Question(Asked), null, CancellationToken.None)));
        Assert.All(answers, answer => Assert.Equal(AnswerKind.Model, answer.Kind));
        Assert.Equal(50, workspace.Ledger.Totals(1).Sum(row => row.Calls));
    }

    [Fact]
    public async Task A_conversation_is_rewritten_into_a_question_of_its_own()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response("When are certificates rotated?"), _ => new Response("Every thirty days (`docs/guide.md:5`)."));
        var answer = await workspace.Engine(model).AskAsync(new Question("and how often?") { Conversation = [new AskTurn("who rotates certificates?", "The janitor.")] }, null, CancellationToken.None);
        Assert.Equal("docs/guide.md", Assert.Single(answer.Citations).Path);
        Assert.Contains("The janitor.", model.Requests[0].Body);
        Assert.Equal(["standalone", "search", "model"], answer.Usage.Steps.Select(step => step.Name));
    }

    [Fact]
    public async Task Likely_identifiers_are_asked_for_where_the_words_find_little_and_kept()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        var settings = AskSettings.None with { Expand = Expansion.Always };
        await using var model = Scripted(_ => new Response("pause_between_retries, janitor"), _ => new Response("It is `pause_between_retries` (`src/pause.py:1-3`)."));
        var answer = await workspace.AskAsync("certificates delay", model, settings);
        Assert.Contains(answer.Citations, c => c.Path == "src/pause.py");
        await workspace.AskAsync("certificates delay", model, settings with { Cache = true });
        Assert.Equal(2, model.Requests.Count);
    }

    private static async Task AssertFallsBackAsync(AskWorkspace workspace, LoopbackModel model, string told, int requests)
    {
        var answer = await workspace.AskAsync(Asked, model);
        Assert.Equal(AnswerKind.Extractive, answer.Kind);
        Assert.Contains(answer.Notes, note => note.Contains(told, StringComparison.Ordinal));
        Assert.Equal(requests, model.Requests.Count);
        Assert.Equal(1, Assert.Single(workspace.Ledger.Totals(1)).Failed);
    }
}
