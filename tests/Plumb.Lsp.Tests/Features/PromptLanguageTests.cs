using System.Text.Json.Nodes;
using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

/// <summary>The language features of prompt files, over the protocol.</summary>
public sealed class PromptLanguageTests
{
    private const string Uri = "untitled:greet.prompty";
    private const string YamlUri = "untitled:weather.yaml";

    private const string Prompty = "---\nname: greet\ninputs:\n  - name: customer\n  - name: tone\n---\nsystem:\nBe {{ tone }}. 🙂 {{customer}}\nuser:\nI am {{customer}}{{custmer}}\n";

    private const string Yaml = "template_format: semantic-kernel\ninput_variables:\n  - name: city\ntemplate: |\n  Weather in {{$ctiy}} and {{ $City }}\n";

    [Fact]
    public async Task A_variable_leads_to_its_declaration_and_to_its_uses()
    {
        await using var client = await StartAsync();
        await client.OpenAsync(Uri, Prompty);
        var definition = (await RequestAtAsync(client, "textDocument/definition", Uri, 9, 8))!.AsArray();
        Assert.Equal("3:10-3:18", Show(Assert.Single(definition)!["range"]!));
        var references = (await client.RequestAsync("textDocument/references", new { textDocument = new { uri = Uri }, position = new { line = 3, character = 12 }, context = new { includeDeclaration = true } }))!.AsArray();
        Assert.Equal(["3:10-3:18", "7:20-7:28", "9:7-9:15"], references.Select(r => Show(r!["range"]!)));
        references = (await client.RequestAsync("textDocument/references", new { textDocument = new { uri = Uri }, position = new { line = 3, character = 12 }, context = new { includeDeclaration = false } }))!.AsArray();
        Assert.Equal(2, references.Count);
        var highlights = (await RequestAtAsync(client, "textDocument/documentHighlight", Uri, 7, 21))!.AsArray();
        Assert.Equal(["3:10-3:18 3", "7:20-7:28 2", "9:7-9:15 2"], highlights.Select(h => $"{Show(h!["range"]!)} {h["kind"]}"));
    }

    [Fact]
    public async Task Positions_count_in_the_units_that_were_negotiated()
    {
        await using var client = await StartAsync(Servers.Encodings("utf-8"));
        await client.OpenAsync(Uri, Prompty);
        var highlights = (await RequestAtAsync(client, "textDocument/documentHighlight", Uri, 7, 23))!.AsArray();
        Assert.Equal(["3:10-3:18", "7:22-7:30", "9:7-9:15"], highlights.Select(h => Show(h!["range"]!)));
    }

    [Fact]
    public async Task Renaming_a_variable_changes_every_place_that_names_it()
    {
        await using var client = await StartAsync();
        await client.OpenAsync(Uri, Prompty);
        var prepared = (await RequestAtAsync(client, "textDocument/prepareRename", Uri, 9, 10))!;
        Assert.Equal(("9:7-9:15", "customer"), (Show(prepared["range"]!), (string?)prepared["placeholder"]));
        var edit = await RenameAsync(client, Uri, 9, 10, "person");
        Assert.Equal(Prompty.Replace("customer", "person", StringComparison.Ordinal), Apply(Prompty, edit!["changes"]![Uri]!.AsArray()));
        Assert.Null(await RequestAtAsync(client, "textDocument/prepareRename", Uri, 6, 1));
        await Assert.ThrowsAsync<LspErrorException>(() => RenameAsync(client, Uri, 9, 10, "tone"));
        await Assert.ThrowsAsync<LspErrorException>(() => RenameAsync(client, Uri, 9, 10, "two words"));
    }

    [Fact]
    public async Task Semantic_kernel_names_are_the_same_in_any_case()
    {
        await using var client = await StartAsync();
        await client.OpenAsync(YamlUri, Yaml);
        var edit = await RenameAsync(client, YamlUri, 2, 11, "town");
        Assert.Equal(
            Yaml.Replace("city", "town", StringComparison.Ordinal).Replace("City", "town", StringComparison.Ordinal),
            Apply(Yaml, edit!["changes"]![YamlUri]!.AsArray()));
    }

