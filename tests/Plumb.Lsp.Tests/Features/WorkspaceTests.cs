using System.Diagnostics;
using System.Text.Json.Nodes;
using Plumb.Lsp.Tests.Support;
using Plumb.Search;

namespace Plumb.Lsp.Tests.Features;

/// <summary>The index behind the server, in this process and in the executable, for both kinds of clients.</summary>
public sealed class WorkspaceTests : IDisposable
{
    private readonly TempFolder home = new();
    private readonly TempFolder folder = new();

    public WorkspaceTests()
    {
        folder.Write("src/Lighthouse Keeper.cs", "namespace Coast;\n\npublic class LighthouseKeeper\n{\n    /// <summary>Lights the lamp at dusk.</summary>\n    public void LightTheLamp(int wattage)\n    {\n        Ignite(wattage);\n    }\n}\n");
        folder.Write("docs/tides.md", "# Tides\n\nThe harbour floods twice a day.\n\n## Spring tide\n\nSpring tides rise highest, seven metres above the mole.\n");
        folder.Write("emoji.py", "x = '🙂'; lantern_room = 1\n\n\ndef 🙂(): pass\n\ndef lantern_keeper():\n    return 1\n");
    }

    public void Dispose()
    {
        home.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Search_symbols_and_questions_are_answered_from_the_index(bool executable, bool dynamic)
    {
        await using var client = Start(executable);
        await client.InitializeAsync(dynamic ? Servers.DynamicClient : Servers.PlainClient, folder.Path);
        var ready = await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        Assert.Equal(3, (int)ready["files"]!);

        var found = await client.RequestAsync("plumb/search", new { query = "LightTheLamp", limit = 5 });
        var first = found!["results"]![0]!;
        Assert.Equal("src/Lighthouse Keeper.cs", (string?)first["path"]);
        Assert.EndsWith("/src/Lighthouse%20Keeper.cs", (string?)first["uri"], StringComparison.Ordinal);
        Assert.Equal((int)first["startLine"]! - 1, (int)first["range"]!["start"]!["line"]!);
        Assert.Equal((int)first["endLine"]!, (int)first["range"]!["end"]!["line"]!);
        Assert.Contains("LightTheLamp", (string?)first["snippet"], StringComparison.Ordinal);
        Assert.NotEmpty(first["signals"]!.AsArray());

        async Task<string[]> PathsAsync(object parameters) =>
            [.. (await client.RequestAsync("plumb/search", parameters))!["results"]!.AsArray().Select(r => (string)r!["path"]!).Distinct()];
        Assert.Equal(["docs/tides.md"], await PathsAsync(new { query = "tides lamp keeper", kind = "docs" }));
        Assert.Equal(["src/Lighthouse Keeper.cs"], await PathsAsync(new { query = "tides lamp keeper", language = "csharp" }));
        Assert.Equal(["docs/tides.md"], await PathsAsync(new { query = "tides lamp keeper", include = "docs/**" }));
        Assert.Empty(await PathsAsync(new { query = "tides lamp keeper", include = "docs/**", kind = "code" }));
        Assert.Empty(await PathsAsync(new { query = "tides lamp keeper", kind = "tests" }));
        Assert.Equal(-32602, (await Assert.ThrowsAsync<LspErrorException>(() => PathsAsync(new { query = "x", kind = "films" }))).Code);

        var symbols = (await client.RequestAsync("workspace/symbol", new { query = "LightTheLamp" }))!.AsArray();
        Assert.Equal("LightTheLamp", (string?)symbols[0]!["name"]);
        Assert.Equal(6, (int)symbols[0]!["kind"]!);
        Assert.Equal(5, (int)symbols[0]!["location"]!["range"]!["start"]!["line"]!);
        Assert.Equal(16, (int)symbols[0]!["location"]!["range"]!["start"]!["character"]!);

        var answer = await client.RequestAsync("plumb/ask", new { question = "How high do spring tides rise?", partialResultToken = "t1" });
        Assert.Equal("extractive", (string?)answer!["kind"]);
        Assert.Contains(answer["citations"]!.AsArray(), c => (string?)c!["path"] == "docs/tides.md");
        Assert.All(answer["citations"]!.AsArray(), c => Assert.StartsWith("file:///", (string?)c!["uri"], StringComparison.Ordinal));
        var streamed = string.Concat(client.Received.Where(m => (string?)m["method"] == "$/progress" && m["params"]!["token"]!.ToString() == "t1").Select(m => (string)m["params"]!["value"]!["markdown"]!));
        Assert.Equal((string?)answer["answer"], streamed);

        var status = await client.RequestAsync("plumb/status");
        Assert.Equal("ready", (string?)status!["state"]);
        Assert.NotNull(status["languages"]!["csharp"]);
        Assert.NotNull(status["lastIndexed"]);
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Fact]
    public async Task Symbol_positions_are_in_the_clients_encoding()
    {
        var file = folder.Write("accents.py", "def éé(): pass\n");
        var text = "class 🙂: pass\n";
        File.WriteAllText(file, text);
        folder.Write("wide.md", "# 🙂🙂 beacon\n");
        await using var client = Start(false);
        await client.InitializeAsync(new { general = new { positionEncodings = new[] { "utf-8" } } }, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        var symbol = (await client.RequestAsync("workspace/symbol", new { query = "beacon" }))!.AsArray().Single(s => ((string)s!["name"]!).Contains("beacon", StringComparison.Ordinal))!;
        Assert.Equal(2, (int)symbol["location"]!["range"]!["start"]!["character"]!);
        Assert.Equal(2 + 8 + 7, (int)symbol["location"]!["range"]!["end"]!["character"]!);
    }

    [Fact]
    public async Task Indexing_shows_progress_to_a_client_that_shows_it()
    {
        await using var client = Start(false);
        await client.InitializeAsync(Servers.DynamicClient, folder.Path);
        var created = await client.WaitForAsync("window/workDoneProgress/create");
        var token = created["token"]!.ToString();
        var begin = await client.WaitForAsync("$/progress", p => p["token"]!.ToString() == token && (string?)p["value"]!["kind"] == "begin");
        Assert.True((bool)begin["value"]!["cancellable"]!);
        var end = await client.WaitForAsync("$/progress", p => p["token"]!.ToString() == token && (string?)p["value"]!["kind"] == "end");
        Assert.StartsWith("3 files", (string?)end["value"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Indexing_shows_no_progress_to_a_client_that_shows_none()
    {
        await using var client = Start(false);
        await client.InitializeAsync(Servers.PlainClient, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        Assert.DoesNotContain(client.Received, m => (string?)m["method"] is "$/progress" or "window/workDoneProgress/create" or "client/registerCapability");
    }

    [Fact]
    public async Task Indexing_can_be_cancelled_by_the_user_and_typing_never_does()
    {
        using var held = HoldTheWritersLock();
        await using var client = Start(false);
        await client.InitializeAsync(Servers.DynamicClient, folder.Path);
        var token = (await client.WaitForAsync("window/workDoneProgress/create"))["token"]!.ToString();
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["phase"] == "waiting");
        await client.OpenAsync("untitled:a", "x");
        for (var version = 2; version < 50; version++)
        {
            await client.ChangeAsync("untitled:a", version, new { text = "y" });
        }

        Assert.Equal("indexing", (string?)(await client.RequestAsync("plumb/status"))!["state"]);
        await client.NotifyAsync("window/workDoneProgress/cancel", new { token = "another" });
        await client.NotifyAsync("window/workDoneProgress/cancel", new { token });
        var end = await client.WaitForAsync("$/progress", p => p["token"]!.ToString() == token && (string?)p["value"]!["kind"] == "end");
        Assert.Equal("cancelled", (string?)end["value"]!["message"]);
        var status = await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] is "absent" or "partial");
        Assert.Equal(0, (int)status["files"]!);
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Fact]
    public async Task The_server_ends_while_it_is_indexing()
    {
        using var held = HoldTheWritersLock();
        await using var client = Start(executable: true);
        await client.InitializeAsync(Servers.PlainClient, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["phase"] == "waiting");
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task A_changed_file_is_found_by_its_new_words(bool executable, bool clientWatches)
    {
        await using var client = Start(executable);
        await client.InitializeAsync(clientWatches ? Servers.DynamicClient : Servers.PlainClient, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        if (clientWatches)
        {
            var registered = await client.WaitForAsync("client/registerCapability");
            Assert.Contains(registered["registrations"]!.AsArray(), r => (string?)r!["method"] == "workspace/didChangeWatchedFiles");
        }

        var path = folder.Write("docs/fog horn.md", "# Fog\n\nThe klaxonette sounds in fog.\n");
        if (clientWatches)
        {
            await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = new Uri(path).AbsoluteUri, type = 1 } } });
        }

        await client.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 4);
        var found = await client.RequestAsync("plumb/search", new { query = "klaxonette" });
        Assert.Equal("docs/fog horn.md", (string?)found!["results"]![0]!["path"]);

        File.Delete(path);
        if (clientWatches)
        {
            await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = new Uri(path).AbsoluteUri, type = 3 } } });
        }

        await client.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 3);
        found = await client.RequestAsync("plumb/search", new { query = "klaxonette" });
        Assert.Empty(found!["results"]!.AsArray());
    }

    [Fact]
    public async Task Rebuild_indexes_anew_and_answers_with_the_status()
    {
        await using var client = Start(false);
        await client.InitializeAsync(Servers.PlainClient, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        var status = await client.RequestAsync("plumb/rebuild");
        Assert.Equal("ready", (string?)status!["state"]);
        Assert.Equal(3, (int)status["files"]!);
    }

    [Theory]
    [InlineData("""{"index":{"enabled":false}}""")]
    [InlineData("""{"plumb":{"index":{"enabled":false}}}""")]
    [InlineData("""{"plumb.index.enabled":false}""")]
    public async Task Indexing_can_be_switched_off(string options)
    {
        await using var client = Start(false);
        await client.InitializeAsync(null, folder.Path, JsonNode.Parse(options));
        var status = await client.WaitForAsync("plumb/statusChanged");
        Assert.Equal("disabled", (string?)status["state"]);
        var error = await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("plumb/search", new { query = "x" }));
        Assert.Contains("plumb.index.enabled", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clients_configuration_switches_indexing_off()
    {
        await using var client = Start(false);
        client.OnRequest = (method, _) => method == "workspace/configuration" ? JsonNode.Parse("""[{"index":{"enabled":false}}]""") : null;
        await client.InitializeAsync(Servers.DynamicClient, folder.Path);
        Assert.Equal("disabled", (string?)(await client.WaitForAsync("plumb/statusChanged"))["state"]);
    }

    [Theory]
    [InlineData("rootPath")]
    [InlineData("workspaceFolders")]
    public async Task The_folder_is_taken_from_wherever_the_client_names_it(string form)
    {
        await using var client = Start(false);
        var uri = new Uri(folder.Path).AbsoluteUri;
        await client.RequestAsync("initialize", form == "rootPath"
            ? new { capabilities = new { }, processId = (int?)null, rootPath = folder.Path, rootUri = (string?)null }
            : new { capabilities = new { }, workspaceFolders = new[] { new { uri, name = "w" }, new { uri = uri + "/docs", name = "d" } } });
        await client.NotifyAsync("initialized", new { });
        var status = await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        Assert.Equal(folder.Path, (string?)status["root"]);
    }

    [Fact]
    public async Task Without_a_folder_a_question_is_answered_with_what_to_do()
    {
        await using var client = Start(false);
        await client.InitializeAsync();
        Assert.Equal("noFolder", (string?)(await client.WaitForAsync("plumb/statusChanged"))["state"]);
        var answer = await client.RequestAsync("plumb/ask", new { question = "What is this?" });
        Assert.Equal("notFound", (string?)answer!["kind"]);
        Assert.StartsWith("No folder is open.", (string?)answer["answer"], StringComparison.Ordinal);
        Assert.Empty((await client.RequestAsync("workspace/symbol", new { query = "x" }))!.AsArray());
        Assert.Equal(-32803, (await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("plumb/search", new { query = "x" }))).Code);
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_told_and_documents_still_work()
    {
        await using var client = Start(false);
        await client.InitializeAsync(null, Path.Combine(folder.Path, "gone"));
        var status = await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "error");
        Assert.Contains("There is no folder", (string?)status["message"], StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("plumb/search", new { query = "x" }));
        Assert.Contains("There is no folder", error.Message, StringComparison.Ordinal);
        await client.OpenAsync("untitled:a", "one two");
        Assert.Equal(2, (int)(await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = "untitled:a" } }))!["tokens"]!);
    }

    [Fact]
    public async Task A_first_run_that_cannot_be_written_goes_on_in_memory_and_a_rebuild_tries_the_disk_again()
    {
        var store = CreateStore();
        var obstacle = Directory.CreateDirectory(Path.Combine(store, "writer.lock"));
        await using var client = Start(false);
        await client.InitializeAsync(Servers.DynamicClient, folder.Path);
        var ready = await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        Assert.Equal((true, 3), ((bool)ready["inMemory"]!, (int)ready["files"]!));
        Assert.Contains("make that folder writable", (string?)(await client.WaitForAsync("window/showMessage"))["message"], StringComparison.Ordinal);

        obstacle.Delete();
        var rebuilt = (await client.RequestAsync("plumb/rebuild"))!;
        Assert.Equal((false, 3, null), ((bool)rebuilt["inMemory"]!, (int)rebuilt["files"]!, (string?)rebuilt["notice"]));
    }

    [Fact]
    public async Task A_failure_is_one_line_on_stderr_and_a_trace_in_the_log()
    {
        var start = new ProcessStartInfo(LspClient.Executable) { ArgumentList = { "lsp" }, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PLUMB_HOME"] = home.Path;
        var process = Process.Start(start)!;
        var told = process.StandardError.ReadToEndAsync();
        await using var client = LspClient.On(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, process);
        await client.InitializeAsync(Servers.PlainClient, Path.Combine(folder.Path, "gone"));
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "error");
        Assert.Equal(0, await client.ShutdownAsync());

        var line = Assert.Single((await told.WaitAsync(LspClient.Patience)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("plumb: Error: ", line, StringComparison.Ordinal);
        var log = File.ReadAllText(Directory.EnumerateFiles(Path.Combine(home.Path, "logs")).Single());
        Assert.Contains("   at ", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_never_makes_the_progress_bar_is_indexed_without_it()
    {
        var time = new ManualTime();
        await using var client = LspClient.StartInProcess(Servers.Options(home.Path) with { Time = time });
        client.IsAnswered = method => method != "window/workDoneProgress/create";
        await client.InitializeAsync(new { window = new { workDoneProgress = true } }, folder.Path);
        await client.WaitForAsync("window/workDoneProgress/create");
        var begun = client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "indexing");
        while (!begun.IsCompleted)
        {
            await time.AdvanceAsync(TimeSpan.FromSeconds(2));
        }

        await begun;
        Assert.Equal(3, (int)(await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready"))["files"]!);
        Assert.DoesNotContain(client.Received, m => (string?)m["method"] == "$/progress");
    }

    [Fact]
    public async Task Symbols_of_a_switched_off_index_are_none_and_no_error()
    {
        await using var client = Start(false);
        await client.InitializeAsync(null, folder.Path, JsonNode.Parse("""{"index":{"enabled":false}}"""));
        Assert.Empty((await client.RequestAsync("workspace/symbol", new { query = "L" }))!.AsArray());
    }

    private FileStream HoldTheWritersLock() =>
        new(Path.Combine(CreateStore(), "writer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private string CreateStore()
    {
        WorkspaceIndex.Open(new WorkspaceOptions(folder.Path, home.Path)).Dispose();
        return Path.GetDirectoryName(Directory.EnumerateFiles(home.Path, "index.db", SearchOption.AllDirectories).Single())!;
    }

    private LspClient Start(bool executable) => executable ? LspClient.StartProcess(home.Path) : Servers.Start(home.Path);
}
