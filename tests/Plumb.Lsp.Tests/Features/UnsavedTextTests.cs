using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

/// <summary>What is typed is what the index answers with, before anything is saved.</summary>
public sealed class UnsavedTextTests : IDisposable
{
    private const string Tides = "# Tides\n\nThe harbour floods twice a day.\n\n## Spring tide\n\nSpring tides rise highest, seven metres above the mole.\n";

    private readonly TempFolder home = new();
    private readonly TempFolder folder = new();

    public UnsavedTextTests()
    {
        folder.Write("docs/tides.md", Tides);
        folder.Write("src/lamp.py", "def ignite(wattage):\n    return wattage\n");
        folder.Write(".gitignore", "drafts/\n");
    }

    public void Dispose()
    {
        home.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_search_after_a_keystroke_finds_the_new_text_and_never_the_old(bool executable)
    {
        await using var client = executable ? LspClient.StartProcess(home.Path) : Servers.Start(home.Path);
        await ReadyAsync(client);
        var uri = UriOf("src/lamp.py");
        await client.OpenAsync(uri, "def ignite(wattage):\n    return wattage\n", "python");
        await client.ChangeAsync(uri, 2, new { range = Range(0, 4, 0, 10), text = "extinguish" });
        await client.ChangeAsync(uri, 3, new { range = Range(0, 0, 0, 0), text = "import sea\n\n\n" });

        var hit = Assert.Single(await SearchAsync(client, "extinguish"))!;
        Assert.True((int)hit["startLine"]! <= 4 && (int)hit["endLine"]! >= 5);
        Assert.Contains("def extinguish", (string?)hit["snippet"], StringComparison.Ordinal);
        Assert.Equal(folder.Path, (string?)hit["root"]);
        Assert.Empty(await SearchAsync(client, "ignite"));
        var symbol = Assert.Single((await client.RequestAsync("workspace/symbol", new { query = "extinguish" }))!.AsArray())!;
        Assert.Equal(3, (int)symbol["location"]!["range"]!["start"]!["line"]!);
        Assert.Equal(1, (int)(await client.RequestAsync("plumb/status"))!["unsaved"]!);

        await client.NotifyAsync("textDocument/didClose", new { textDocument = new { uri } });
        Assert.Empty(await SearchAsync(client, "extinguish"));
        Assert.Single(await SearchAsync(client, "ignite"));
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Fact]
    public async Task An_answer_cites_the_buffer_as_it_is()
    {
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client);
        await client.OpenAsync(UriOf("docs/tides.md"), "Put before.\n\n" + Tides.Replace("seven metres", "eleven fathoms", StringComparison.Ordinal), "markdown");
        var answer = await client.RequestAsync("plumb/ask", new { question = "How high do spring tides rise?" });
        Assert.Equal("extractive", (string?)answer!["kind"]);
        Assert.Contains("eleven fathoms", (string?)answer["answer"], StringComparison.Ordinal);
        Assert.DoesNotContain("seven metres", (string?)answer["answer"], StringComparison.Ordinal);
        Assert.Contains(answer["citations"]!.AsArray(), c => (int)c!["endLine"]! >= 9);
        Assert.DoesNotContain(answer["notes"]!.AsArray(), n => ((string)n!).Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task New_files_are_found_and_ignored_ones_are_not()
    {
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client);
        await client.OpenAsync(UriOf("docs/new/fog.md"), "# Fog\n\nThe klaxonette sounds.\n", "markdown");
        await client.OpenAsync(UriOf("drafts/fog.md"), "# Fog\n\nThe klaxonette sounds here as well.\n", "markdown");
        await client.OpenAsync("untitled:Untitled-1", "The klaxonette sounds nowhere.\n");
        var hit = Assert.Single(await SearchAsync(client, "klaxonette"));
        Assert.Equal("docs/new/fog.md", (string?)hit!["path"]);
    }

    [Fact]
    public async Task Text_that_is_typed_before_the_index_is_open_is_found()
    {
        await using var client = Servers.Start(home.Path);
        await client.RequestAsync("initialize", new { processId = (int?)null, rootUri = new Uri(folder.Path).AbsoluteUri, capabilities = Servers.PlainClient });
        await client.OpenAsync(UriOf("src/lamp.py"), "def extinguish(): pass\n", "python");
        await client.NotifyAsync("initialized", new { });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        Assert.Single(await SearchAsync(client, "extinguish"));
        Assert.Empty(await SearchAsync(client, "ignite"));
    }

    [Fact]
    public async Task Saving_and_closing_leaves_what_was_saved()
    {
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client);
        var uri = UriOf("src/lamp.py");
        await client.OpenAsync(uri, "def extinguish(): pass\n", "python");
        folder.Write("src/lamp.py", "def extinguish(): pass\n");
        await client.NotifyAsync("textDocument/didSave", new { textDocument = new { uri } });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && p["lastChange"] is not null);
        await client.NotifyAsync("textDocument/didClose", new { textDocument = new { uri } });
        Assert.Single(await SearchAsync(client, "extinguish"));
        Assert.Empty(await SearchAsync(client, "ignite"));
    }

    private static async Task<IReadOnlyList<System.Text.Json.Nodes.JsonNode?>> SearchAsync(LspClient client, string query) =>
        [.. (await client.RequestAsync("plumb/search", new { query }))!["results"]!.AsArray().Where(r => ((string)r!["snippet"]!).Contains(query, StringComparison.OrdinalIgnoreCase))];

    private static object Range(int startLine, int startCharacter, int endLine, int endCharacter) =>
        new { start = new { line = startLine, character = startCharacter }, end = new { line = endLine, character = endCharacter } };

    private string UriOf(string path) => new Uri(Path.Combine(folder.Path, path)).AbsoluteUri;

    private async Task ReadyAsync(LspClient client)
    {
        await client.InitializeAsync(Servers.PlainClient, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
    }
}
