using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

/// <summary>Findings in prompts inside of code: silenced by comments of the code, and explained.</summary>
public sealed class CodeSuppressionTests
{
    private const string Raw = "class A\n{\n    object B() => kernel.InvokePromptAsync(\n        \"\"\"\n        Hi {{$name}}\n        there {{$nme}}\n        \"\"\", new() { [\"name\"] = 1 });\n}\n";

    private const string Python = "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\np = PromptTemplate(\n    template=\"\"\"Tell\n{joke}\"\"\",\n    input_variables=[\"jok\"],\n)\n";

    [Theory]
    [InlineData("Raw.cs", Raw, 5, 18, "        // plumb-ignore T01\n        \"\"\"\n        Hi", "// plumb-ignore-file T01\nclass A")]
    [InlineData("joke.py", Python, 4, 2, "    # plumb-ignore T01\n    template=", "# -*- coding: utf-8 -*-\n# plumb-ignore-file T01\np =")]
    [InlineData("joke.ts", "const p = new PromptTemplate({\n  template: \"Tell {joke}\",\n  inputVariables: [\"jok\"],\n});\n", 1, 20, "  // plumb-ignore T01\n  template:", "// plumb-ignore-file T01\nconst p")]
    public async Task A_finding_in_a_prompt_in_code_can_be_silenced_and_is_then_gone(string name, string code, int line, int column, string here, string inFile)
    {
        await using var client = await PromptLanguageTests.StartAsync();
        var uri = "untitled:" + name;
        await client.OpenAsync(uri, code);
        Assert.Contains("T01", await CodesAsync(client, uri));
        foreach (var (where, expected) in new[] { ("here", here), ("in this file", inFile) })
        {
            var action = (await PromptLanguageTests.ActionsAsync(client, uri, line, column)).Single(a => (string?)a!["title"] == $"Ignore T01 (undefined-variable) {where}")!;
            var silenced = PromptLanguageTests.Apply(code, action["edit"]!["changes"]![uri]!.AsArray());
            Assert.Contains(expected, silenced, StringComparison.Ordinal);
            var other = $"untitled:{where.Length}{name}";
            await client.OpenAsync(other, silenced);
            var left = await CodesAsync(client, other);
            Assert.DoesNotContain("T01", left);
            Assert.DoesNotContain("I06", left);
        }
    }

    [Fact]
    public async Task A_rule_is_explained_there_as_well()
    {
        using var folder = new TempFolder();
        await using var client = LspClient.StartInProcess(Servers.Options() with { Lint = null, RulesFolder = folder.Path });
        await client.InitializeAsync(new { textDocument = new { diagnostic = new { } }, window = new { showDocument = new { support = true } } });
        await client.OpenAsync("untitled:Raw.cs", Raw);
        Assert.Contains(await PromptLanguageTests.ActionsAsync(client, "untitled:Raw.cs", 5, 18), a => (string?)a!["title"] == "Explain T01 (undefined-variable)");
    }

    [Theory]
    [InlineData("var x = @\"one\n  two\" + Ask(new ChatMessage(ChatRole.System, \"Hi <|im_start|>\"));", 1, 54)]
    [InlineData("x = call(1) + \\\n  ask({\"role\": \"system\", \"content\": \"Hi <|im_start|>\"})\n", 1, 45)]
    public async Task A_comment_that_would_land_in_a_string_or_break_a_line_is_not_offered(string code, int line, int column)
    {
        await using var client = await PromptLanguageTests.StartAsync();
        var uri = code.StartsWith("var", StringComparison.Ordinal) ? "untitled:A.cs" : "untitled:a.py";
        await client.OpenAsync(uri, code);
        var titles = (await PromptLanguageTests.ActionsAsync(client, uri, line, column)).Select(a => (string?)a!["title"]).ToList();
        Assert.Contains("Ignore S04 (literal-special-token) in this file", titles);
        Assert.DoesNotContain("Ignore S04 (literal-special-token) here", titles);
    }

    private static async Task<List<string?>> CodesAsync(LspClient client, string uri) =>
        [.. (await client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri } }))!["items"]!.AsArray().Select(d => (string?)d!["code"])];
}
