using System.Text.Json.Nodes;
using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

/// <summary>Several workspace folders: one answer over all, each file once, folders that come and go.</summary>
public sealed class FoldersTests : IDisposable
{
    private readonly TempFolder home = new();
    private readonly TempFolder first = new();
    private readonly TempFolder second = new();

    public FoldersTests()
    {
        first.Write("src/lamp.py", "def ignite_the_beacon(wattage):\n    return wattage\n");
        first.Write("inner/horn.md", "# Fog horn\n\nThe klaxonette sounds in fog.\n");
        first.Write("docs/boats.md", "# Boats\n\nBoats wait in the harbour for the tide.\n");
        second.Write("docs/beacon.md", "# Beacon\n\nA beacon burns on the cliff all night.\n");
        second.Write("docs/other.md", "# Other\n\nNothing of note.\n");
    }

    public void Dispose()
    {
        home.Dispose();
        first.Dispose();
        second.Dispose();
    }

    [Fact]
    public async Task One_answer_comes_from_all_folders_and_says_from_which()
    {
        await using var client = Servers.Start(home.Path);
        await InitializeAsync(client, first.Path, second.Path);
        var found = await SearchAsync(client, "beacon");
        Assert.Equal(new HashSet<string> { first.Path, second.Path }, found.Select(r => (string)r["root"]!).ToHashSet(StringComparer.Ordinal));
        Assert.All(found, r => Assert.Equal(new Uri(Path.Combine((string)r["root"]!, (string)r["path"]!)).AbsoluteUri, (string?)r["uri"]));
        Assert.Equal(found.Select(r => (double)r["score"]!).OrderDescending(), found.Select(r => (double)r["score"]!));

        var status = await client.RequestAsync("plumb/status");
        Assert.Equal("ready", (string?)status!["state"]);
        Assert.Equal(5, (int)status["files"]!);
        Assert.Equal([first.Path, second.Path], status["roots"]!.AsArray().Select(r => (string?)r!["root"]));
        Assert.Equal([3, 2], status["roots"]!.AsArray().Select(r => (int)r!["files"]!));
        Assert.NotEqual((string?)status["roots"]![0]!["storePath"], (string?)status["roots"]![1]!["storePath"]);

        var answer = await client.RequestAsync("plumb/ask", new { question = "Where does the beacon burn all night?" });
        var citation = Assert.Single(answer!["citations"]!.AsArray(), c => ((string)c!["path"]!).EndsWith("docs/beacon.md", StringComparison.Ordinal))!;
        Assert.Equal(second.Path, (string?)citation["root"]);
        Assert.Equal(new Uri(Path.Combine(second.Path, "docs/beacon.md")).AbsoluteUri, (string?)citation["uri"]);
        Assert.Contains((string)citation["path"]!, (string?)answer["answer"], StringComparison.Ordinal);
        Assert.Single((await client.RequestAsync("workspace/symbol", new { query = "ignite_the_beacon" }))!.AsArray());
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Fact]
    public async Task A_task_is_about_the_open_file_in_whichever_folder_it_lies()
    {
        first.Write("src/keeper.py", "def keep(wattage):\n    return ignite_the_beacon(wattage)\n");
        second.Write("night.py", "def burn_all_night():\n    return ignite_the_beacon(7)\n");
        await using var client = Servers.Start(home.Path);
        await InitializeAsync(client, first.Path, second.Path);
        var uri = new Uri(Path.Combine(second.Path, "night.py")).AbsoluteUri;
        await client.OpenAsync(uri, "\ndef burn_all_night():\n    return ignite_the_beacon(7)\n", "python");
        var answer = (await client.RequestAsync("plumb/ask", new
        {
            question = "",
            task = "explain",
            textDocument = new { uri },
            selection = new { start = new { line = 1, character = 0 }, end = new { line = 2, character = 9 } },
        }))!;
        Assert.StartsWith($"`{Path.GetFileName(second.Path)}/night.py:2-3` is the function `burn_all_night`", (string?)answer["answer"], StringComparison.Ordinal);
        var citations = answer["citations"]!.AsArray();
        Assert.Contains(citations, c => (string?)c!["uri"] == uri && (string?)c["root"] == second.Path);
        Assert.Contains(citations, c => (string?)c!["uri"] == new Uri(Path.Combine(first.Path, "src/lamp.py")).AbsoluteUri && (string?)c["root"] == first.Path);
        Assert.False((bool)(await client.RequestAsync("plumb/checkAnswer", new { citations = citations.DeepClone() }))!["stale"]!);

        await client.ChangeAsync(uri, 2, new { text = "def burn_no_night():\n    return 0\n" });
        Assert.True((bool)(await client.RequestAsync("plumb/checkAnswer", new { citations = citations.DeepClone() }))!["stale"]!);
    }

