using System.Diagnostics;
using System.Text.Json.Nodes;
using Plumb.Lsp.Tests.Support;
using Plumb.Search;

namespace Plumb.Lsp.Tests.Features;

/// <summary>The index follows every kind of change, and does what the user says.</summary>
public sealed class LiveIndexTests : IDisposable
{
    private readonly TempFolder home = new();
    private readonly TempFolder folder = new();

    public LiveIndexTests()
    {
        folder.Write("src/lamp.py", "def ignite(wattage):\n    return wattage\n");
        folder.Write("docs/tides.md", "# Tides\n\nThe harbour floods twice a day.\n");
        folder.Write("docs/boats.md", "# Boats\n\nBoats wait for the tide.\n");
    }

    public void Dispose()
    {
        home.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_no_watcher_told_is_found_at_the_next_reconcile()
    {
        var time = new ManualTime();
        await using var client = LspClient.StartInProcess(Servers.Options(home.Path) with { Time = time });
        await ReadyAsync(client, Servers.DynamicClient);
        Assert.NotNull((await client.RequestAsync("plumb/status"))!["nextReconcile"]);
        folder.Write("docs/fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        var found = client.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 4);
        while (!found.IsCompleted)
        {
            await time.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        await found;
        Assert.Single(await SearchAsync(client, "klaxonette"));
    }

    [Fact]
    public async Task The_reconcile_can_be_switched_off()
    {
        await using var client = Servers.Start(home.Path);
        await client.InitializeAsync(Servers.PlainClient, folder.Path, new { index = new { reconcileMinutes = 0 } });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        Assert.Null((await client.RequestAsync("plumb/status"))!["nextReconcile"]);
    }

    [Fact]
    public async Task Renamed_created_and_deleted_files_are_taken_from_the_clients_word()
    {
        await using var client = Servers.Start(home.Path);
        var result = await client.InitializeAsync(Servers.DynamicClient, folder.Path);
        Assert.Equal("**/*", (string?)result["capabilities"]!["workspace"]!["fileOperations"]!["didRename"]!["filters"]![0]!["pattern"]!["glob"]);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");

        Directory.Move(Path.Combine(folder.Path, "docs"), Path.Combine(folder.Path, "papers"));
        await client.NotifyAsync("workspace/didRenameFiles", new { files = new[] { new { oldUri = UriOf("docs"), newUri = UriOf("papers") } } });
        await SaidAsync(client);
        Assert.Equal("papers/tides.md", (string?)Assert.Single(await SearchAsync(client, "floods"))["path"]);

        folder.Write("papers/fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        await client.NotifyAsync("workspace/didCreateFiles", new { files = new[] { new { uri = UriOf("papers/fog.md") } } });
        await client.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 4);
        Assert.Single(await SearchAsync(client, "klaxonette"));

        File.Delete(Path.Combine(folder.Path, "papers/fog.md"));
        await client.NotifyAsync("workspace/didDeleteFiles", new { files = new[] { new { uri = UriOf("papers/fog.md") } } });
        await client.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 3);
        Assert.Empty(await SearchAsync(client, "klaxonette"));
    }

    [Fact]
    public async Task An_edited_ignore_file_takes_files_in_and_out()
    {
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client, Servers.DynamicClient);
        folder.Write(".gitignore", "docs/\n");
        await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = UriOf(".gitignore"), type = 1 } } });

        // The ignore file itself is indexed as well.
        await client.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 2);
        Assert.Empty(await SearchAsync(client, "floods"));
        folder.Write(".gitignore", "# nothing\n");
        await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = UriOf(".gitignore"), type = 2 } } });
        await client.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 4);
        Assert.Single(await SearchAsync(client, "floods"));
    }

    [Fact]
    public async Task Changes_while_no_server_ran_are_found_at_the_start()
    {
        await using (var client = Servers.Start(home.Path))
        {
            await ReadyAsync(client, Servers.PlainClient);
            Assert.Equal(0, await client.ShutdownAsync());
        }

        folder.Write("docs/fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        File.Delete(Path.Combine(folder.Path, "docs/boats.md"));
        await using var later = Servers.Start(home.Path);
        await ReadyAsync(later, Servers.PlainClient);
        Assert.Single(await SearchAsync(later, "klaxonette"));
        Assert.Empty(await SearchAsync(later, "boats"));
    }

    [Fact]
    public async Task A_switched_branch_is_noticed_though_no_file_event_comes()
    {
        Git("init", "-q", "-b", "main");
        Git("add", "-A");
        Git("commit", "-qm", "one");
        Git("checkout", "-q", "-b", "other");
        for (var i = 0; i < 40; i++)
        {
            folder.Write($"many/file{i}.md", $"# File {i}\n\nThe klaxonette number {i} sounds.\n");
        }

        Git("add", "-A");
        Git("commit", "-qm", "two");
        Git("checkout", "-q", "main");
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client, Servers.DynamicClient);
        Assert.Equal(3, (int)(await client.RequestAsync("plumb/status"))!["files"]!);

        Git("checkout", "-q", "other");
        await client.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 43);
        Assert.NotEmpty(await SearchAsync(client, "klaxonette"));
        Git("checkout", "-q", "main");
        await client.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 3);
        Assert.Empty(await SearchAsync(client, "klaxonette"));
    }

    [Fact]
    public async Task A_linked_worktree_follows_its_own_branch()
    {
        Git("init", "-q", "-b", "main");
        Git("add", "-A");
        Git("commit", "-qm", "one");
        using var place = new TempFolder();
        var tree = Path.Combine(place.Path, "tree");
        Git("worktree", "add", "-q", "-b", "side", tree);
        await using var client = Servers.Start(home.Path);
        await client.InitializeAsync(Servers.DynamicClient, tree);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        File.WriteAllText(Path.Combine(tree, "fog.md"), "# Fog\n\nThe klaxonette sounds.\n");
        Git("-C", tree, "add", "-A");
        await client.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 4);
        Assert.Single(await SearchAsync(client, "klaxonette"));
    }

    [Fact]
    public async Task A_paused_index_answers_and_takes_nothing_in_until_it_is_resumed()
    {
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client, Servers.DynamicClient);
        var paused = await client.RequestAsync("plumb/pause");
        Assert.True((bool)paused!["paused"]!);
        Assert.Null(paused["nextReconcile"]);
        var path = folder.Write("docs/fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        await client.NotifyAsync("textDocument/didSave", new { textDocument = new { uri = new Uri(path).AbsoluteUri } });
        Assert.Empty(await SearchAsync(client, "klaxonette"));
        Assert.Single(await SearchAsync(client, "floods"));

        // What is typed is found all the same.
        await client.OpenAsync(new Uri(path).AbsoluteUri, "# Fog\n\nThe bombardon sounds.\n", "markdown");
        Assert.Single(await SearchAsync(client, "bombardon"));
        await client.NotifyAsync("textDocument/didClose", new { textDocument = new { uri = new Uri(path).AbsoluteUri } });

        var resumed = await client.RequestAsync("plumb/resume", new { root = new Uri(folder.Path).AbsoluteUri });
        Assert.False((bool)resumed!["paused"]!);
        await client.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 4);
        Assert.Single(await SearchAsync(client, "klaxonette"));
    }

    [Fact]
    public async Task A_pause_outlives_settings_that_open_the_index_anew()
    {
        var settings = new JsonObject { ["index"] = new JsonObject { ["threads"] = 1 } };
        var asked = new TaskCompletionSource();
        await using var client = Servers.Start(home.Path);
        var pausing = Task.CompletedTask;
        client.OnRequest = (method, _) =>
        {
            if (method != "workspace/configuration")
            {
                return null;
            }

            // The settings come after the pause, and are others than those that the server began with.
            pausing = pausing.IsCompletedSuccessfully && !asked.Task.IsCompleted ? client.RequestAsync("plumb/pause") : pausing;
            asked.TrySetResult();
            return new JsonArray(settings.DeepClone());
        };
        await client.InitializeAsync(Servers.DynamicClient, folder.Path);
        await asked.Task;
        await pausing;
        await client.WaitForAsync("plumb/statusChanged", p => (bool)p["paused"]! && (string?)p["state"] is "absent");

        foreach (var enabled in new[] { false, true })
        {
            settings["index"]!["enabled"] = enabled;
            await client.NotifyAsync("workspace/didChangeConfiguration", new { settings = (object?)null });
            await client.WaitForAsync("plumb/statusChanged", p => (bool)p["paused"]! && (string?)p["state"] == (enabled ? "absent" : "disabled"));
        }

        await client.RequestAsync("plumb/resume");
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 3);
    }

    [Fact]
    public async Task A_run_can_be_paused_in_its_midst_and_goes_on_where_it_was()
    {
        using var held = HoldTheWritersLock();
        await using var client = Servers.Start(home.Path);
        await client.InitializeAsync(Servers.PlainClient, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["phase"] == "waiting");
        await client.RequestAsync("plumb/pause");
        await client.WaitForAsync("plumb/statusChanged", p => (bool)p["paused"]! && (string?)p["state"] is "absent" or "partial");
        held.Dispose();
        await client.RequestAsync("plumb/resume");
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 3);
    }

    [Fact]
    public async Task A_cancelled_run_stays_cancelled_until_the_user_resumes()
    {
        var held = HoldTheWritersLock();
        await using var client = Servers.Start(home.Path);
        await client.InitializeAsync(Servers.PlainClient, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["phase"] == "waiting");
        var cancelled = await client.RequestAsync("plumb/cancel");
        Assert.True((bool)cancelled!["cancelled"]!);
        var status = await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] is "absent" or "partial");
        Assert.Contains("cancelled", (string?)status["message"], StringComparison.Ordinal);
        held.Dispose();
        await client.NotifyAsync("textDocument/didSave", new { textDocument = new { uri = UriOf("src/lamp.py") } });
        Assert.False((bool)(await client.RequestAsync("plumb/cancel"))!["cancelled"]!);
        Assert.Equal(0, (int)(await client.RequestAsync("plumb/status"))!["files"]!);
        Assert.Null((string?)(await client.RequestAsync("plumb/resume"))!["message"]);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_index_is_switched_off_and_on_at_run_time(bool pulls)
    {
        var enabled = true;
        await using var client = Servers.Start(home.Path);
        client.OnRequest = (method, _) => method == "workspace/configuration" ? new JsonArray(new JsonObject { ["index"] = new JsonObject { ["enabled"] = enabled } }) : null;
        await client.InitializeAsync(pulls ? Servers.DynamicClient : Servers.PlainClient, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");

        enabled = false;
        await client.NotifyAsync("workspace/didChangeConfiguration", new { settings = pulls ? null : JsonNode.Parse("""{"plumb":{"index":{"enabled":false}}}""") });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "disabled");
        var error = await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("plumb/search", new { query = "floods" }));
        Assert.Contains("plumb.index.enabled", error.Message, StringComparison.Ordinal);

        enabled = true;
        folder.Write("docs/fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        await client.NotifyAsync("workspace/didChangeConfiguration", new { settings = pulls ? null : JsonNode.Parse("""{"plumb":{"index":{"enabled":true}}}""") });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 4);
        Assert.Single(await SearchAsync(client, "klaxonette"));
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Fact]
    public async Task The_workspaces_own_settings_switch_the_index_off_and_on()
    {
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client, Servers.PlainClient);
        folder.Write("plumb.json", """{ "index": { "enabled": false } }""");
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "disabled");
        var error = await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("plumb/search", new { query = "floods" }));
        Assert.Contains("plumb.json", error.Message, StringComparison.Ordinal);
        folder.Write("plumb.json", "{ }");
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        Assert.Single(await SearchAsync(client, "floods"));
    }

    [Fact]
    public async Task A_setting_that_is_pushed_no_more_is_as_it_was_at_the_start()
    {
        folder.Write("docs/long.md", "# Long\n\nThe klaxonette sounds.\n" + new string('x', 5000) + "\n");
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client, Servers.PlainClient);
        Assert.Single(await SearchAsync(client, "klaxonette"));
        await client.NotifyAsync("workspace/didChangeConfiguration", new { settings = JsonNode.Parse("""{"plumb":{"index":{"maxFileKilobytes":2}}}""") });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 3);
        await client.NotifyAsync("workspace/didChangeConfiguration", new { settings = JsonNode.Parse("{}") });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 4);
        Assert.Single(await SearchAsync(client, "klaxonette"));
    }

    [Fact]
    public async Task A_folder_that_goes_away_is_told_and_followed_again_when_it_comes_back()
    {
        var root = Path.Combine(folder.Path, "docs");
        await using var client = Servers.Start(home.Path);
        await client.InitializeAsync(Servers.PlainClient, root);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        Directory.Delete(root, recursive: true);
        Assert.Contains("cannot be read", (string?)(await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "error"))["message"], StringComparison.Ordinal);
        folder.Write("docs/fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 1);
        Assert.Single(await SearchAsync(client, "klaxonette"));
        folder.Write("docs/horn.md", "# Horn\n\nThe bombardon answers.\n");
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 2);
        Assert.Single(await SearchAsync(client, "bombardon"));
    }

    [Fact]
    public async Task A_folder_that_is_not_open_cannot_be_paused()
    {
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client, Servers.PlainClient);
        var error = await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("plumb/pause", new { root = new Uri(home.Path).AbsoluteUri }));
        Assert.Contains("none of the open folders", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_says_what_the_index_knows()
    {
        folder.Write("docs/picture.png", "\u0000\u0001");
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client, Servers.PlainClient);
        var status = (await client.RequestAsync("plumb/status"))!;
        Assert.Equal(1.0, (double)status["coverage"]!);
        Assert.Equal("system", (string?)status["watching"]);
        Assert.True((int)status["skipped"]!["Binary"]! == 1);
        Assert.NotNull(status["lastChange"]);
        Assert.NotNull(status["embedder"]);
        Assert.True((long)status["storeBytes"]! > 0);
        Assert.Empty(status["failed"]!.AsArray());
        Assert.Equal(folder.Path, (string?)Assert.Single(status["roots"]!.AsArray())!["root"]);
    }

    [Fact]
    public async Task Why_a_file_is_not_indexed_is_told_with_the_rule_that_keeps_it_out()
    {
        folder.Write(".gitignore", "# rules\nsecret/\n");
        folder.Write("secret/key.md", "# Key\n");
        folder.Write("node_modules/x/index.js", "x = 1\n");
        folder.Write("data.md", "\u0000\u0001\u0002 binary after all \u0000");
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client, Servers.DynamicClient);
        var secret = await WhyAsync("secret/key.md");
        Assert.Equal(("skipped", "Ignored", "secret/"), ((string?)secret["state"], (string?)secret["reason"], (string?)secret["by"]));
        Assert.Contains(".gitignore:2", (string?)secret["detail"], StringComparison.Ordinal);
        Assert.Contains(".gitignore:2", (string?)secret["message"], StringComparison.Ordinal);
        Assert.Equal("node_modules/", (string?)(await WhyAsync("node_modules/x/index.js"))["by"]);
        Assert.Equal("Binary", (string?)(await WhyAsync("data.md"))["reason"]);
        Assert.Equal("Ignored", (string?)(await WhyAsync("secret/not/there.md"))["reason"]);
        Assert.Equal("missing", (string?)(await WhyAsync("docs/none.md"))["state"]);
        Assert.Equal("folder", (string?)(await WhyAsync("docs"))["state"]);
        var tides = await WhyAsync("docs/tides.md");
        Assert.True((bool)tides["indexed"]!);
        Assert.Equal(1, (int)tides["chunks"]!);
        Assert.Equal(folder.Path, (string?)tides["root"]);
        folder.Write("docs/fog.md", "# Fog\n");
        Assert.Equal("pending", (string?)(await WhyAsync("docs/fog.md"))["state"]);
        await client.OpenAsync(UriOf("docs/fog.md"), "# Fog horn\n", "markdown");
        Assert.Equal("unsaved", (string?)(await WhyAsync("docs/fog.md"))["state"]);
        Assert.Equal("outside", (string?)(await client.RequestAsync("plumb/why", new { uri = "untitled:a" }))!["state"]);
        Assert.Equal("folder", (string?)(await client.RequestAsync("plumb/why", new { uri = new Uri(folder.Path).AbsoluteUri }))!["state"]);
        Assert.Contains("version control", (string?)(await WhyAsync(".git/HEAD"))["message"], StringComparison.Ordinal);

        async Task<JsonNode> WhyAsync(string path) => (await client.RequestAsync("plumb/why", new { uri = UriOf(path) }))!;
    }

    [Fact]
    public async Task A_cleared_index_is_empty_until_the_user_resumes()
    {
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client, Servers.PlainClient);
        var cleared = await client.RequestAsync("plumb/clear");
        Assert.Equal(("absent", 0, true), ((string?)cleared!["state"], (int)cleared["files"]!, (bool)cleared["paused"]!));
        Assert.Empty(await SearchAsync(client, "floods"));
        Assert.DoesNotContain("floods", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes((string)cleared["storePath"]!)), StringComparison.Ordinal);
        await client.RequestAsync("plumb/resume");
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 3);
        Assert.Single(await SearchAsync(client, "floods"));
    }

    private static async Task<IReadOnlyList<JsonNode>> SearchAsync(LspClient client, string query) =>
        [.. (await client.RequestAsync("plumb/search", new { query }))!["results"]!.AsArray().OfType<JsonNode>().Where(r => ((string)r["snippet"]!).Contains(query, StringComparison.OrdinalIgnoreCase))];

    // The next state that is told after a change: something was taken in.
    private static Task SaidAsync(LspClient client) => client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");

    private string UriOf(string path) => new Uri(Path.Combine(folder.Path, path)).AbsoluteUri;

    private async Task ReadyAsync(LspClient client, object capabilities)
    {
        await client.InitializeAsync(capabilities, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
    }

    private FileStream HoldTheWritersLock()
    {
        WorkspaceIndex.Open(new WorkspaceOptions(folder.Path, home.Path)).Dispose();
        var store = Path.GetDirectoryName(Directory.EnumerateFiles(home.Path, "index.db", SearchOption.AllDirectories).Single())!;
        return new FileStream(Path.Combine(store, "writer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    private void Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var git = Process.Start(start)!;
        git.StandardOutput.ReadToEnd();
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, error);
    }
}
