using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Plumb.EndToEnd.Tests;

/// <summary>A judgement goes in through the language server and comes out as a golden file that <c>plumb eval</c> reads.</summary>
public sealed class FeedbackCommandTests : IDisposable
{
    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task A_praised_answer_becomes_a_golden_question()
    {
        await JudgeAsync(
            new { question = "how is the backoff computed?", answer = "It doubles.", verdict = "up", citations = new[] { new { path = "src/beacon.py", startLine = 7, endLine = 9 } } },
            new { question = "who lights the beacons?", answer = "Nobody.", verdict = "down", comment = "untrue", citations = Array.Empty<object>() });
        var listed = await fixture.RunAsync("feedback");
        Assert.Contains("up    how is the backoff computed?", listed.Output);
        Assert.Contains("untrue", listed.Output);
        var json = await fixture.RunJsonAsync("feedback", "list");
        Assert.Equal((2, 1, 1), (json.GetProperty("count").GetInt32(), json.GetProperty("up").GetInt32(), json.GetProperty("down").GetInt32()));

        var golden = Path.Combine(fixture.Root, "..", "golden.yml");
        Assert.Equal(0, (await fixture.RunAsync("feedback", "golden", "--output", golden)).ExitCode);
        Assert.Contains("# the answer was wrong: untrue", await File.ReadAllTextAsync(golden));
        var report = await fixture.RunJsonAsync("eval", golden);
        Assert.Equal(1, report.GetProperty("answerable").GetInt32());
        Assert.Equal(1, report.GetProperty("metrics").GetProperty("recall@10").GetDouble());
        Assert.Equal(2, (await fixture.RunAsync("feedback", "golden", "--output", golden)).ExitCode);
    }

    [Fact]
    public async Task Where_nothing_was_judged_that_is_said()
    {
        Assert.Contains("No answer about this workspace", (await fixture.RunAsync("feedback")).Output);
        Assert.Equal(1, (await fixture.RunAsync("feedback", "golden")).ExitCode);
        Assert.False(File.Exists(Path.Combine(fixture.Home, "feedback.db")));
    }

    private async Task JudgeAsync(params object[] judgements)
    {
        var said = new StringBuilder();
        Say(new { jsonrpc = "2.0", id = 1, method = "initialize", @params = new { processId = (int?)null, rootUri = new Uri(fixture.Root).AbsoluteUri, capabilities = new { } } });
        Say(new { jsonrpc = "2.0", method = "initialized", @params = new { } });
        var id = 1;
        foreach (var judgement in judgements)
        {
            Say(new { jsonrpc = "2.0", id = ++id, method = "plumb/feedback", @params = judgement });
        }

        var process = PlumbProcess.Start(fixture.Root, fixture.Environment, "lsp");
        await process.StandardInput.WriteAsync(said.ToString());
        await process.StandardInput.FlushAsync();

        // Requests run beside each other: each has to be answered before the server is told to go.
        var answered = new StringBuilder();
        var buffer = new char[4096];
        while (answered.ToString().Split("\"saved\":true").Length <= judgements.Length)
        {
            var length = await process.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
            Assert.True(length > 0, answered.ToString());
            answered.Append(buffer, 0, length);
        }

        said.Clear();
        Say(new { jsonrpc = "2.0", id = ++id, method = "shutdown" });
        await process.StandardInput.WriteAsync(said.ToString());
        Assert.Equal(0, (await PlumbProcess.FinishAsync(process)).ExitCode);

        void Say(object message)
        {
            var body = JsonSerializer.Serialize(message);
            said.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        }
    }
}