    [Fact]
    public async Task A_folder_inside_another_answers_for_its_own_files()
    {
        await using var client = Servers.Start(home.Path);
        var inner = Path.Combine(first.Path, "inner");
        await InitializeAsync(client, first.Path, inner);
        var hit = Assert.Single(await SearchAsync(client, "klaxonette"));
        Assert.Equal(inner, (string?)hit["root"]);
        Assert.Equal("horn.md", (string?)hit["path"]);

        // What is typed lies over the inner folder's file, and over that only.
        await client.OpenAsync(new Uri(Path.Combine(inner, "horn.md")).AbsoluteUri, "# Horn\n\nThe bombardon sounds in fog.\n", "markdown");
        Assert.Equal(inner, (string?)Assert.Single(await SearchAsync(client, "bombardon"))["root"]);
        Assert.Empty(await SearchAsync(client, "klaxonette"));

        await ChangeFoldersAsync(client, [], [inner]);
        await client.WaitForAsync("plumb/statusChanged", p => p["roots"]!.AsArray().Count == 1);
        hit = Assert.Single(await SearchAsync(client, "bombardon"));
        Assert.Equal(first.Path, (string?)hit["root"]);
        Assert.Equal("inner/horn.md", (string?)hit["path"]);
    }

    [Fact]
    public async Task Folders_are_added_and_removed_while_the_server_runs()
    {
        await using var client = Servers.Start(home.Path);
        await client.InitializeAsync(new { workspace = new { workspaceFolders = true } });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "noFolder");
        await ChangeFoldersAsync(client, [first.Path], []);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 3);
        await ChangeFoldersAsync(client, [second.Path], []);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 5);
        Assert.NotEmpty(await SearchAsync(client, "cliff"));

        await ChangeFoldersAsync(client, [], [second.Path]);
        Assert.Empty(await SearchAsync(client, "cliff"));
        Assert.NotEmpty(await SearchAsync(client, "klaxonette"));
        await ChangeFoldersAsync(client, [second.Path], [first.Path]);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 2 && (string?)p["root"] == second.Path);
        Assert.NotEmpty(await SearchAsync(client, "cliff"));
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_opened_leaves_the_others_be()
    {
        await using var client = Servers.Start(home.Path);
        await client.RequestAsync("initialize", Parameters(Path.Combine(first.Path, "gone"), second.Path));
        await client.NotifyAsync("initialized", new { });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["roots"]?[0]?["state"] == "error" && (string?)p["roots"]?[1]?["state"] == "ready");
        Assert.NotEmpty(await SearchAsync(client, "cliff"));
        var status = await client.RequestAsync("plumb/status");
        Assert.Equal("error", (string?)status!["state"]);
        Assert.Contains("There is no folder", (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_only_one_folder_holds_rank_its_chunks_first()
    {
        await using var client = Servers.Start(home.Path);
        await InitializeAsync(client, first.Path, second.Path);
        Assert.Equal(second.Path, (string?)(await client.RequestAsync("plumb/search", new { query = "beacon cliff" }))!["results"]![0]!["root"]);
        Assert.Equal(first.Path, (string?)(await client.RequestAsync("plumb/search", new { query = "ignite beacon wattage" }))!["results"]![0]!["root"]);
    }

    private static object Parameters(params string[] roots) => new
    {
        processId = (int?)null,
        capabilities = Servers.PlainClient,
        workspaceFolders = roots.Select(root => new { uri = new Uri(root).AbsoluteUri, name = Path.GetFileName(root) }).ToArray(),
    };

    private static async Task InitializeAsync(LspClient client, params string[] roots)
    {
        await client.RequestAsync("initialize", Parameters(roots));
        await client.NotifyAsync("initialized", new { });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
    }

    private static Task ChangeFoldersAsync(LspClient client, string[] added, string[] removed) => client.NotifyAsync(
        "workspace/didChangeWorkspaceFolders", new { @event = new { added = added.Select(Folder).ToArray(), removed = removed.Select(Folder).ToArray() } });

    private static object Folder(string path) => new { uri = new Uri(path).AbsoluteUri, name = Path.GetFileName(path) };

    // Hits that hold the word: vectors find what is merely near as well.
    private static async Task<IReadOnlyList<JsonNode>> SearchAsync(LspClient client, string query) =>
        [.. (await client.RequestAsync("plumb/search", new { query }))!["results"]!.AsArray().OfType<JsonNode>().Where(r => ((string)r["snippet"]!).Contains(query, StringComparison.OrdinalIgnoreCase))];
}
