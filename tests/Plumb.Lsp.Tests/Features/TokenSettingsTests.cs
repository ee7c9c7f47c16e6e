using Plumb.Lsp.Tests.Support;
using Plumb.Text.Configuration;
using Plumb.Tokens;

namespace Plumb.Lsp.Tests.Features;

/// <summary>Counts in the text, and settings that change while the server runs.</summary>
public sealed class TokenSettingsTests
{
    private const string Uri = "file:///w/a.md";
    private const string Text = "---\ntitle: x\n---\n# One\n\ntext here\n\n## Two\n\nmore\n";

    private static readonly object Refreshing = new
    {
        workspace = new { didChangeWatchedFiles = new { dynamicRegistration = true }, diagnostics = new { refreshSupport = true }, codeLens = new { refreshSupport = true }, inlayHint = new { refreshSupport = true } },
        textDocument = new { diagnostic = new { dynamicRegistration = true }, codeLens = new { }, inlayHint = new { } },
    };

    private static object Document(string uri) => new { textDocument = new { uri } };

    private static object Hints(int from, int to) => new { textDocument = new { uri = Uri }, range = new { start = new { line = from, character = 0 }, end = new { line = to, character = 0 } } };

    /// <summary>Reads plumb.json of both folders at every call, as the program does.</summary>
    private static Plumb.Lsp.LspServerOptions Reading(string user) => Servers.Options(user) with
    {
        UserFolder = user,
        OpenTokens = root => Read(Read(TokenSettings.Default, user), root),
    };

    private static TokenSettings Read(TokenSettings settings, string? folder) =>
        folder is not null && File.Exists(Path.Combine(folder, "plumb.json"))
            ? settings.With(ConfigurationFile.Parse(File.ReadAllText(Path.Combine(folder, "plumb.json"))).File.Section("tokens"), null)
            : settings;

    [Fact]
    public async Task Counts_can_stand_behind_the_line_instead_of_above_it()
    {
        await using var client = Servers.Start();
        var answer = await client.InitializeAsync(Servers.DynamicClient, options: new { tokens = new { counts = "inlay" } });
        Assert.True((bool)answer["capabilities"]!["inlayHintProvider"]!);
        await client.OpenAsync(Uri, Text, "markdown");
        Assert.Empty((await client.RequestAsync("textDocument/codeLens", Document(Uri)))!.AsArray());
        var hints = (await client.RequestAsync("textDocument/inlayHint", Hints(0, 20)))!.AsArray();
        Assert.Equal(
            [$"0:3 {TokenEncoding.Default.Count(Text.AsSpan(0, 17))} tokens of front matter", $"3:5 {TokenEncoding.Default.Count(Text.AsSpan(17))} tokens", $"7:6 {TokenEncoding.Default.Count("## Two\n\nmore\n")} tokens"],
            hints.Select(h => $"{(int)h!["position"]!["line"]!}:{(int)h["position"]!["character"]!} {(string)h["label"]!}"));
        Assert.Equal(3, (int)Assert.Single((await client.RequestAsync("textDocument/inlayHint", Hints(2, 5)))!.AsArray())!["position"]!["line"]!);
    }

    [Fact]
    public async Task A_client_that_knows_inlay_hints_alone_gets_them()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(new { textDocument = new { inlayHint = new { } } });
        await client.OpenAsync(Uri, Text, "markdown");
        Assert.Equal(3, (await client.RequestAsync("textDocument/inlayHint", Hints(0, 20)))!.AsArray().Count);
    }

