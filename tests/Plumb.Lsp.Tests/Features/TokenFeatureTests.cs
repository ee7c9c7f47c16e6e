using System.Text.Json;
using Plumb.Lsp.Tests.Support;
using Plumb.Tokens;

namespace Plumb.Lsp.Tests.Features;

public sealed class TokenFeatureTests
{
    private const string Uri = "file:///w/a.md";

    private static LspClient Start(string section, string? dataHome = null) => LspClient.StartInProcess(Servers.Options(dataHome) with
    {
        OpenTokens = _ => TokenSettings.Default.With(JsonDocument.Parse(section).RootElement, null),
    });

    private static object At(int line, int character) => new { textDocument = new { uri = Uri }, position = new { line, character } };

    [Fact]
    public async Task Hover_shows_the_chosen_models_with_window_and_cost()
    {
        await using var client = Start("""{"show": ["gpt-4o", "claude-sonnet-4"]}""");
        await client.InitializeAsync(Servers.DynamicClient);
        await client.OpenAsync(Uri, "one two three", "markdown");
        var value = (string)(await client.RequestAsync("textDocument/hover", At(0, 0)))!["contents"]!["value"]!;
        Assert.StartsWith("| Tokens | gpt-4o | claude-sonnet-4 | lines |", value, StringComparison.Ordinal);
        Assert.Contains("| file `a.md` | 3 | ≈4 | 1 |", value, StringComparison.Ordinal);
        Assert.Contains("gpt-4o: the file is 0 % of 128,000, 0.000008 USD as input", value, StringComparison.Ordinal);
        Assert.Contains("(o200k_base x 1.18; Anthropic publishes no tokenizer)", value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_editors_setting_chooses_the_models()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.DynamicClient, options: new { tokens = new { models = new[] { "gpt-4", "no-such-model" } } });
        await client.OpenAsync(Uri, "one two three", "markdown");
        var counted = await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = Uri } });
        var model = Assert.Single(counted!["models"]!.AsArray())!;
        Assert.Equal(("gpt-4", "cl100k_base", 3, 8192), ((string)model["model"]!, (string)model["encoding"]!, (int)model["tokens"]!, (int)model["contextWindow"]!));
        Assert.Equal(3.0 / 8192, (double)model["share"]!, 1e-6);
        Assert.Equal(0.00009, (double)model["inputCost"]!, 1e-9);
    }

    [Fact]
    public async Task Hover_counts_the_string_and_the_placeholder_under_the_cursor()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.DynamicClient);
        await client.OpenAsync("file:///w/a.py", "x = 'hello there world'\n", "python");
        var hover = await client.RequestAsync("textDocument/hover", new { textDocument = new { uri = "file:///w/a.py" }, position = new { line = 0, character = 8 } });
        Assert.Contains("| string `hello there world` | 3 | 3 | 1 |", (string)hover!["contents"]!["value"]!, StringComparison.Ordinal);
        await client.OpenAsync(Uri, "Weather in {{$city}} now", "markdown");
        hover = await client.RequestAsync("textDocument/hover", At(0, 14));
        Assert.Contains($"| placeholder `{{{{$city}}}}` | {TokenEncoding.Default.Count("{{$city}}")} |", (string)hover!["contents"]!["value"]!, StringComparison.Ordinal);
        Assert.Equal(11, (int)hover["range"]!["start"]!["character"]!);
        hover = await client.RequestAsync("textDocument/hover", At(0, 21));
        Assert.DoesNotContain("placeholder", (string)hover!["contents"]!["value"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_messages_of_a_prompt_are_counted_above_them_and_in_the_hover()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.DynamicClient);
        const string prompt = "file:///w/prompts/a.prompty";
        await client.OpenAsync(prompt, "---\nname: A\n---\nsystem:\nYou answer in one word.\n\nuser:\nWhat is {{it}}?\n", "prompty");
        var lenses = (await client.RequestAsync("textDocument/codeLens", new { textDocument = new { uri = prompt } }))!.AsArray();
        var (system, user) = (TokenEncoding.Default.Count("You answer in one word."), TokenEncoding.Default.Count("What is {{it}}?"));
        Assert.Equal(
            [(3, $"{system} tokens in the system message"), (6, $"{user} tokens in the user message")],
            lenses.Skip(1).Select(lens => ((int)lens!["range"]!["start"]!["line"]!, (string)lens["command"]!["title"]!)));

        var hover = await client.RequestAsync("textDocument/hover", new { textDocument = new { uri = prompt }, position = new { line = 4, character = 6 } });
        Assert.Contains($"| message `system` | {system} |", (string)hover!["contents"]!["value"]!, StringComparison.Ordinal);

        // A block of YAML is written otherwise than it is sent.
        const string yaml = "file:///w/prompts/a.prompt.yml";
        await client.OpenAsync(yaml, "messages:\n  - role: system\n    content: |\n      One.\n      Two.\n", "yaml");
        Assert.Empty((await client.RequestAsync("textDocument/codeLens", new { textDocument = new { uri = yaml } }))!.AsArray());
    }

    [Fact]
    public async Task A_model_that_is_not_known_is_told()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync();
        await client.OpenAsync(Uri, "one two three", "markdown");
        var counted = await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = Uri }, models = new[] { "gpt-4o", "gpt-17" } });
        Assert.Equal("gpt-4o", (string)Assert.Single(counted!["models"]!.AsArray())!["model"]!);
        var problem = Assert.Single(counted["problems"]!.AsArray())!;
        Assert.Equal("gpt-17", (string)problem["model"]!);
        Assert.StartsWith("The model 'gpt-17' is unknown", (string)problem["message"]!, StringComparison.Ordinal);
        Assert.Null((await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = Uri }, models = new[] { "gpt-4o" } }))!["problems"]);

        var (_, boundaries) = await client.BeginRequestAsync("plumb/tokenBoundaries", new { textDocument = new { uri = Uri }, model = "gpt-17" });
        Assert.StartsWith("The model 'gpt-17' is unknown", (string)(await boundaries.WaitAsync(LspClient.Patience))["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ranges_that_overlap_are_counted_once()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync();
        await client.OpenAsync(Uri, "first line\nsecond line\nthird", "plaintext");
        var counted = await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = Uri }, ranges = new[] { Range(0, 0, 0, 10), Range(0, 6, 0, 10), Range(2, 0, 2, 5) } });
        Assert.Equal((3, 2), ((int)counted!["tokens"]!, (int)counted["lines"]!));
    }

    [Fact]
    public async Task Boundaries_are_positions()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync();
        await client.OpenAsync(Uri, "hello world\nmore", "plaintext");
        var result = await client.RequestAsync("plumb/tokenBoundaries", new { textDocument = new { uri = Uri }, range = Range(0, 0, 1, 4) });
        Assert.Equal(["0:5", "0:11", "1:0", "1:4"], result!["ends"]!.AsArray().Select(p => $"{(int)p!["line"]!}:{(int)p["character"]!}"));
        Assert.False((bool)result["truncated"]!);
        Assert.Equal("o200k_base", (string)result["encoding"]!);
    }

    [Fact]
    public async Task An_edit_changes_the_count()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync();
        await client.OpenAsync(Uri, "hello world", "plaintext");
        Assert.Equal(2, (int)(await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = Uri } }))!["tokens"]!);
        await client.ChangeAsync(Uri, 2, new { range = Range(0, 11, 0, 11), text = " and more" });
        Assert.Equal(4, (int)(await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = Uri } }))!["tokens"]!);
    }

    [Fact]
    public async Task Lenses_stand_above_front_matter_and_sections()
    {
        const string Text = "---\ntitle: x\n---\n# One\n\ntext here\n";
        await using var client = Servers.Start();
        var capabilities = await client.InitializeAsync(Servers.DynamicClient);
        Assert.NotNull(capabilities["capabilities"]!["codeLensProvider"]);
        await client.OpenAsync(Uri, Text, "markdown");
        var lenses = (await client.RequestAsync("textDocument/codeLens", new { textDocument = new { uri = Uri } }))!.AsArray();
        Assert.Equal(
            [$"0 {TokenEncoding.Default.Count(Text.AsSpan(0, 17))} tokens of front matter", $"3 {TokenEncoding.Default.Count(Text.AsSpan(17))} tokens"],
            lenses.Select(l => $"{(int)l!["range"]!["start"]!["line"]!} {(string)l["command"]!["title"]!}"));
    }

    [Fact]
    public async Task Lenses_can_be_switched_off()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.DynamicClient, options: new { tokens = new { lenses = "off" } });
        await client.OpenAsync(Uri, "# One\n\ntext\n", "markdown");
        Assert.Empty((await client.RequestAsync("textDocument/codeLens", new { textDocument = new { uri = Uri } }))!.AsArray());
    }

    [Fact]
    public async Task A_file_over_its_budget_is_warned_of_and_the_tree_shows_the_workspace()
    {
        using var folder = new TempFolder();
        using var home = new TempFolder();
        var path = folder.Write("prompts/a.md", "one two three four five six");
        folder.Write("b.md", "# T\n\n## S\n\n" + string.Concat(Enumerable.Repeat("word ", 50)) + "\n\n## R\n\n" + string.Concat(Enumerable.Repeat("word ", 20)));
        await using var client = Start("""{"budgets": {"prompts/**": 5}, "show": ["gpt-4o"]}""", home.Path);
        await client.InitializeAsync(Servers.PlainClient, root: folder.Path);
        var uri = new Uri(path).AbsoluteUri;
        await client.OpenAsync(uri, "one two three four five six", "markdown");
        var pushed = await client.WaitForAsync("textDocument/publishDiagnostics", p => p["diagnostics"]!.AsArray().Count > 0);
        Assert.Equal("The file has 6 tokens (gpt-4o), 1 more than its budget of 5.", (string)pushed["diagnostics"]![0]!["message"]!);
        Assert.Equal(5, (int)(await client.RequestAsync("plumb/tokens", new { textDocument = new { uri } }))!["budget"]!);

        var tree = await client.RequestAsync("plumb/tokenTree", new { });
        Assert.Equal(["b.md", "prompts"], tree!["root"]!["children"]!.AsArray().Select(c => (string)c!["name"]!));
        Assert.Equal((2, 6), ((int)tree["root"]!["files"]!, (int)tree["root"]!["children"]![1]!["tokens"]!));
        Assert.Equal(["S", "R"], tree["heaviest"]!.AsArray().Select(h => (string)h!["name"]!));
        Assert.Equal(("gpt-4o", 2), ((string)tree["windows"]![0]!["model"]!, (int)tree["windows"]![0]!["filesThatFit"]!));
    }

    private static object Range(int startLine, int startCharacter, int endLine, int endCharacter) =>
        new { start = new { line = startLine, character = startCharacter }, end = new { line = endLine, character = endCharacter } };
}