    [Fact]
    public async Task Inside_a_tag_the_inputs_are_offered_and_replace_what_was_typed()
    {
        await using var client = await StartAsync();
        await client.OpenAsync(Uri, Prompty.Replace("{{custmer}}", "{{cu", StringComparison.Ordinal));
        var items = (await RequestAtAsync(client, "textDocument/completion", Uri, 9, 21))!["items"]!.AsArray();
        Assert.Equal(["customer", "tone"], items.Select(i => (string?)i!["label"]));
        Assert.Equal("9:19-9:21", Show(items[0]!["textEdit"]!["range"]!));

        await client.OpenAsync(YamlUri, Yaml.Replace("{{ $City }}", "{{", StringComparison.Ordinal));
        items = (await RequestAtAsync(client, "textDocument/completion", YamlUri, 4, 29))!["items"]!.AsArray();
        Assert.Equal("$city", (string?)Assert.Single(items)!["textEdit"]!["newText"]);
    }

    [Fact]
    public async Task Hover_on_a_variable_tells_of_it_and_still_counts_tokens()
    {
        await using var client = await StartAsync();
        await client.OpenAsync(Uri, Prompty);
        var hover = (await RequestAtAsync(client, "textDocument/hover", Uri, 9, 8))!;
        var text = (string)hover["contents"]!["value"]!;
        Assert.StartsWith("customer: input, used 2 times.", text, StringComparison.Ordinal);
        Assert.Contains("o200k_base", text, StringComparison.Ordinal);
        Assert.Equal("9:7-9:15", Show(hover["range"]!));
    }

    [Fact]
    public async Task Tokens_are_told_by_their_meaning_one_after_the_other()
    {
        await using var client = await StartAsync();
        await client.OpenAsync(Uri, Prompty);
        var data = (await client.RequestAsync("textDocument/semanticTokens/full", new { textDocument = new { uri = Uri } }))!["data"]!.AsArray().Select(n => (int)n!).ToList();
        var shown = new List<string>();
        var (line, column) = (0, 0);
        for (var i = 0; i < data.Count; i += 5)
        {
            (line, column) = (line + data[i], data[i] == 0 ? column + data[i + 1] : data[i + 1]);
            shown.Add($"{line}:{column}+{data[i + 2]} {data[i + 3]}/{data[i + 4]}");
        }

        Assert.Superset(
            new HashSet<string> { "3:10+8 0/1", "4:10+4 0/1", "7:6+4 0/0", "7:20+8 0/0", "9:7+8 0/0", "9:19+7 1/0" },
            shown.ToHashSet());
    }

