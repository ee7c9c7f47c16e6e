using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Plumb.EndToEnd.Tests;
using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

/// <summary>A store that cannot be used is told, and the editor goes on: in memory, or with a new one.</summary>
public sealed class StoreTroubleTests : IDisposable
{
    private readonly TempFolder home = new();
    private readonly TempFolder folder = new();

    public StoreTroubleTests()
    {
        folder.Write("docs/tides.md", "# Tides\n\nThe harbour floods twice a day.\n");
        folder.Write("docs/boats.md", "# Boats\n\nBoats wait for the tide.\n");
    }

    public void Dispose()
    {
        home.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Without_a_disk_to_write_to_the_index_lives_in_memory_and_says_so()
    {
        // No folder can be made below a file.
        await using var client = Servers.Start(Path.Combine(home.Write("file", "in the way"), "below"));
        var status = await ReadyAsync(client);
        Assert.True((bool)status["inMemory"]!);
        Assert.Null(status["storePath"]);
        Assert.Equal(2, (int)status["files"]!);
        Assert.Contains("kept in memory", (string?)status["notice"], StringComparison.Ordinal);
        Assert.Contains("PLUMB_HOME", (string?)(await client.WaitForAsync("window/showMessage"))["message"], StringComparison.Ordinal);

        Assert.Single(await SearchAsync(client, "floods"));
        var fog = folder.Write("docs/fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        await client.NotifyAsync("textDocument/didSave", new { textDocument = new { uri = new Uri(fog).AbsoluteUri } });
        await client.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 3);
        Assert.Single(await SearchAsync(client, "klaxonette"));
        await client.OpenAsync(new Uri(fog).AbsoluteUri, "# Fog\n\nThe bombardon sounds.\n", "markdown");
        Assert.Single(await SearchAsync(client, "bombardon"));
        Assert.Empty(await SearchAsync(client, "klaxonette"));
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [MountFact]
    public async Task A_disk_that_fills_up_under_a_running_server_loses_nothing_and_hides_nothing()
    {
        await using var client = ServerOnDisk.Start(home.Path, megabytes: 1);
        Assert.False((bool)(await ReadyAsync(client))["inMemory"]!);
        var disk = ServerOnDisk.HomeOf(client, home.Path);
        Assert.Single(Directory.EnumerateFiles(disk, "index.db", SearchOption.AllDirectories));
        Fill(Path.Combine(disk, "filler"));

        // Far more than the log beside the store still takes.
        var random = new Random(7);
        var made = Enumerable.Range(0, 300).Select(i => folder.Write($"many/part{i}.md", $"# Part {i}\n\nThe klaxonette{i} sounds.\n" + string.Join('\n', Enumerable.Range(0, 60).Select(_ => $"w{random.Next()}x q{random.Next()}z")) + "\n")).ToList();
        await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = made.Select(file => new { uri = new Uri(file).AbsoluteUri, type = 1 }) });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 302);
        var message = (string?)(await client.WaitForAsync("window/showMessage"))["message"];
        Assert.Contains("kept in memory", message, StringComparison.Ordinal);
        Assert.Contains("free some space", message, StringComparison.Ordinal);
        var status = (await client.RequestAsync("plumb/status"))!;
        Assert.Equal((true, 1.0, null), ((bool)status["inMemory"]!, (double)status["coverage"]!, (string?)status["storePath"]));
        Assert.Contains("kept in memory", (string?)status["notice"], StringComparison.Ordinal);

        // What was there, what came, and what is typed.
        Assert.Single(await SearchAsync(client, "floods"));
        Assert.Single(await SearchAsync(client, "klaxonette7"));
        await client.OpenAsync(new Uri(made[7]).AbsoluteUri, "# Part\n\nThe bombardon sounds.\n", "markdown");
        Assert.Single(await SearchAsync(client, "bombardon"));

        // With room again the user goes back to the disk.
        File.Delete(Path.Combine(disk, "filler"));
        foreach (var file in made)
        {
            File.Delete(file);
        }

