using Plumb.Ask.Tests;
using Plumb.Lsp.Tests.Support;
using static Plumb.Ask.Tests.LoopbackModel;

namespace Plumb.Lsp.Tests.Features;

/// <summary>Faults of a model that the real executable asks while it serves an editor.</summary>
public sealed class AskFaultTests : IDisposable
{
    private const string Asked = "how does retry with backoff work?";
    private const string Key = "editor-key-4711-nobody-may-read";

    private readonly TempFolder folder = new();

    public AskFaultTests()
    {
        Directory.CreateDirectory(Root);
        File.WriteAllText(Path.Combine(Root, "retry.py"), "def retry_with_backoff(action):\n    \"\"\"Calls action again, with a pause that doubles.\"\"\"\n    return action()\n");
    }

    private string Root => Path.Combine(folder.Path, "ws");

    private string Home => Path.Combine(folder.Path, "data");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("cut", "stopped in the middle of its answer")]
    [InlineData("mute", "sent nothing for 1 s")]
    [InlineData("stall", "sent nothing for 1 s")]
    [InlineData("page", "answered with a web page")]
    [InlineData("401", "PLUMB_API_KEY")]
    [InlineData("500", "try later")]
    [InlineData("empty", "sent an empty answer")]
    public async Task A_fault_is_a_note_and_the_passages_are_the_answer(string fault, string told)
    {
        await using var model = fault switch
        {
            "cut" => Cut(properly: false),
            "mute" => Mute(),
            "stall" => Stalling("It doubles "),
            "page" => Page(200),
            "empty" => Scripted(_ => new Response("")),
            _ => Scripted(_ => new Response($"no, {Key}", int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture), RetryAfter: 0)),
        };
        // A model that answers is given the time that a busy machine takes.
        await using var client = await StartAsync(model, timeout: fault is "mute" or "stall" ? 1 : 60);
        var result = (await client.RequestAsync("plumb/ask", new { question = Asked, partialResultToken = "t1" }))!;
        Assert.Equal("extractive", (string?)result["kind"]);
        Assert.Contains(told, (string?)result["notes"]![0], StringComparison.Ordinal);
        Assert.Equal("retry.py", (string?)result["citations"]![0]!["path"]);

        // Who watched it come sees where the broken answer ends and the passages begin.
        var streamed = string.Concat(client.Received.Where(m => (string?)m["method"] == "$/progress" && (string?)m["params"]!["token"] == "t1").Select(m => (string?)m["params"]!["value"]!["markdown"]));
        Assert.EndsWith((string)result["answer"]!, streamed, StringComparison.Ordinal);
        Assert.Equal(fault is "cut" or "stall", streamed.Contains("\n\n---\n\n", StringComparison.Ordinal));

        await AssertServesAsync(client);
        Assert.Equal(0, await client.ShutdownAsync());
        Assert.DoesNotContain(client.Received, m => m.ToJsonString().Contains(Key, StringComparison.Ordinal));
        Assert.All(Directory.GetFiles(Home, "*", SearchOption.AllDirectories), file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Key)) < 0, $"the key is in {file}"));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task A_question_is_cancelled_while_the_model_thinks_or_writes(bool deep, bool thinks)
    {
        await using var model = thinks ? Mute() : Stalling("It doubles ");
        await using var client = await StartAsync(model, timeout: 600);
        var (id, response) = await client.BeginRequestAsync("plumb/ask", new { question = Asked, deep, partialResultToken = "t1" });
        await model.Requested.WaitAsync(LspClient.Patience);
        if (!thinks)
        {
            await client.WaitForAsync("$/progress", p => (string?)p["token"] == "t1");
        }

        await client.NotifyAsync("$/cancelRequest", new { id });
        Assert.Equal(-32800, (int)(await response.WaitAsync(LspClient.Patience))["error"]!["code"]!);
        await AssertServesAsync(client);
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Fact]
    public async Task A_server_that_is_shut_down_does_not_wait_for_its_model()
    {
        await using var model = Mute();
        await using var client = await StartAsync(model, timeout: 600);
        await client.BeginRequestAsync("plumb/ask", new { question = Asked });
        await model.Requested.WaitAsync(LspClient.Patience);
        Assert.Equal(0, await client.ShutdownAsync());
    }

    private static async Task AssertServesAsync(LspClient client) =>
        Assert.NotEmpty((await client.RequestAsync("plumb/search", new { query = "retry_with_backoff" }))!["results"]!.AsArray());

    private async Task<LspClient> StartAsync(LoopbackModel model, int timeout)
    {
        var client = LspClient.StartProcess(Home, new Dictionary<string, string>
        {
            ["PLUMB_MODEL"] = "test-model",
            ["PLUMB_ENDPOINT"] = model.Endpoint.ToString(),
            ["PLUMB_API_KEY"] = Key,
            ["PLUMB_MODEL_TIMEOUT"] = timeout.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
        await client.InitializeAsync(null, Root);
        await client.WaitForAsync("plumb/statusChanged", s => (string?)s["state"] == "ready");
        return client;
    }
}
