using System.Text.Json;
using Plumb.Ask.Models;
using Plumb.Search;

namespace Plumb.Ask.Tests;

public sealed class AskEngineTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-ask-").FullName;
    private WorkspaceIndex index = null!;

    private string Root => Path.Combine(folder, "ws");

    public async Task InitializeAsync()
    {
        Write("src/retry.py", "import time\n\n\ndef retry_with_backoff(action, attempts=3):\n    \"\"\"Calls action again until it works.\"\"\"\n    for attempt in range(attempts):\n        try:\n            return action()\n        except OSError:\n            time.sleep(2 ** attempt)\n    raise TimeoutError\n");
        Write("src/copy_of_retry.py", File.ReadAllText(Path.Combine(Root, "src/retry.py")));
        Write("src/config.py", "API_KEY = \"sk-abcdefghijklmnopqrstuvwxyz012345\"\n\n\ndef load_settings(path):\n    \"\"\"Reads the settings of the beacon.\"\"\"\n    return open(path).read()\n");
        Write("docs/guide.md", "# Guide\n\n## Certificates\n\nCertificates are rotated every thirty days by the janitor.\n\n```sh\njanitor rotate\n```\n\n## Other\n\nNothing here.\n");
        index = WorkspaceIndex.Open(new WorkspaceOptions(Root, Path.Combine(folder, "data")));
        await index.UpdateAsync(rebuild: false, null, CancellationToken.None);
    }

    public Task DisposeAsync()
    {
        index.Dispose();
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_declaration_that_the_question_is_about_comes_first_and_whole()
    {
        var answer = await AskAsync("how does retry with backoff work?");
        Assert.Equal(AnswerKind.Extractive, answer.Kind);
        Assert.Contains("`retry_with_backoff`", answer.Markdown.Split('\n')[0]);
        Assert.Contains("    raise TimeoutError\n```", answer.Markdown);
        Assert.Contains(answer.Notes, note => note.Contains("PLUMB_MODEL", StringComparison.Ordinal));
        Assert.True(answer.EvidenceTokens > 0);
    }

    [Fact]
    public async Task The_same_text_is_shown_once()
    {
        var answer = await AskAsync("retry_with_backoff");
        Assert.Single(answer.Citations);
    }

    [Fact]
    public async Task Prose_is_quoted_with_its_section()
    {
        var answer = await AskAsync("how often are certificates rotated?");
        Assert.StartsWith("The section \"", answer.Markdown);
        Assert.Contains("> Certificates are rotated every thirty days by the janitor.\n", answer.Markdown);
    }

    [Theory]
    [InlineData("How many times is an action retried?")]
    [InlineData("how much backoff is there?")]
    [InlineData("whose certificates are rotated?")]
    public async Task Words_that_only_put_the_question_are_no_reason_to_refuse(string question)
    {
        var answer = await AskAsync(question);
        Assert.Equal(AnswerKind.Extractive, answer.Kind);
        Assert.NotEmpty(answer.Citations);
    }

    [Theory]
    [InlineData("")]
    [InlineData("how do I do this?")]
    [InlineData("where is the photon torpedo launched?")]
    [InlineData("settings of the zorbulator warp manifold coolant valve pressure")]
    public async Task What_is_not_there_is_not_found(string question)
    {
        var answer = await AskAsync(question);
        Assert.Equal(AnswerKind.NotFound, answer.Kind);
        Assert.Empty(answer.Citations);
        Assert.StartsWith("Not found in this workspace", answer.Markdown);
    }

    [Fact]
    public async Task A_refusal_names_the_words_that_are_nowhere_and_the_closest_places()
    {
        var answer = await AskAsync("are certificates for zorbulators laminated?");
        Assert.Equal(AnswerKind.NotFound, answer.Kind);
        Assert.Contains("nothing in it has \"zorbulators\" or \"laminated\".", answer.Markdown);
        Assert.Contains("Closest places:\n\n- ", answer.Markdown);
        Assert.Contains("`docs/guide.md:", answer.Markdown);
        Assert.Empty(answer.Citations);
    }

    [Fact]
    public async Task Evidence_keeps_to_its_budget()
    {
        var answer = await new AskEngine(index, null).AskAsync(new Question("retry backoff settings certificates", EvidenceTokens: 40), null, CancellationToken.None);
        Assert.InRange(answer.EvidenceTokens, 0, 40);
    }

    [Fact]
    public async Task The_model_writes_from_fenced_evidence_and_false_citations_are_struck_out()
    {
        await using var model = LoopbackModel.Answering(_ => "It doubles the pause (`src/retry.py:6-10`), see also `src/retry.py:400-410` and src/invented.py:1-2. Not at localhost:8080 or 12:30.");
        var pieces = new Pieces();
        var answer = await AskAsync("how does retry with backoff work?", model, pieces);
        Assert.Equal(AnswerKind.Model, answer.Kind);
        var citation = Assert.Single(answer.Citations);
        Assert.Equal(("src/retry.py", 6, 10), (citation.Path, citation.StartLine, citation.EndLine));
        Assert.Contains("(`src/retry.py:6-10`)", answer.Markdown);
        Assert.Contains("~~`src/retry.py:400-410`~~", answer.Markdown);
        Assert.Contains("~~src/invented.py:1-2~~", answer.Markdown);
        Assert.Contains("localhost:8080 or 12:30.", answer.Markdown);
        Assert.Contains(answer.Notes, note => note.StartsWith("False citations", StringComparison.Ordinal) && note.EndsWith(": `src/retry.py:400-410`, `src/invented.py:1-2`.", StringComparison.Ordinal));
        Assert.StartsWith("It doubles the pause", string.Concat(pieces.All));
        Assert.True(pieces.All.Count > 5);

        var (head, body) = Assert.Single(model.Requests);
        Assert.StartsWith("POST /v1/chat/completions", head);
        Assert.Contains("Bearer key-1", head);
        Assert.Contains("test-model", body);
        Assert.Matches("evidence-[0-9a-f]{12}", body);
    }

    [Fact]
    public async Task Secrets_do_not_leave_the_machine()
    {
        const string Asked = "what is the API_KEY in load_settings?";
        await using var model = LoopbackModel.Answering(body => body.Contains("place=", StringComparison.Ordinal) ? "See `src/config.py:1`." : Asked);
        var question = new Question(Asked) { Conversation = [new AskTurn("is it sk-zyxwvutsrqponmlkjihgfedcba543210?", "no")] };
        var answer = await new AskEngine(index, Settings(model)).AskAsync(question, null, CancellationToken.None);
        Assert.All(model.Requests, request => Assert.DoesNotContain("sk-", request.Body));

        // A file's are masked as it is read; what else is taken out is told.
        Assert.Matches(@"API_KEY = .{1,8}\*{20,}", model.Requests[^1].Body);
        Assert.Contains(answer.Notes, note => note.StartsWith("1 secrets were removed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_finds_nothing_is_believed()
    {
        await using var model = LoopbackModel.Answering(_ => "NOT_FOUND\n");
        var pieces = new Pieces();
        var answer = await AskAsync("how does retry with backoff work?", model, pieces);
        Assert.Equal(AnswerKind.NotFound, answer.Kind);
        Assert.Equal(answer.Markdown, string.Concat(pieces.All));
        Assert.EndsWith("best passages.\n", answer.Markdown);
    }

    [Theory]
    [InlineData("NOT_FOUND is what `src/retry.py:6` gives.")]
    [InlineData("NOT")]
    public async Task What_only_starts_like_not_found_is_shown_whole(string written)
    {
        await using var model = LoopbackModel.Answering(_ => written);
        var pieces = new Pieces();
        Assert.Equal(AnswerKind.Model, (await AskAsync("how does retry with backoff work?", model, pieces)).Kind);
        Assert.Equal(written, string.Concat(pieces.All));
    }

    [Fact]
    public async Task Where_nothing_was_shown_the_passages_come_without_a_rule_above_them()
    {
        await using var model = LoopbackModel.Failing(500);
        var pieces = new Pieces();
        var answer = await AskAsync("how does retry with backoff work?", model, pieces);
        Assert.Equal(answer.Markdown, string.Concat(pieces.All));
    }

    [Fact]
    public async Task An_error_of_the_service_falls_back_to_the_passages()
    {
        await using var model = LoopbackModel.Failing(500);
        AssertFallback(await AskAsync("how does retry with backoff work?", model), "HTTP 500");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_is_cut_falls_back_to_the_passages(bool properly)
    {
        await using var model = LoopbackModel.Cut(properly);
        AssertFallback(await AskAsync("how does retry with backoff work?", model), "stopped in the middle");
    }

    [Fact]
    public async Task A_silent_service_is_given_up_on()
    {
        await using var model = LoopbackModel.Silent();
        var settings = new ModelSettings("test-model", model.Endpoint, "", TimeSpan.FromMilliseconds(400));
        AssertFallback(await new AskEngine(index, settings).AskAsync(new Question("how does retry with backoff work?"), null, CancellationToken.None), "sent nothing");
    }

    [Fact]
    public async Task Nobody_listening_falls_back_to_the_passages()
    {
        var model = LoopbackModel.Failing(500);
        var settings = new ModelSettings("test-model", model.Endpoint, "", TimeSpan.FromSeconds(5));
        await model.DisposeAsync();
        AssertFallback(await new AskEngine(index, settings).AskAsync(new Question("how does retry with backoff work?"), null, CancellationToken.None), "cannot be reached");
    }

    [Fact]
    public async Task A_cancelled_question_is_cancelled_and_not_answered_otherwise()
    {
        await using var model = LoopbackModel.Silent();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AskEngine(index, Settings(model)).AskAsync(new Question("how does retry with backoff work?"), null, stop.Token));
    }

    [Fact]
    public void Settings_come_from_the_environment()
    {
        Assert.Null(ModelSettings.FromEnvironment(out _, _ => null));
        var set = ModelSettings.FromEnvironment(out _, name => name == ModelSettings.ModelVariable ? "m" : null)!;
        Assert.Equal((ModelSettings.DefaultEndpoint, ""), (set.Endpoint.ToString().TrimEnd('/'), set.ApiKey));
        Assert.Null(ModelSettings.FromEnvironment(out var problem, name => name == ModelSettings.ModelVariable ? "m" : name == ModelSettings.EndpointVariable ? "not a url" : null));
        Assert.Contains("PLUMB_ENDPOINT", problem);
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(new ModelSettings("m", new Uri("http://x"), "secret", TimeSpan.Zero).ToString()));
    }

    private static ModelSettings Settings(LoopbackModel model) => new("test-model", model.Endpoint, "key-1", TimeSpan.FromSeconds(20));

    private static void AssertFallback(Answer answer, string reason)
    {
        Assert.Equal(AnswerKind.Extractive, answer.Kind);
        Assert.Contains("`retry_with_backoff`", answer.Markdown);
        Assert.Contains(answer.Notes, note => note.Contains(reason, StringComparison.Ordinal));
    }

    private Task<Answer> AskAsync(string question, LoopbackModel? model = null, IProgress<string>? partial = null) =>
        new AskEngine(index, model is null ? null : Settings(model)).AskAsync(new Question(question), partial, CancellationToken.None);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, path))!);
        File.WriteAllText(Path.Combine(Root, path), text);
    }

    private sealed class Pieces : IProgress<string>
    {
        public List<string> All { get; } = [];

        public void Report(string value) => All.Add(value);
    }
}
