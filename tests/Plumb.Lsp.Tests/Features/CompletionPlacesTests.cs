using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

/// <summary>Roles and files where the syntax of a format names them; <c>^</c> is the cursor.</summary>
public sealed class CompletionPlacesTests
{
    private const string Kernel = "template_format: handlebars\ntemplate: |-\n  <message role=\"^\">Hi</message>\n";

    [Theory]
    [InlineData("a.prompt", "---\nmodel: x\n---\n{{role \"^\"}}", "system user model tool")]
    [InlineData("a.prompt", "---\nmodel: x\n---\n{{role 'us^", "system user model tool")]
    [InlineData("a.yaml", Kernel, "system user assistant developer tool")]
    [InlineData("a.prompt", "---\nmodel: x\n---\n{{>^}}", "parts/ card")]
    [InlineData("a.prompt", "---\nmodel: x\n---\n{{> c^}}", "parts/ card")]
    [InlineData("a.prompt", "---\nmodel: x\n---\n{{>parts/^}}", "footer")]
    [InlineData("a.poml", "<poml>\n  <document src=\"parts/^\"/>\n</poml>", "notes.txt _footer.prompt")]
    [InlineData("promptfooconfig.yaml", "prompts:\n  - file://parts/^\nproviders: [openai:gpt-4o]\n", "notes.txt _footer.prompt")]
    [InlineData("x.prompt.md", "See #file:parts/n^", "notes.txt _footer.prompt")]
    public async Task Roles_and_files_are_offered_where_they_are_named(string name, string marked, string expected)
    {
        using var folder = new TempFolder();
        folder.Write("_card.prompt", "x");
        folder.Write("_card.short.prompt", "x");
        folder.Write("other.prompt", "x");
        folder.Write("parts/_footer.prompt", "x");
        folder.Write("parts/notes.txt", "x");
        await using var client = await PromptLanguageTests.StartAsync();
        var at = marked.IndexOf('^', StringComparison.Ordinal);
        var line = marked[..at].Split('\n');
        var uri = new Uri(Path.Combine(folder.Path, name)).AbsoluteUri;
        await client.OpenAsync(uri, marked.Remove(at, 1));
        var items = (await PromptLanguageTests.RequestAtAsync(client, "textDocument/completion", uri, line.Length - 1, line[^1].Length))!["items"]!.AsArray();
        Assert.Equal(expected, string.Join(' ', items.Select(i => (string?)i!["label"])));
    }
}
