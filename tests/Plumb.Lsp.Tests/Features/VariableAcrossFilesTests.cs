using System.Text.Json.Nodes;
using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

/// <summary>A variable in everything that names it, over the protocol. <c>|</c> marks where the cursor is.</summary>
public sealed class VariableAcrossFilesTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private (string Uri, int Line, int Character) cursor;

    public VariableAcrossFilesTests() => Directory.CreateDirectory(Path.Combine(folder.Path, ".git"));

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("plugin/skprompt.txt", "Weather in {{$ci|ty}} and {{$City}} at {{$time}}\n", "plugin/config.json", "{ \"input_variables\": [ { \"name\": \"city\" } ] }\n")]
    [InlineData("plugin/skprompt.txt", "Weather in {{$city}} and {{$City}} at {{$time}}\n", "plugin/config.json", "{ \"input_variables\": [ { \"name\": \"ci|ty\" } ] }\n")]
    public async Task A_prompt_and_the_settings_beside_it(string prompt, string text, string settings, string json)
    {
        Write(prompt, text);
        Write(settings, json);
        await AssertRenamedAsync("town", "city", "City");
    }

    [Fact]
    public async Task A_sample_in_a_file_of_its_own()
    {
        Write("greet.prompty", "---\nname: greet\nsample: ${file:data/sample.json}\ninputs:\n  city:\n    type: string\n---\nuser:\n{{ci|ty}}\n");
        Write("data/sample.json", "{ \"city\": \"Oslo\", \"other\": \"city\" }\n");
        await AssertRenamedAsync("town", expected: text => text.Replace("  city:", "  town:", StringComparison.Ordinal).Replace("{{city}}", "{{town}}", StringComparison.Ordinal).Replace("\"city\": ", "\"town\": ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tests_in_a_file_of_their_own()
    {
        Write("promptfooconfig.yaml", "prompts:\n  - 'Weather in {{ci|ty}}'\nproviders:\n  - openai:gpt-4o\ntests: file://tests.yaml\n");
        Write("tests.yaml", "- vars:\n    city: Oslo\n- vars:\n    city: Bergen\n  assert: []\n");
        await AssertRenamedAsync("town", "city");
    }

    [Theory]
    [InlineData("await kernel.InvokeAsync(f, arguments: new() { { \"city\", \"Oslo\" }, { \"other\", \"x\" } });")]
    [InlineData("var given = new KernelArguments { [\"city\"] = \"Oslo\" };")]
    [InlineData("var given = new KernelArguments(); given[\"city\"] = \"Oslo\";")]
    [InlineData("var given = new Dictionary<string, object?> { [\"city\"] = 1 };")]
    [InlineData("await RenderAsync(new { city = \"Oslo\" });")]
    public async Task The_code_that_fills_a_prompt(string call)
    {
        Write("prompts/Weather.yaml", "name: Weather\ntemplate_format: semantic-kernel\ninput_variables:\n  - name: ci|ty\ntemplate: |\n  In {{$city}}\n");
        Write("src/Program.cs", $"class Program\n{{\n    async Task Run(Kernel kernel)\n    {{\n        var f = kernel.CreateFunctionFromPromptYaml(EmbeddedResource.Read(\"App.prompts.Weather.yaml\"));\n        {call}\n    }}\n\n    void Other() => Use(new KernelArguments {{ [\"city\"] = \"kept\" }});\n}}\n");
        await AssertRenamedAsync("town", expected: text => text.StartsWith("class", StringComparison.Ordinal)
            ? text.Replace(call, call.Replace("\"city\"", "\"town\"", StringComparison.Ordinal).Replace("new { city", "new { town", StringComparison.Ordinal), StringComparison.Ordinal)
            : text.Replace("city", "town", StringComparison.Ordinal));
    }

    [Fact]
    public async Task From_the_code_that_fills_it_to_a_prompt_and_a_shorthand_keeps_its_value()
    {
        Write("prompts/Weather.prompty", "---\nname: Weather\ninputs:\n  city:\n    type: string\n---\nuser:\n{{city}}\n");
        Write("src/Program.cs", "class Program\n{\n    void Run(string city) => Render(\"Weather.prompty\", new { ci|ty });\n}\n");
        await using var client = await StartAsync();
        var definition = (await RequestAsync(client, "textDocument/definition"))!.AsArray();
        Assert.EndsWith("Weather.prompty", (string?)Assert.Single(definition)!["uri"], StringComparison.Ordinal);
        Assert.Equal("3:2-3:6", PromptLanguageTests.Show(definition[0]!["range"]!));
        await AssertRenamedAsync("town", text => text.Replace("new { city }", "new { town = city }", StringComparison.Ordinal).Replace("  city:", "  town:", StringComparison.Ordinal).Replace("{{city}}", "{{town}}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_prompt_in_code_and_the_arguments_of_its_call()
    {
        const string Before = "class C\n{\n    async Task Run(Kernel kernel)\n    {\n        var given = new KernelArguments { [\"city\"] = \"Oslo\" };\n        await kernel.InvokePromptAsync(\"In {{$city}}\", given);\n        await kernel.InvokePromptAsync(\"At {{$City}} {{$city}}\", given);\n        await kernel.InvokePromptAsync(\"{{$city}}\", new() { [\"city\"] = \"kept\" });\n    }\n}\n";
        Write("src/Program.cs", Before.Replace("In {{$city}}", "In {{$ci|ty}}", StringComparison.Ordinal));
        await using var client = await StartAsync();
        Assert.Equal("4:44-4:48", PromptLanguageTests.Show(Assert.Single((await RequestAsync(client, "textDocument/definition"))!.AsArray())!["range"]!));
        Assert.Equal(["4:44-4:48 3", "5:46-5:50 2", "6:46-6:50 2", "6:56-6:60 2"], (await RequestAsync(client, "textDocument/documentHighlight"))!.AsArray().Select(h => $"{PromptLanguageTests.Show(h!["range"]!)} {h["kind"]}"));
        await AssertRenamedAsync("town", text => string.Join('\n', text.Split('\n').Select((line, i) => i is >= 4 and <= 6 ? line.Replace("city", "town", StringComparison.Ordinal).Replace("City", "town", StringComparison.Ordinal) : line)));
    }

    [Fact]
    public async Task Code_away_from_prompts_is_left_to_its_own_server()
    {
        Write("src/Program.cs", "class C\n{\n    void Run(Kernel ker|nel) => kernel.InvokePromptAsync(\"In {{$city}}\", new KernelArguments { [\"city\"] = 1 });\n}\n");
        await using var client = await StartAsync();
        foreach (var method in new[] { "textDocument/definition", "textDocument/documentHighlight", "textDocument/prepareRename", "textDocument/references" })
        {
            Assert.Null(await RequestAsync(client, method));
        }
    }

    private Task AssertRenamedAsync(string newName, params string[] olds) =>
        AssertRenamedAsync(newName, text => olds.Aggregate(text, (t, old) => t.Replace(old, newName, StringComparison.Ordinal)));

    /// <summary>Renames at the cursor and compares every file with what it should be.</summary>
    private async Task AssertRenamedAsync(string newName, Func<string, string> expected)
    {
        await using var client = await StartAsync();
        Assert.NotNull(await RequestAsync(client, "textDocument/prepareRename"));
        var changes = (await client.RequestAsync("textDocument/rename", new { textDocument = new { uri = cursor.Uri }, position = new { line = cursor.Line, character = cursor.Character }, newName }))!["changes"]!.AsObject();
        foreach (var (uri, text) in texts)
        {
            Assert.Equal(expected(text), changes[uri] is JsonArray edits ? PromptLanguageTests.Apply(text, edits) : text);
        }

        Assert.Equal(changes.Select(c => c.Key).Order(StringComparer.Ordinal), texts.Where(t => expected(t.Value) != t.Value).Select(t => t.Key).Order(StringComparer.Ordinal));
    }

    private async Task<LspClient> StartAsync()
    {
        var client = await PromptLanguageTests.StartAsync();
        await client.OpenAsync(cursor.Uri, texts[cursor.Uri], "plaintext");
        return client;
    }

    private Task<JsonNode?> RequestAsync(LspClient client, string method) =>
        client.RequestAsync(method, new { textDocument = new { uri = cursor.Uri }, position = new { line = cursor.Line, character = cursor.Character }, context = new { includeDeclaration = true } });

    private void Write(string path, string text)
    {
        var full = Path.Combine(folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var uri = new Uri(full).AbsoluteUri;
        if (text.IndexOf('|', StringComparison.Ordinal) is var at && at >= 0 && !text[at..].StartsWith("|\n", StringComparison.Ordinal))
        {
            cursor = (uri, text[..at].Count(c => c == '\n'), at - text[..at].LastIndexOf('\n') - 1);
            text = text.Remove(at, 1);
        }

        texts[uri] = text;
        File.WriteAllText(full, text);
    }
}
