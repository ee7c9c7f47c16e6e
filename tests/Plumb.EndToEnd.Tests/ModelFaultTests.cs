using System.Net;
using System.Net.Sockets;
using System.Text;
using Plumb.Ask.Tests;
using static Plumb.Ask.Tests.LoopbackModel;

namespace Plumb.EndToEnd.Tests;

/// <summary>
/// What services do to those who ask them, done to the binary as it ships: one message says what to do, the passages
/// stand in for the answer, nothing hangs, and the key is nowhere but in the request.
/// </summary>
public sealed class ModelFaultTests : IDisposable
{
    private const string Asked = "how is the backoff computed?";
    private const string Good = "It doubles (`src/beacon.py:7-9`).";
    private const string Key = "lantern-key-4711-nobody-may-read";

    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData(500, "try later")]
    [InlineData(503, "try later")]
    [InlineData(429, "its rate limit or quota is used up")]
    public async Task A_refusal_for_the_moment_is_asked_three_times_and_then_told(int status, string told)
    {
        await using var model = Scripted(_ => new Response($"overloaded, says {Key}", status, RetryAfter: 0));
        await AssertPassagesAsync(model, $"HTTP {status}", told);
        Assert.Equal(3, model.Requests.Count);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    public async Task A_service_that_comes_to_itself_answers(int status)
    {
        await using var model = Scripted(_ => new Response("busy", status, RetryAfter: 0), _ => new Response("busy", status, RetryAfter: 0), _ => new Response(Good));
        var result = await AskAsync(model);
        Assert.StartsWith(Good, result.Output);
        Assert.DoesNotContain("> Note", result.Output);
    }

    [Fact]
    public async Task A_pause_that_nobody_would_wait_for_is_told_at_once()
    {
        await using var model = Scripted(_ => new Response("quota", 429, RetryAfter: 3600));
        await AssertPassagesAsync(model, "HTTP 429", "it says to wait 3600 s");
        Assert.Single(model.Requests);
    }

    [Theory]
    [InlineData(401, "", "Incorrect API key provided: " + Key, "PLUMB_API_KEY")]
    [InlineData(403, "", "not for you", "PLUMB_API_KEY")]
    [InlineData(404, "model_not_found", "The model `test-model` does not exist", "check that the model is called \"test-model\" there")]
    [InlineData(400, "invalid_model", "unknown model: test-model", "knows no model of this name")]
    public async Task What_is_refused_for_good_is_told_and_asked_once(int status, string code, string text, string told)
    {
        await using var model = Scripted(_ => new Response(text, status, code));
        await AssertPassagesAsync(model, $"HTTP {status}", told);
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task A_model_that_never_answers_is_waited_for_as_long_as_was_said()
    {
        await using var model = Mute();
        fixture.Environment["PLUMB_MODEL_TIMEOUT"] = "1";
        await AssertPassagesAsync(model, "sent nothing for 1 s", "PLUMB_MODEL_TIMEOUT gives it longer");
    }

    [Fact]
    public async Task A_model_that_falls_silent_in_its_answer_is_not_waited_for()
    {
        await using var model = Stalling("It doubles, ");
        fixture.Environment["PLUMB_MODEL_TIMEOUT"] = "1";
        await AssertPassagesAsync(model, "sent nothing for 1 s");
    }

    [Fact]
    public async Task A_model_that_repeats_itself_without_end_is_stopped()
    {
        await using var model = Endless(new string('x', 20_000) + " ");
        await AssertPassagesAsync(model, "came to no end");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_is_cut_is_told(bool properly)
    {
        await using var model = Cut(properly);
        await AssertPassagesAsync(model, "stopped in the middle of its answer", "ask again");
    }

    [Fact]
    public async Task An_error_within_the_stream_is_told()
    {
        await using var model = FailingInStream("It is in ", $"upstream gone, {Key}");
        await AssertPassagesAsync(model, "stopped in the middle of its answer", "ask again");
    }

    [Fact]
    public async Task An_empty_answer_is_told()
    {
        await using var model = Scripted(_ => new Response(""));
        await AssertPassagesAsync(model, "sent an empty answer");
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_is_packed_smaller_and_that_is_told()
    {
        await using var model = Scripted(_ => new Response("This model's maximum context length is 4096 tokens", 400, "context_length_exceeded"), _ => new Response(Good));
        var result = await AskAsync(model);
        Assert.StartsWith(Good, result.Output);
        Assert.Contains("asked again with the", result.Output);
        Assert.True(model.Requests[1].Body.Length < model.Requests[0].Body.Length);
    }

    [Fact]
    public async Task A_window_that_holds_nothing_is_told()
    {
        await using var model = Scripted(_ => new Response("prompt is too long", 413));
        await AssertPassagesAsync(model, "takes no prompt of this length");
        Assert.InRange(model.Requests.Count, 1, 3);
    }

    [Fact]
    public async Task A_web_page_is_no_answer()
    {
        await using var model = Page(200);
        await AssertPassagesAsync(model, "answered with a web page", "the API's base URL");
    }

    [Fact]
    public async Task The_page_of_a_proxy_is_told_without_its_markup()
    {
        await using var model = Page(502);
        var result = await AssertPassagesAsync(model, "HTTP 502 (Said)");
        Assert.DoesNotContain("<h1>", result.Output);
        Assert.Equal(3, model.Requests.Count);
    }

    [Fact]
    public async Task A_service_that_does_not_stream_is_told()
    {
        await using var model = Unstreamed(Good);
        await AssertPassagesAsync(model, "answered with JSON at once", "the API's base URL");
    }

    [Fact]
    public async Task What_is_no_json_in_the_stream_is_told()
    {
        await using var model = Saying("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: {\"choices\": [\n\ndata: [DONE]\n\n");
        await AssertPassagesAsync(model, "sent what is no chat stream");
    }

    [Fact]
    public async Task A_service_that_moved_is_not_followed()
    {
        await using var model = Saying("HTTP/1.1 301 Moved\r\nLocation: https://elsewhere.example/v1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await AssertPassagesAsync(model, "HTTP 301", "https://elsewhere.example/v1");
        Assert.Single(model.Requests);
    }

    [Fact]
    public async Task A_refused_connection_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var nobody = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1");
        listener.Stop();
        Configure(nobody);
        AssertPassages(await fixture.RunAsync("ask", Asked), "cannot be reached", "check that it runs");
    }

    [Fact]
    public async Task A_program_is_told_the_same_as_people()
    {
        await using var model = Scripted(_ => new Response("no", 401));
        Configure(model.Endpoint);
        var answer = await fixture.RunJsonAsync("ask", Asked);
        Assert.Equal("extractive", answer.GetProperty("kind").GetString());
        Assert.Contains("PLUMB_API_KEY", Assert.Single(answer.GetProperty("notes").EnumerateArray().ToList()).GetString());
        Assert.Equal(1, (await fixture.RunJsonAsync("usage")).GetProperty("calls").GetInt64());
    }

    [Fact]
    public async Task A_task_falls_back_like_a_question()
    {
        await using var model = Cut(properly: false);
        Configure(model.Endpoint);
        var result = await fixture.RunAsync("ask", "--explain", "src/beacon.py:7-9");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("stopped in the middle of its answer", result.Output);
        Assert.Contains("compute_backoff", result.Output);
    }

    [Fact]
    public async Task Malformed_tool_calls_are_told_to_the_model_and_come_to_an_end()
    {
        string[] arguments = ["", "null", "[]", "\"src\"", "{\"path\":", """{"path":7}""", """{"path":{"a":1}}""", """{"path":"src/beacon.py","start":"x"}""", """{"path":"src/beacon.py","start":99999,"end":-1}"""];
        var asked = 0;
        await using var model = Scripted(_ => Response.Call("read", arguments[asked++ % arguments.Length]));
        Configure(model.Endpoint);
        var result = await fixture.RunAsync("ask", "--deep", Asked);

        // It never answered: as many calls as the budget has, one more that asks for the answer, and no answer found.
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("Not found in this workspace", result.Output);
        Assert.Contains("The budget of 16 steps was used up", result.Output);
        Assert.Equal(17, model.Requests.Count);
        Assert.Contains("error:", model.Requests[^1].Body);
        AssertKeyNowhere(result);
    }

    [Fact]
    public async Task A_tool_without_a_name_is_told_to_the_model()
    {
        await using var model = Scripted(_ => Response.Call("", "{}"), _ => new Response("NOT_FOUND"));
        Configure(model.Endpoint);
        Assert.Equal(1, (await fixture.RunAsync("ask", "--deep", Asked)).ExitCode);
        Assert.Contains("there is no tool", model.Requests[^1].Body);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("mute")]
    [InlineData("page")]
    [InlineData("401")]
    public async Task A_deep_question_falls_back_to_the_passages(string fault)
    {
        await using var model = fault switch { "cut" => Cut(properly: false), "mute" => Mute(), "page" => Page(200), _ => Scripted(_ => new Response(Key, 401)) };
        fixture.Environment["PLUMB_MODEL_TIMEOUT"] = "1";
        Configure(model.Endpoint);
        var result = await fixture.RunAsync("ask", "--deep", Asked);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("could not look around by itself", result.Output);
        Assert.Contains("compute_backoff", result.Output);
        AssertKeyNowhere(result);
    }

    [UnixFact]
    public async Task An_interrupted_question_ends_with_two_and_one_sentence()
    {
        await using var model = Stalling("It doubles, ");
        Configure(model.Endpoint);
        using var process = PlumbProcess.Start(fixture.Root, fixture.Environment, "ask", Asked);
        await model.Requested.WaitAsync(TimeSpan.FromMinutes(1));
        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        var result = await PlumbProcess.FinishAsync(process);
        Assert.Equal((2, "plumb: cancelled."), (result.ExitCode, Assert.Single(result.ErrorLines)));
    }

    private async Task<RunResult> AskAsync(LoopbackModel model)
    {
        Configure(model.Endpoint);
        var result = await fixture.RunAsync("ask", Asked);
        Assert.True(result.ExitCode == 0, result.Errors);

        // Whoever is asked has the key, and nobody else.
        Assert.All(model.Requests, request => Assert.Contains($"Authorization: Bearer {Key}", request.Head));
        AssertKeyNowhere(result);
        return result;
    }

    private async Task<RunResult> AssertPassagesAsync(LoopbackModel model, params string[] told)
    {
        var result = await AskAsync(model);
        AssertPassages(result, told);
        return result;
    }

    private void AssertPassages(RunResult result, params string[] told)
    {
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("def compute_backoff", result.Output);
        var note = Assert.Single(result.Output.Split('\n'), line => line.StartsWith("> Note: The model gave no answer: test-model at http://127.0.0.1:", StringComparison.Ordinal));
        Assert.All(told, text => Assert.Contains(text, note));
        Assert.DoesNotContain("   at Plumb.", result.Output + result.Errors);
        AssertKeyNowhere(result);
    }

    private void Configure(Uri endpoint)
    {
        fixture.Environment["PLUMB_MODEL"] = "test-model";
        fixture.Environment["PLUMB_ENDPOINT"] = endpoint.ToString();
        fixture.Environment["PLUMB_API_KEY"] = Key;
    }

    /// <summary>Neither said nor written down: no log, no ledger, no kept answer.</summary>
    private void AssertKeyNowhere(RunResult result)
    {
        Assert.DoesNotContain(Key, result.Output + result.Errors);
        var files = Directory.GetFiles(fixture.Home, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Key)) < 0, $"the key is in {file}"));
    }
}
