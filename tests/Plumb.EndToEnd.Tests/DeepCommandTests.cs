using System.Diagnostics;
using System.Text.Json;
using Plumb.Ask.Tests;
using static Plumb.Ask.Tests.LoopbackModel;

namespace Plumb.EndToEnd.Tests;

/// <summary><c>plumb ask --deep</c> as it ships, against a scripted model on loopback.</summary>
public sealed class DeepCommandTests : IDisposable
{
    private const string Asked = "how is the backoff computed?";

    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task It_searches_reads_asks_history_and_cites_what_it_saw()
    {
        await GitAsync("init", "-q");
        await GitAsync("add", "-A");
        await GitAsync("-c", "user.name=A", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "Wait twice as long each time");
        await using var model = Configure(Scripted(
            _ => Response.Call("search", """{"query":"compute_backoff"}"""),
            _ => Response.Call("read", """{"path":"src/beacon.py","start":7,"end":9}"""),
            _ => Response.Call("references", """{"name":"compute_backoff"}"""),
            _ => Response.Call("git_log", """{"path":"src/beacon.py"}"""),
            _ => Response.Call("grep", """{"pattern":"2 \\*\\*"}"""),
            _ => Response.Call("outline", """{"path":"src/beacon.py"}"""),
            _ => Response.Call("list", """{"folder":"tests"}"""),
            _ => Response.Call("git_blame", """{"path":"src/beacon.py","start":9,"end":9}"""),
            _ => new Response("`compute_backoff` doubles it (`src/beacon.py:7-9`). And so says `src/nothing.py:3`.")));
        var result = await fixture.RunAsync("ask", "--deep", "--json", Asked);
        Assert.True(result.ExitCode == 0, result.Errors);
        using var answer = JsonDocument.Parse(result.Output);
        Assert.Equal("model", answer.RootElement.GetProperty("kind").GetString());
        Assert.Equal("src/beacon.py", Assert.Single(answer.RootElement.GetProperty("citations").EnumerateArray().ToList()).GetProperty("path").GetString());
        Assert.Contains("~~`src/nothing.py:3`~~", answer.RootElement.GetProperty("markdown").GetString());

        // Each step is told while it runs, and each tool gave what it should.
        Assert.All(["search", "read", "references", "git_log", "grep", "outline", "list", "git_blame"], tool => Assert.Contains(result.ErrorLines, line => line.StartsWith("tool", StringComparison.Ordinal) && line.Contains(tool + " {", StringComparison.Ordinal)));
        var last = model.Requests[^1].Body;
        Assert.All(["def compute_backoff", "Wait twice as long", "tests/test_beacon.py", "Method compute_backoff"], text => Assert.Contains(text, last));
        Assert.Equal(9, (await fixture.RunJsonAsync("usage")).GetProperty("calls").GetInt64());
    }

    [Fact]
    public async Task No_tool_leads_out_of_the_workspace()
    {
        await File.WriteAllTextAsync(Path.Combine(fixture.Root, "..", "outside.txt"), "outside-text");
        fixture.Write(".gitignore", "ignored.txt\n").Write("ignored.txt", "ignored-text");
        await using var model = Configure(Scripted(
            _ => Response.Call("read", """{"path":"../outside.txt"}"""),
            _ => Response.Call("read", """{"path":"/etc/passwd"}"""),
            _ => Response.Call("read", """{"path":"ignored.txt"}"""),
            _ => Response.Call("list", """{"folder":".."}"""),
            _ => Response.Call("shell", """{"command":"cat ../outside.txt"}"""),
            _ => Response.Call("read", "{not json"),
            _ => new Response("NOT_FOUND")));
        var result = await fixture.RunAsync("ask", "--deep", Asked);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("Not found in this workspace", result.Output);
        Assert.DoesNotContain(model.Requests, request => request.Body.Contains("outside-text", StringComparison.Ordinal) || request.Body.Contains("ignored-text", StringComparison.Ordinal) || request.Body.Contains("root:", StringComparison.Ordinal));
        Assert.Contains("there is no tool shell", model.Requests[^1].Body);
        Assert.Contains("no JSON object", model.Requests[^1].Body);
    }

    [Fact]
    public async Task What_a_service_refuses_on_the_way_is_asked_again_or_told()
    {
        await using var model = Configure(Scripted(
            _ => new Response("busy", 429, RetryAfter: 0),
            _ => Response.Call("search", """{"query":"backoff"}"""),
            _ => new Response("This model's maximum context length is 4096 tokens", 400, "context_length_exceeded"),
            _ => new Response("It doubles (`src/beacon.py:7-9`).")));
        var result = await fixture.RunAsync("ask", "--deep", Asked);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("It doubles", result.Output);
        Assert.Contains("could not look around by itself", result.Output);
    }

    [UnixFact]
    public async Task It_is_cancelled_while_the_model_thinks()
    {
        await using var model = Configure(Silent());
        using var process = PlumbProcess.Start(fixture.Root, fixture.Environment, "ask", "--deep", Asked);
        await model.Requested.WaitAsync(TimeSpan.FromMinutes(1));
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        // The model would have been silent for half a minute.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await process.WaitForExitAsync(patience.Token);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains("plumb: cancelled.", await process.StandardError.ReadToEndAsync(patience.Token));
    }

    private LoopbackModel Configure(LoopbackModel model)
    {
        fixture.Environment["PLUMB_MODEL"] = "test-model";
        fixture.Environment["PLUMB_ENDPOINT"] = model.Endpoint.ToString();
        return model;
    }

    private async Task GitAsync(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", fixture.Root, .. arguments]) { RedirectStandardError = true })!;
        var errors = await git.StandardError.ReadToEndAsync();
        await git.WaitForExitAsync();
        Assert.True(git.ExitCode == 0, errors);
    }
}
