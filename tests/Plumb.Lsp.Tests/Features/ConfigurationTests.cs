using Plumb.Lsp.Tests.Support;
using static Plumb.Lsp.Tests.Features.PromptLanguageTests;

namespace Plumb.Lsp.Tests.Features;

/// <summary><c>plumb.json</c> in the editor.</summary>
public sealed class ConfigurationTests
{
    private const string Uri = "untitled:plumb.json";

    [Theory]
    [InlineData("""{ "lint": { "select": ["T", "Q9"] } }""", "0:28-0:32 'Q9' selects no rule")]
    [InlineData("""{ "lint": { "selct": [] } }""", "0:12-0:19 Unknown key 'selct'")]
    [InlineData("""{ "lint": { "severity": { "T01": "loud" } } }""", "0:33-0:39 This has to be one of error, warning, information, off.")]
    [InlineData("""{ "lint": { "exclude": "x" } }""", "0:23-0:26 This has to be a list.")]
    [InlineData("""{ "lint": { "rules": { "K01": { "maxTokens": -1 } } } }""", "0:45-0:47 This has to be 0 or more.")]
    [InlineData("""{ "lnt": {} }""", "0:2-0:7 Unknown key 'lnt'")]
    [InlineData("""{ "lint": [] }""", "0:10-0:12 This has to be an object.")]
    [InlineData("{ \"lint\": {\n]\n}", "1:0-1:1 plumb.json is no JSON")]
    public async Task A_mistake_is_told_where_it_is(string text, string expected)
    {
        await using var client = await StartAsync();
        await client.OpenAsync(Uri, text);
        var items = (await client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri = Uri } }))!["items"]!.AsArray();
        var item = Assert.Single(items)!;
        Assert.StartsWith(expected, $"{Show(item["range"]!)} {item["message"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_right_is_left_alone()
    {
        await using var client = await StartAsync();
        await client.OpenAsync(Uri, """
            {
              // for all
              "lint": { "select": ["ALL"], "ignore": ["T04", "undefined-variable"], "perFileIgnores": { "a.b/**": ["S"] }, "severity": { "T": "off" }, "model": "gpt-4o", },
            }
            """);
        Assert.Empty((await client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri = Uri } }))!["items"]!.AsArray());
    }

    [Theory]
    [InlineData("{ | }", "ask,index,lint,tokens")]
    [InlineData("""{ "lint": { | } }""", "base,exclude,ignore,model,perFileIgnores,rules,select,severity,tools")]
    [InlineData("""{ "lint": { "select": [], "i|" } }""", "base,exclude,ignore,model,perFileIgnores,rules,severity,tools")]
    [InlineData("""{ "lint": { "severity": { "T01": | } } }""", "error,information,off,warning")]
    [InlineData("""{ "lint": { "rules": { "K01": { | } } } }""", "maxTokens")]
    public async Task Keys_and_values_are_offered(string marked, string expected)
    {
        await using var client = await StartAsync();
        await client.OpenAsync(Uri, marked.Replace("|", "", StringComparison.Ordinal));
        var items = (await RequestAtAsync(client, "textDocument/completion", Uri, 0, marked.IndexOf('|', StringComparison.Ordinal)))!["items"]!.AsArray();
        Assert.Equal(expected, string.Join(',', items.Select(i => (string)i!["label"]!).Where(l => l != "$schema").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Rules_are_offered_where_they_are_selected()
    {
        await using var client = await StartAsync();
        await client.OpenAsync(Uri, """{ "lint": { "ignore": [""] } }""");
        var items = (await RequestAtAsync(client, "textDocument/completion", Uri, 0, 24))!["items"]!.AsArray();
        var item = items.Single(i => (string?)i!["label"] == "T01")!;
        Assert.Equal(("0:23-0:25", "\"T01\""), (Show(item["textEdit"]!["range"]!), (string?)item["textEdit"]!["newText"]));
    }

    [Fact]
    public async Task A_change_of_the_open_configuration_is_seen_at_once_by_a_client_that_is_pushed_to()
    {
        using var folder = new TempFolder();
        var prompt = new Uri(Path.Combine(folder.Path, "a.yaml")).AbsoluteUri;
        var configuration = new Uri(Path.Combine(folder.Path, "plumb.json")).AbsoluteUri;
        await using var client = LspClient.StartInProcess(Servers.Options() with { Lint = null });
        await client.InitializeAsync(Servers.PlainClient);
        await client.OpenAsync(prompt, "template_format: semantic-kernel\ninput_variables:\n  - name: a\ntemplate: |\n  {{$b}} {{$a}}\n");
        var pushed = await client.WaitForAsync("textDocument/publishDiagnostics", p => (string?)p["uri"] == prompt);
        Assert.Equal(2, (int)Assert.Single(pushed["diagnostics"]!.AsArray(), d => (string?)d!["code"] == "T01")!["severity"]!);
        await client.OpenAsync(configuration, """{ "lint": { "severity": { "T01": "information" } } }""");
        await client.WaitForAsync("textDocument/publishDiagnostics", p => (string?)p["uri"] == prompt && p["diagnostics"]!.AsArray().Any(d => (string?)d!["code"] == "T01" && (int)d["severity"]! == 3));
        await client.ChangeAsync(configuration, 2, new { text = """{ "lint": { "ignore": ["T01"] } }""" });
        await client.WaitForAsync("textDocument/publishDiagnostics", p => (string?)p["uri"] == prompt && p["diagnostics"]!.AsArray().All(d => (string?)d!["code"] != "T01"));
    }

    [Fact]
    public async Task A_client_that_pulls_is_asked_to_pull_again()
    {
        using var folder = new TempFolder();
        await using var client = LspClient.StartInProcess(Servers.Options() with { Lint = null });
        await client.InitializeAsync(new { workspace = new { diagnostics = new { refreshSupport = true } }, textDocument = new { diagnostic = new { } } });
        await client.OpenAsync(new Uri(Path.Combine(folder.Path, "plumb.json")).AbsoluteUri, "{}");
        await client.WaitForMessageAsync(m => (string?)m["method"] == "workspace/diagnostic/refresh");
    }
}
