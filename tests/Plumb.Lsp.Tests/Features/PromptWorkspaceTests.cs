using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

/// <summary>What lint rules are told of the workspace, over the protocol.</summary>
public sealed class PromptWorkspaceTests : IDisposable
{
    private const string Clock = "public sealed class ClockPlugin\n{\n    public string CurrentDate() => \"today\";\n}\n";

    private readonly TempFolder folder = new();
    private readonly TempFolder home = new();

    public void Dispose()
    {
        folder.Dispose();
        home.Dispose();
    }

    [Fact]
    public async Task Names_of_code_are_checked_as_soon_as_the_index_is_ready_and_again_when_it_changed()
    {
        var agents = Write("AGENTS.md", "Use `ClokPlugin`.\n");
        Write("src/Clock.cs", Clock);
        await using var client = Start();
        await client.InitializeAsync(Servers.PlainClient, folder.Path);
        await client.OpenAsync(agents, "Use `ClokPlugin`.\n");
        var pushed = await client.WaitForAsync("textDocument/publishDiagnostics", p => p["diagnostics"]!.AsArray().Count == 1);
        Assert.Equal("I03", (string?)pushed["diagnostics"]![0]!["code"]);

        var code = Write("src/Clok.cs", "public sealed class ClokPlugin;\n");
        await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = code, type = 1 } } });
        await client.WaitForAsync("textDocument/publishDiagnostics", p => (string?)p["uri"] == agents && p["diagnostics"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task References_are_looked_up_from_the_file_s_own_folder_and_from_the_root()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, ".git"));
        Write("docs/style.md", "x\n");
        Write("team/notes.md", "x\n");
        const string Text = "[a](notes.md) [b](docs/style.md) [c](../docs/style.md) [d](gone.md)\n";
        var agents = Write("team/AGENTS.md", Text);
        await using var client = Start();
        await client.InitializeAsync(Servers.PullingClient, folder.Path);
        await client.OpenAsync(agents, Text);
        var found = (await client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri = agents } }))!["items"]!.AsArray();
        Assert.Equal("'gone.md' is not there: correct the path or remove it.", (string?)Assert.Single(found)!["message"]);
    }

    [Fact]
    public async Task A_prompt_that_grew_since_the_last_commit_is_told()
    {
        var shorter = "messages:\n  - role: user\n    content: Answer the question.\nmodel: openai/gpt-4o\n";
        var uri = Write("answer.prompt.yml", shorter);
        Git("init", "-q");
        Git("add", "-A");
        Git("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "first");
        await using var client = Start();
        await client.InitializeAsync(Servers.PlainClient, folder.Path);
        await client.OpenAsync(uri, shorter.Replace("question.", "question. " + string.Concat(Enumerable.Repeat("Think of every case that there may be and weigh each of them. ", 8)), StringComparison.Ordinal));
        await client.WaitForAsync("textDocument/publishDiagnostics", p => p["diagnostics"]!.AsArray().Any(d => (string?)d!["code"] == "K03"));
    }

    [Fact]
    public async Task The_settings_beside_a_prompt_are_those_of_the_editor()
    {
        var config = Write("plugin/config.json", """{ "schema": 1, "input_variables": [ { "name": "city" } ] }""");
        var prompt = Write("plugin/skprompt.txt", "Weather in {{$ci_ty}} and {{$city}}\n");
        await using var client = Start();
        await client.InitializeAsync(Servers.PullingClient, folder.Path);
        await client.OpenAsync(prompt, "Weather in {{$ci_ty}} and {{$city}}\n");
        Assert.Equal(["T03"], await CodesAsync(client, prompt));
        await client.OpenAsync(config, """{ "schema": 1, "input_variables": [ { "name": "city" }, { "name": "ci_ty" } ] }""");
        Assert.Empty(await CodesAsync(client, prompt));
    }

    private static async Task<IEnumerable<string?>> CodesAsync(LspClient client, string uri) =>
        (await client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri } }))!["items"]!.AsArray().Select(d => (string?)d!["code"]);

    private LspClient Start() => LspClient.StartInProcess(Servers.Options(home.Path) with { Lint = null });

    private string Write(string path, string text)
    {
        var full = Path.Combine(folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return new Uri(full).AbsoluteUri;
    }

    private void Git(params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("git", arguments) { WorkingDirectory = folder.Path })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
