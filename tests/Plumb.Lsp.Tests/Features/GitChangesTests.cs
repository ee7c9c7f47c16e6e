using System.Diagnostics;
using System.Text.Json.Nodes;
using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

/// <summary>What git does to the files is followed, though the editor tells of none of it.</summary>
public sealed class GitChangesTests : IDisposable
{
    private readonly TempFolder home = new();
    private readonly TempFolder folder = new();

    public GitChangesTests()
    {
        folder.Write("docs/tides.md", "# Tides\n\nThe harbour floods twice a day.\n");
        folder.Write("docs/boats.md", "# Boats\n\nBoats wait for the tide.\n");
        Git("init", "-q", "-b", "main");
        Git("add", "-A");
        Git("commit", "-qm", "one");
    }

    public void Dispose()
    {
        home.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_stash_takes_changes_away_and_brings_them_back()
    {
        folder.Write("docs/tides.md", "# Tides\n\nThe klaxonette sounds at high water.\n");
        await using var client = await StartAsync();
        Assert.True(await FindsAsync(client, "klaxonette"));
        Git("stash", "-q");
        await UntilAsync(client, async () => await FindsAsync(client, "floods") && !await FindsAsync(client, "klaxonette"));
        Git("stash", "pop", "-q");
        await UntilAsync(client, async () => await FindsAsync(client, "klaxonette") && !await FindsAsync(client, "floods"));
    }

    [Fact]
    public async Task A_rebase_is_followed()
    {
        Git("checkout", "-q", "-b", "side");
        folder.Write("docs/fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        Git("add", "-A");
        Git("commit", "-qm", "side");
        Git("checkout", "-q", "main");
        folder.Write("docs/storm.md", "# Storm\n\nThe bombardon answers.\n");
        Git("add", "-A");
        Git("commit", "-qm", "main");
        Git("checkout", "-q", "side");
        await using var client = await StartAsync();
        Assert.True(await FindsAsync(client, "klaxonette") && !await FindsAsync(client, "bombardon"));
        Git("rebase", "-q", "main");
        await UntilAsync(client, async () => await FindsAsync(client, "klaxonette") && await FindsAsync(client, "bombardon"));
    }

    [Fact]
    public async Task A_file_that_git_begins_to_track_is_taken_in_though_a_rule_ignores_it()
    {
        folder.Write(".gitignore", "*.log\n");
        folder.Write("notes.log", "The klaxonette sounds.\n");
        await using var client = await StartAsync();
        Assert.False(await FindsAsync(client, "klaxonette"));
        Git("add", "-f", "notes.log");
        await UntilAsync(client, () => FindsAsync(client, "klaxonette"));
        Git("rm", "-q", "--cached", "notes.log");
        await UntilAsync(client, async () => !await FindsAsync(client, "klaxonette"));
    }

    [Fact]
    public async Task The_repositorys_own_excludes_are_followed()
    {
        folder.Write("docs/fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        await using var client = await StartAsync();
        Assert.True(await FindsAsync(client, "klaxonette"));
        File.WriteAllText(Path.Combine(folder.Path, ".git", "info", "exclude"), "fog.md\n");
        await UntilAsync(client, async () => !await FindsAsync(client, "klaxonette"));
        File.WriteAllText(Path.Combine(folder.Path, ".git", "info", "exclude"), "# none\n");
        await UntilAsync(client, () => FindsAsync(client, "klaxonette"));
    }

    [Fact]
    public async Task An_ignore_file_above_the_workspace_is_followed()
    {
        folder.Write("docs/fog.md", "# Fog\n\nThe klaxonette sounds.\n");
        await using var client = await StartAsync(Path.Combine(folder.Path, "docs"));
        Assert.True(await FindsAsync(client, "klaxonette"));
        folder.Write(".gitignore", "fog.md\n");
        await UntilAsync(client, async () => !await FindsAsync(client, "klaxonette"));
        File.Delete(Path.Combine(folder.Path, ".gitignore"));
        await UntilAsync(client, () => FindsAsync(client, "klaxonette"));
    }

    [Fact]
    public async Task A_submodule_that_is_updated_is_followed()
    {
        using var library = new TempFolder();
        library.Write("lib.md", "# Library\n\nThe klaxonette of before.\n");
        GitIn(library.Path, "init", "-q", "-b", "main");
        GitIn(library.Path, "add", "-A");
        GitIn(library.Path, "commit", "-qm", "one");
        Git("submodule", "--quiet", "add", library.Path, "vendor/lib");
        Git("commit", "-qm", "submodule");
        library.Write("lib.md", "# Library\n\nThe bombardon of now.\n");
        GitIn(library.Path, "commit", "-qam", "two");

        await using var client = await StartAsync();
        Assert.True(await FindsAsync(client, "klaxonette"));
        Git("submodule", "--quiet", "update", "--remote");
        await UntilAsync(client, async () => await FindsAsync(client, "bombardon") && !await FindsAsync(client, "klaxonette"));
        var why = await client.RequestAsync("plumb/why", new { uri = new Uri(Path.Combine(folder.Path, "vendor/lib/lib.md")).AbsoluteUri });
        Assert.True((bool)why!["indexed"]!);
    }

    // Every state that is told is a moment to look.
    private static async Task UntilAsync(LspClient client, Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            await client.WaitForAsync("plumb/statusChanged");
        }
    }

    private static async Task<bool> FindsAsync(LspClient client, string word) =>
        (await client.RequestAsync("plumb/search", new { query = word }))!["results"]!.AsArray().OfType<JsonNode>().Any(r => ((string)r["snippet"]!).Contains(word, StringComparison.OrdinalIgnoreCase));

    // A client that says that it watches, and tells of nothing.
    private async Task<LspClient> StartAsync(string? root = null)
    {
        var client = Servers.Start(home.Path);
        await client.InitializeAsync(Servers.DynamicClient, root ?? folder.Path);
        await client.WaitForAsync("plumb/statusChanged", p => (string?)p["state"] == "ready");
        return client;
    }

    private void Git(params string[] arguments) => GitIn(folder.Path, arguments);

    private static void GitIn(string path, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = path, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always", .. arguments])
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