        var rebuilt = (await client.RequestAsync("plumb/rebuild"))!;
        Assert.Equal((false, 2, null), ((bool)rebuilt["inMemory"]!, (int)rebuilt["files"]!, (string?)rebuilt["notice"]));
        Assert.Single(await SearchAsync(client, "floods"));
        Assert.Equal(0, await client.ShutdownAsync());
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1);
        var block = new byte[4096];
        try
        {
            for (; ; )
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_left_alone_until_the_user_rebuilds()
    {
        var store = await IndexOnceAsync();
        Execute(store, "PRAGMA user_version=99");
        await using var client = Servers.Start(home.Path);
        var status = await ReadyAsync(client);
        Assert.True((bool)status["inMemory"]!);
        Assert.Contains("newer version of Plumb", (string?)status["notice"], StringComparison.Ordinal);
        Assert.Single(await SearchAsync(client, "floods"));
        Assert.False(File.Exists(store + ".aside"));

        var rebuilt = (await client.RequestAsync("plumb/rebuild"))!;
        Assert.False((bool)rebuilt["inMemory"]!);
        Assert.Equal(2, (int)rebuilt["files"]!);
        Assert.True(File.Exists(store + ".aside"));
        Assert.Single(await SearchAsync(client, "floods"));
    }

    [Fact]
    public async Task A_store_that_was_damaged_while_no_server_ran_is_set_aside_with_a_message()
    {
        var store = await IndexOnceAsync();
        File.WriteAllText(store, new string('?', 20_000));
        await using var client = Servers.Start(home.Path);
        var status = await ReadyAsync(client);
        Assert.Contains("set aside", (string?)status["notice"], StringComparison.Ordinal);
        Assert.Contains("set aside", (string?)(await client.WaitForAsync("window/showMessage"))["message"], StringComparison.Ordinal);
        Assert.False((bool)status["inMemory"]!);
        Assert.Single(await SearchAsync(client, "floods"));
    }

    [Fact]
    public async Task A_store_that_is_damaged_under_a_running_server_is_made_anew_by_itself()
    {
        for (var i = 0; i < 200; i++)
        {
            folder.Write($"many/part{i}.md", $"# Part {i}\n\n{string.Join(' ', Enumerable.Range(0, 60).Select(n => $"word{i}of{n}"))}\n");
        }

        var store = await IndexOnceAsync();
        await using var client = Servers.Start(home.Path);
        await ReadyAsync(client);
        using (var file = new FileStream(store, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0x5A, (int)(file.Length - 4096)).ToArray());
        }

        // Whoever comes upon it first tells of it; the index is whole again without anybody's doing.
        var lamp = folder.Write("docs/fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        await client.NotifyAsync("textDocument/didSave", new { textDocument = new { uri = new Uri(lamp).AbsoluteUri } });
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready" && (int)p["files"]! == 203 && (string?)p["notice"] is not null);
        Assert.Single(await SearchAsync(client, "klaxonette"));
        Assert.Single(await SearchAsync(client, "floods"));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.GetDirectoryName(store)!, "*.aside"));
    }

    [Fact]
    public async Task Two_servers_and_a_terminal_share_one_store()
    {
        for (var i = 0; i < 150; i++)
        {
            folder.Write($"many/part{i}.md", $"# Part {i}\n\nAbout number{i} and its kin.\n");
        }

        await using var first = LspClient.StartProcess(home.Path);
        await using var second = LspClient.StartProcess(home.Path);
        var terminal = Terminal.RunAsync(home.Path, folder.Path, "index");
        await Task.WhenAll(ReadyAsync(first), ReadyAsync(second), terminal);
        Assert.Equal((0, ""), ((await terminal).Code, (await terminal).Errors));
        foreach (var client in (LspClient[])[first, second])
        {
            Assert.Equal(152, (int)(await client.RequestAsync("plumb/status"))!["files"]!);
        }

        // The terminal says who keeps the index, and when it is looked at next.
        var status = JsonNode.Parse((await Terminal.RunAsync(home.Path, folder.Path, "status", "--json")).Output)!;
        Assert.Equal(new HashSet<int> { first.Process!.Id, second.Process!.Id }, status["keepers"]!.AsArray().Select(k => (int)k!["processId"]!).ToHashSet());
        Assert.True((DateTimeOffset)status["nextReconcile"]! > DateTimeOffset.UtcNow);

        // Both hear of a new file; what either takes in, all see.
        var fog = folder.Write("docs/fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        await first.NotifyAsync("textDocument/didSave", new { textDocument = new { uri = new Uri(fog).AbsoluteUri } });
        await first.WaitForAsync("plumb/statusChanged", p => (int)p["files"]! == 153);
        Assert.Single(await SearchAsync(first, "klaxonette"));
        Assert.Single(await SearchAsync(second, "klaxonette"));
        Assert.Contains("docs/fog.md", (await Terminal.RunAsync(home.Path, folder.Path, "search", "klaxonette", "--no-refresh")).Output, StringComparison.Ordinal);

        // One may rebuild while the others ask and index.
        var rebuild = second.RequestAsync("plumb/rebuild");
        var index = Terminal.RunAsync(home.Path, folder.Path, "index");
        Assert.Single(await SearchAsync(first, "klaxonette"));
        await Task.WhenAll(rebuild, index);
        Assert.Equal(0, (await index).Code);
        Assert.Single(await SearchAsync(first, "klaxonette"));

        // Killed, one leaves the other and the terminal alone.
        second.Process!.Kill();
        await second.Process.WaitForExitAsync();
        folder.Write("docs/fog.md", "# Fog\n\nThe bombardon sounds.\n");
        await first.NotifyAsync("textDocument/didSave", new { textDocument = new { uri = new Uri(fog).AbsoluteUri } });
        await WaitUntilFoundAsync(first, "bombardon");
        var left = JsonNode.Parse((await Terminal.RunAsync(home.Path, folder.Path, "status", "--json")).Output)!;
        Assert.Equal(first.Process.Id, (int)Assert.Single(left["keepers"]!.AsArray())!["processId"]!);
    }

    // Every state that is told is a moment to look.
    private static async Task WaitUntilFoundAsync(LspClient client, string query)
    {
        while ((await SearchAsync(client, query)).Count == 0)
        {
            await client.WaitForAsync("plumb/statusChanged");
        }
    }

    private async Task<string> IndexOnceAsync()
    {
        await using (var client = Servers.Start(home.Path))
        {
            await ReadyAsync(client);
            Assert.Equal(0, await client.ShutdownAsync());
        }

        return Directory.EnumerateFiles(home.Path, "index.db", SearchOption.AllDirectories).Single();
    }

    private async Task<JsonNode> ReadyAsync(LspClient client)
    {
        await client.InitializeAsync(Servers.PlainClient, folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        return (await client.RequestAsync("plumb/status"))!;
    }

    private static async Task<IReadOnlyList<JsonNode>> SearchAsync(LspClient client, string query) =>
        [.. (await client.RequestAsync("plumb/search", new { query }))!["results"]!.AsArray().OfType<JsonNode>().Where(r => ((string)r["snippet"]!).Contains(query, StringComparison.OrdinalIgnoreCase))];

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
