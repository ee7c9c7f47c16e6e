using Plumb.Lsp.Tests.Support;
using Plumb.Tokens;

namespace Plumb.Lsp.Tests.Features;

/// <summary>Where the tokens end, in the hover.</summary>
public sealed class TokenHoverTests
{
    private const string Uri = "file:///w/a.py";

    private static readonly object Html = new
    {
        textDocument = new { hover = new { contentFormat = new[] { "markdown" } } },
        general = new { positionEncodings = new[] { "utf-16" }, markdown = new { parser = "marked", allowedTags = new[] { "code", "span" } } },
    };

    private static async Task<string> HoverAsync(LspClient client, string text, int character, object? range = null)
    {
        await client.OpenAsync(Uri, text, "python");
        var hover = await client.RequestAsync("textDocument/hover", new { textDocument = new { uri = Uri }, position = new { line = 0, character }, range });
        return (string)hover!["contents"]!["value"]!;
    }

    [Fact]
    public async Task Tokens_stand_on_coloured_ground_where_the_client_shows_it()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Html);
        var value = await HoverAsync(client, "x = 'hello there world'\n", 8);
        Assert.EndsWith(
            "Tokens of the string (o200k_base):\n\n<span style=\"background-color:#4c9be855;\">hello</span><span style=\"background-color:#e8a34c55;\"> there</span><span style=\"background-color:#6fbf7355;\"> world</span>",
            value,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_drawn_is_neither_html_nor_markdown()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Html);
        var value = await HoverAsync(client, "x = '<img src=a onerror=b> **bold** [a](command:x) `c` &amp; \\\\ http://a.b'\n", 8);
        var drawn = value[value.IndexOf("Tokens of the string", StringComparison.Ordinal)..];
        var text = System.Text.RegularExpressions.Regex.Replace(drawn[drawn.IndexOf("<span", StringComparison.Ordinal)..], "</?span[^>]*>", "");
        Assert.DoesNotMatch("[<>*\\[\\]()`\\\\_~|:/.]", text);
        Assert.Equal("<img src=a onerror=b> **bold** [a](command:x) `c` &amp; \\\\ http://a.b", System.Net.WebUtility.HtmlDecode(text));
    }

    [Fact]
    public async Task Elsewhere_a_dot_stands_behind_each_token()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.DynamicClient);
        var value = await HoverAsync(client, "x = 'hello ``` world'\n", 8);
        Assert.EndsWith("````text\nhello\u00B7 ```\u00B7 world\n````", value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_text_is_drawn_in_part_and_with_the_same_tokens()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.DynamicClient);
        var word = " understanding";
        var value = await HoverAsync(client, "x = '" + string.Concat(Enumerable.Repeat(word, 1000)) + "'\n", 8);
        var drawn = value[value.IndexOf("text\n", StringComparison.Ordinal)..];
        Assert.Equal("text\n" + string.Join('\u00B7', Enumerable.Repeat(word, 300 / word.Length)) + "\u2026\n```", drawn);
    }

    [Fact]
    public async Task A_character_of_several_tokens_shows_them()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.DynamicClient);
        const string Rare = "\U00020BB7";
        Assert.True(TokenEncoding.Default.Count(Rare) > 1);
        var value = await HoverAsync(client, $"x = '{Rare}'\n", 5);
        Assert.EndsWith($"text\n{Rare}{new string('\u00B7', TokenEncoding.Default.Count(Rare) - 1)}\n```", value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selection_is_counted_and_drawn()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.DynamicClient);
        var range = new { start = new { line = 0, character = 5 }, end = new { line = 0, character = 16 } };
        var value = await HoverAsync(client, "x = 'hello there world'\n", 8, range);
        Assert.Contains("| selection `hello there` | 2 | 2 | 1 |", value, StringComparison.Ordinal);
        Assert.EndsWith("Tokens of the selection (o200k_base):\n\n```text\nhello\u00B7 there\n```", value, StringComparison.Ordinal);

        // The cursor has left it.
        Assert.DoesNotContain("selection", await HoverAsync(client, "x = 'hello there world'\n", 20, range), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_markdown_gets_text_and_the_drawing_can_be_switched_off()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync();
        var value = await HoverAsync(client, "x = 'hello there'\n", 8);
        Assert.EndsWith("Tokens of the string (o200k_base):\nhello\u00B7 there", value, StringComparison.Ordinal);
        await client.NotifyAsync("workspace/didChangeConfiguration", new { settings = new { plumb = new { tokens = new { boundaries = false } } } });
        await client.RequestUntilAsync(() => HoverAsync(client, "x = 'hello there'\n", 8), v => !v.Contains("Tokens of", StringComparison.Ordinal));
    }
}