    [Fact]
    public async Task Without_the_setting_counts_are_lenses()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Refreshing);
        await client.OpenAsync(Uri, Text, "markdown");
        Assert.Equal(3, (await client.RequestAsync("textDocument/codeLens", Document(Uri)))!.AsArray().Count);
        Assert.Empty((await client.RequestAsync("textDocument/inlayHint", Hints(0, 20)))!.AsArray());
    }

    [Fact]
    public async Task A_change_of_the_workspaces_file_holds_at_once()
    {
        using var folder = new TempFolder();
        using var home = new TempFolder();
        var uri = new Uri(folder.Write("prompts/a.md", "one two three")).AbsoluteUri;
        await using var client = LspClient.StartInProcess(Reading(home.Path));
        await client.InitializeAsync(Refreshing, root: folder.Path);
        await client.OpenAsync(uri, "one two three", "markdown");
        Assert.Null((await client.RequestAsync("plumb/tokens", Document(uri)))!["budget"]);

        var settings = folder.Write("plumb.json", """{"tokens": {"budgets": {"prompts/**": 2}, "show": ["house-1"], "models": [{"name": "house-1", "encoding": "cl100k_base"}]}}""");
        await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = new Uri(settings).AbsoluteUri, type = 1 } } });
        await client.WaitForMessageAsync(m => (string?)m["method"] == "workspace/codeLens/refresh");
        await client.WaitForMessageAsync(m => (string?)m["method"] == "workspace/inlayHint/refresh");
        var counted = await client.RequestAsync("plumb/tokens", Document(uri));
        Assert.Equal((2, "house-1"), ((int)counted!["budget"]!, (string)Assert.Single(counted["models"]!.AsArray())!["model"]!));
        var report = await client.RequestAsync("textDocument/diagnostic", Document(uri));
        Assert.Contains(report!["items"]!.AsArray(), d => (string)d!["code"]! == "token-budget");
    }

    [Fact]
    public async Task The_users_own_file_is_watched()
    {
        using var folder = new TempFolder();
        using var home = new TempFolder();
        await using var client = LspClient.StartInProcess(Reading(home.Path));
        await client.InitializeAsync(Refreshing, root: folder.Path);
        await client.OpenAsync(Uri, "one two three", "markdown");

        // Once it is registered the server watches.
        await client.WaitForMessageAsync(m => (string?)m["method"] == "client/registerCapability");
        home.Write("plumb.json", """{"tokens": {"show": ["house-1"], "models": [{"name": "house-1", "encoding": "cl100k_base"}]}}""");
        await client.WaitForMessageAsync(m => (string?)m["method"] == "workspace/codeLens/refresh");
        await client.RequestUntilAsync(
            async () => (string)(await client.RequestAsync("plumb/tokens", Document(Uri)))!["models"]![0]!["model"]!,
            model => model == "house-1");
    }

    [Fact]
    public async Task A_client_that_watches_nothing_has_the_workspaces_file_watched()
    {
        using var folder = new TempFolder();
        using var home = new TempFolder();
        var uri = new Uri(folder.Write("prompts/a.md", "one two three")).AbsoluteUri;
        folder.Write("plumb.json", "{}");
        await using var client = LspClient.StartInProcess(Reading(home.Path));
        await client.InitializeAsync(Servers.PlainClient, root: folder.Path);
        await client.OpenAsync(uri, "one two three", "markdown");
        await client.WaitForAsync("textDocument/publishDiagnostics");
        folder.Write("plumb.json", """{"tokens": {"budgets": {"prompts/**": 2}}}""");
        var pushed = await client.WaitForAsync("textDocument/publishDiagnostics", p => p["diagnostics"]!.AsArray().Count > 0);
        Assert.Equal("token-budget", (string)pushed["diagnostics"]![0]!["code"]!);
    }

    [Fact]
    public async Task The_editors_choice_stays_when_the_file_changes_and_can_be_taken_back()
    {
        using var folder = new TempFolder();
        using var home = new TempFolder();
        var settings = folder.Write("plumb.json", """{"tokens": {"show": ["gpt-4"]}}""");
        await using var client = LspClient.StartInProcess(Reading(home.Path));
        await client.InitializeAsync(Refreshing, root: folder.Path, options: new { tokens = new { models = new[] { "gpt-4o" } } });
        await client.OpenAsync(Uri, "one two three", "markdown");
        Task<string> ModelAsync() => client.RequestAsync("plumb/tokens", Document(Uri)).ContinueWith(t => (string)t.Result!["models"]![0]!["model"]!, TaskScheduler.Default);
        Assert.Equal("gpt-4o", await ModelAsync());
        await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = new Uri(settings).AbsoluteUri, type = 2 } } });
        await client.WaitForMessageAsync(m => (string?)m["method"] == "workspace/codeLens/refresh");
        Assert.Equal("gpt-4o", await ModelAsync());
        await client.NotifyAsync("workspace/didChangeConfiguration", new { settings = new { plumb = new { tokens = new { models = Array.Empty<string>() } } } });
        await client.RequestUntilAsync(ModelAsync, model => model == "gpt-4");
    }
}