    [Fact]
    public async Task Formatting_evens_the_blanks_in_tags_and_leaves_the_text_alone()
    {
        await using var client = await StartAsync();
        await client.OpenAsync(YamlUri, Yaml);
        var edits = (await client.RequestAsync("textDocument/formatting", new { textDocument = new { uri = YamlUri }, options = new { tabSize = 2, insertSpaces = true } }))!.AsArray();
        Assert.Equal(Yaml.Replace("{{ $City }}", "{{$City}}", StringComparison.Ordinal), Apply(Yaml, edits));
        await client.OpenAsync(Uri, Prompty);
        edits = (await client.RequestAsync("textDocument/formatting", new { textDocument = new { uri = Uri }, options = new { tabSize = 2, insertSpaces = true } }))!.AsArray();
        var formatted = Apply(Prompty, edits);
        Assert.Contains("{{ customer }}{{ custmer }}\n", formatted, StringComparison.Ordinal);
        Assert.Equal(Prompty.Replace(" ", "", StringComparison.Ordinal), formatted.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_finding_can_be_silenced_where_it_is_and_in_the_file_and_is_then_gone()
    {
        await using var client = await StartAsync();
        foreach (var (uri, text, line, column) in new[] { (Uri, Prompty, 9, 20), (YamlUri, Yaml, 4, 17) })
        {
            await client.OpenAsync(uri, text);
            foreach (var where in new[] { "Ignore T01 (undefined-variable) here", "Ignore T01 (undefined-variable) in this file" })
            {
                var action = (await ActionsAsync(client, uri, line, column))!.Single(a => (string?)a!["title"] == where)!;
                Assert.Equal("quickfix", (string?)action["kind"]);
                var silenced = Apply(text, action["edit"]!["changes"]![uri]!.AsArray());
                var other = uri.Replace("untitled:", $"untitled:{where.Length}", StringComparison.Ordinal);
                await client.OpenAsync(other, silenced);
                var left = (await client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri = other } }))!["items"]!.AsArray();
                Assert.DoesNotContain(left, d => (string?)d!["code"] == "T01");
                Assert.DoesNotContain(left, d => (string?)d!["code"] == "P01");
            }
        }
    }

    [Fact]
    public async Task All_safe_fixes_are_one_action()
    {
        const string Agents = "untitled:AGENTS.md";
        await using var client = await StartAsync();
        await client.OpenAsync(Agents, "a\u200Bb\nc\u200Bd\n");
        var all = (await client.RequestAsync("textDocument/codeAction", new { textDocument = new { uri = Agents }, range = DocumentTests.Range(0, 0, 0, 0), context = new { diagnostics = Array.Empty<object>(), only = new[] { "source.fixAll" } } }))!.AsArray();
        var action = Assert.Single(all)!;
        Assert.Equal("source.fixAll.plumb", (string?)action["kind"]);
        Assert.Equal("ab\ncd\n", Apply("a\u200Bb\nc\u200Bd\n", action["edit"]!["changes"]![Agents]!.AsArray()));
    }

    [Fact]
    public async Task The_page_of_a_rule_is_linked_and_shown_on_demand()
    {
        using var folder = new TempFolder();
        var shown = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var client = LspClient.StartInProcess(Servers.Options() with { Lint = null, RulesFolder = folder.Path });
        client.OnRequest = (method, p) =>
        {
            if (method == "window/showDocument")
            {
                shown.TrySetResult((string?)p!["uri"]);
                return new JsonObject { ["success"] = true };
            }

            return null;
        };
        await client.InitializeAsync(new { textDocument = new { diagnostic = new { } }, window = new { showDocument = new { support = true } } });
        await client.OpenAsync(Uri, Prompty);
        var items = (await client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri = Uri } }))!["items"]!.AsArray();
        var found = items.Single(d => (string?)d!["code"] == "T01")!;
        Assert.EndsWith("/T01.md", (string?)found["codeDescription"]!["href"], StringComparison.Ordinal);
        Assert.Equal("undefined-variable", (string?)found["data"]);
        var explain = (await ActionsAsync(client, Uri, 9, 20)).Single(a => a!["command"] is not null)!;
        Assert.Equal("Explain T01 (undefined-variable)", (string?)explain["title"]);
        await client.RequestAsync("workspace/executeCommand", new { command = (string?)explain["command"]!["command"], arguments = explain["command"]!["arguments"] });
        var uri = await shown.Task.WaitAsync(LspClient.Patience);
        Assert.StartsWith("# T01 ", await File.ReadAllTextAsync(new Uri(uri!).LocalPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_in_markup_has_its_elements_as_symbols_folds_and_follows_what_it_defines()
    {
        const string Poml = "untitled:guide.poml";
        const string Text = "<poml>\n  <let name=\"city\" value=\"'Oslo'\" />\n  <!-- <gone> -->\n  <task>\n    Tell of {{city}} and <b>{{ city }}</b>\n  </task>\n  <open>\n</poml>\n";
        await using var client = await StartAsync(Servers.DynamicClient);
        await client.OpenAsync(Poml, Text);
        var root = Assert.Single((await client.RequestAsync("textDocument/documentSymbol", new { textDocument = new { uri = Poml } }))!.AsArray())!;
        Assert.Equal("poml", (string?)root["name"]);
        Assert.Equal(["let", "task"], root["children"]!.AsArray().Select(c => (string?)c!["name"]));
        Assert.Equal("b {{ city }}", root["children"]![1]!["children"]![0] is { } b ? $"{b["name"]} {b["detail"]}" : "");
        Assert.Equal(["0-7", "3-5"], (await client.RequestAsync("textDocument/foldingRange", new { textDocument = new { uri = Poml } }))!.AsArray().Select(f => $"{f!["startLine"]}-{f["endLine"]}"));
        Assert.Equal("1:13-1:17", Show(Assert.Single((await RequestAtAsync(client, "textDocument/definition", Poml, 4, 15))!.AsArray())!["range"]!));
        var edit = await RenameAsync(client, Poml, 4, 15, "town");
        Assert.Equal(Text.Replace("city", "town", StringComparison.Ordinal), Apply(Text, edit!["changes"]![Poml]!.AsArray()));
        Assert.Contains("city", (await RequestAtAsync(client, "textDocument/completion", Poml, 4, 15))!["items"]!.AsArray().Select(i => (string?)i!["label"]));
    }

    [Fact]
    public async Task Documents_that_are_no_prompts_are_left_to_their_own_servers()
    {
        const string Code = "untitled:a.cs";
        await using var client = await StartAsync();
        await client.OpenAsync(Code, "class A {\n}\n");
        foreach (var method in new[] { "textDocument/foldingRange", "textDocument/semanticTokens/full", "textDocument/documentLink" })
        {
            Assert.Null(await client.RequestAsync(method, new { textDocument = new { uri = Code } }));
        }

        foreach (var method in new[] { "textDocument/completion", "textDocument/definition", "textDocument/documentHighlight", "textDocument/prepareRename" })
        {
            Assert.Null(await RequestAtAsync(client, method, Code, 0, 2));
        }
    }

    internal static async Task<LspClient> StartAsync(object? capabilities = null)
    {
        var client = LspClient.StartInProcess(Servers.Options() with { Lint = null });
        await client.InitializeAsync(capabilities ?? Servers.PullingClient);
        return client;
    }

    internal static Task<JsonNode?> RequestAtAsync(LspClient client, string method, string uri, int line, int character) =>
        client.RequestAsync(method, new { textDocument = new { uri }, position = new { line, character } });

    internal static async Task<List<JsonNode?>> ActionsAsync(LspClient client, string uri, int line, int character) =>
        [.. (await client.RequestAsync("textDocument/codeAction", new { textDocument = new { uri }, range = DocumentTests.Range(line, character, line, character), context = new { diagnostics = Array.Empty<object>() } }))!.AsArray()];

    internal static string Show(JsonNode range) =>
        $"{range["start"]!["line"]}:{range["start"]!["character"]}-{range["end"]!["line"]}:{range["end"]!["character"]}";

    /// <summary>Applies edits as a client does, positions in UTF-16 units.</summary>
    internal static string Apply(string text, JsonArray edits)
    {
        var lines = new Plumb.Text.LineIndex(text);
        foreach (var edit in edits.Select(e => (Start: Offset(e!["range"]!["start"]!), End: Offset(e["range"]!["end"]!), New: (string)e["newText"]!)).OrderByDescending(e => e.Start))
        {
            text = text[..edit.Start] + edit.New + text[edit.End..];
        }

        return text;

        int Offset(JsonNode position) => lines.ToOffset(new Plumb.Text.Position((int)position["line"]!, (int)position["character"]!), Plumb.Text.PositionEncoding.Utf16);
    }

    private static Task<JsonNode?> RenameAsync(LspClient client, string uri, int line, int character, string newName) =>
        client.RequestAsync("textDocument/rename", new { textDocument = new { uri }, position = new { line, character }, newName });
}
