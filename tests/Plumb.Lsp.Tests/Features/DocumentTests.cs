using System.Text.Json.Nodes;
using Plumb.Lsp.Tests.Support;
using Plumb.Tokens;

namespace Plumb.Lsp.Tests.Features;

public sealed class DocumentTests
{
    private const string Uri = "file:///w/a%20b.md";

    [Theory]
    [InlineData(null, "utf-16")]
    [InlineData("utf-8,utf-16", "utf-8")]
    [InlineData("utf-32,utf-8,utf-16", "utf-8")]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-32", "utf-32")]
    [InlineData("utf-7", "utf-16")]
    public async Task The_position_encoding_is_negotiated(string? offered, string chosen)
    {
        await using var client = Servers.Start();
        var result = await client.InitializeAsync(offered is null ? null : Servers.Encodings(offered.Split(',')));
        Assert.Equal(chosen, (string?)result["capabilities"]!["positionEncoding"]);
    }

    [Theory]
    [InlineData("utf-8", 4, 5)]
    [InlineData("utf-16", 2, 3)]
    [InlineData("utf-32", 1, 2)]
    public async Task Edits_behind_an_emoji_land_where_the_encoding_says(string encoding, int from, int to)
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.Encodings(encoding));
        await client.OpenAsync(Uri, "🙂x TODO\r\nsecond TODO", "markdown");
        var pushed = await client.WaitForAsync("textDocument/publishDiagnostics");
        Assert.Equal(to + 1, (int)pushed["diagnostics"]![0]!["range"]!["start"]!["character"]!);
        Assert.Equal(7, (int)pushed["diagnostics"]![1]!["range"]!["start"]!["character"]!);

        // x becomes é, told in the text that was; the second edit is told in the text that the first one left.
        await client.ChangeAsync(
            Uri,
            2,
            new { range = Range(0, from, 0, to), text = "é" },
            new { range = Range(1, 0, 1, 7), text = "" });
        pushed = await client.WaitForAsync("textDocument/publishDiagnostics", p => (int?)p["version"] == 2);
        Assert.Equal(encoding == "utf-8" ? 7 : to + 1, (int)pushed["diagnostics"]![0]!["range"]!["start"]!["character"]!);
        Assert.Equal(0, (int)pushed["diagnostics"]![1]!["range"]!["start"]!["character"]!);
        var counted = await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = Uri } });
        Assert.Equal(Count("🙂é TODO\r\nTODO"), (int)counted!["tokens"]!);
        Assert.Equal(2, (int)counted["version"]!);
    }

    [Fact]
    public async Task Symbols_nested_deeper_than_JSON_may_be_are_shown_at_the_deepest_level()
    {
        const int Levels = 60;
        var text = string.Concat(Enumerable.Range(0, Levels).Select(i => $"{new string(' ', i)}class C{i}:\n")) + new string(' ', Levels) + "pass\n";
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.DynamicClient);
        await client.OpenAsync("file:///w/deep.py", text, "python");
        var names = new List<string>();
        var depth = 0;
        var level = (await client.RequestAsync("textDocument/documentSymbol", new { textDocument = new { uri = "file:///w/deep.py" } }))!.AsArray();
        while (level is not null)
        {
            depth++;
            names.AddRange(level.Select(s => (string)s!["name"]!));
            level = level[0]!["children"]?.AsArray();
        }

        Assert.Equal(Enumerable.Range(0, Levels).Select(i => "C" + i), names);
        Assert.InRange(depth, 20, 28);
    }

    [Fact]
    public async Task Hover_counts_what_the_tokenizer_counts()
    {
        const string Text = "# Guide\n\nIntro.\n\n## First part\n\nSome words, 数 and 🙂.\n\n## Second\n\nMore.\n";
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.DynamicClient);
        await client.OpenAsync(Uri, Text, "markdown");
        var hover = await client.RequestAsync("textDocument/hover", new { textDocument = new { uri = Uri }, position = new { line = 6, character = 3 } });
        Assert.Equal("markdown", (string?)hover!["contents"]!["kind"]);
        var rows = ((string)hover["contents"]!["value"]!).Split('\n');
        Assert.Equal("| Tokens | o200k_base | cl100k_base | lines |", rows[0]);
        Assert.Contains($"| file `a b.md` | {Count(Text)} | {Count(Text, "cl100k_base")} | 11 |", rows);
        var section = "## First part\n\nSome words, 数 and 🙂.\n\n";
        Assert.Contains($"| section `First part` | {Count(section)} | {Count(section, "cl100k_base")} | 4 |", rows);
    }

    [Fact]
    public async Task Hover_is_plain_text_for_a_client_that_shows_no_Markdown()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.PlainClient);
        await client.OpenAsync(Uri, "one two", "plaintext");
        var hover = await client.RequestAsync("textDocument/hover", new { textDocument = new { uri = Uri }, position = new { line = 0, character = 0 } });
        Assert.Equal("plaintext", (string?)hover!["contents"]!["kind"]);
        Assert.StartsWith("file a b.md: 2 o200k_base, 2 cl100k_base tokens, 1 lines", (string?)hover["contents"]!["value"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_of_a_range_are_the_tokens_of_its_text()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync();
        await client.OpenAsync(Uri, "first line\nsecond line\nthird", "plaintext");
        var counted = await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = Uri }, range = Range(0, 6, 1, 6) });
        Assert.Equal(Count("line\nsecond"), (int)counted!["tokens"]!);
        Assert.True((bool)counted["exact"]!);
        Assert.Equal(2, (int)counted["lines"]!);
        Assert.Equal(["o200k_base", "cl100k_base"], counted["counts"]!.AsArray().Select(c => (string)c!["encoding"]!));
    }

    [Fact]
    public async Task Half_a_character_loses_neither_the_text_nor_what_is_typed_next()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync();
        await client.SendAsync($$"""{ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": { "uri": "{{Uri}}", "languageId": "plaintext", "version": 1, "text": "a \ud83d \ud83d\ude00 \\ud83d" } } }""");
        Assert.Equal(Count("a \ufffd \ud83d\ude00 \\ud83d"), await CountAsync());

        // As an editor does that types an emoji in two steps.
        await TypeAsync(2, 3, "\\ude00");
        await TypeAsync(3, 4, "Q");
        Assert.Equal(Count("a \ufffd\ufffdQ \ud83d\ude00 \\ud83d"), await CountAsync());
        Assert.Equal(Count("Q"), (int)(await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = Uri }, range = Range(0, 4, 0, 5) }))!["tokens"]!);

        async Task<int> CountAsync() => (int)(await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = Uri } }))!["tokens"]!;

        Task TypeAsync(int version, int at, string text)
        {
            var place = $$"""{ "line": 0, "character": {{at}} }""";
            return client.SendAsync(
                $$"""{ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": { "textDocument": { "uri": "{{Uri}}", "version": {{version}} }, "contentChanges": [ { "range": { "start": {{place}}, "end": {{place}} }, "text": "{{text}}" } ] } }""");
        }
    }

    [Fact]
    public async Task Tokens_of_a_file_that_is_not_open_are_read_from_disk()
    {
        using var folder = new TempFolder();
        var path = folder.Write("ü b.txt", "hello there");
        await using var client = Servers.Start();
        await client.InitializeAsync();
        var counted = await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = new Uri(path).AbsoluteUri } });
        Assert.Equal(Count("hello there"), (int)counted!["tokens"]!);
        var error = await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("plumb/tokens", new { textDocument = new { uri = "file:///nowhere/x" } }));
        Assert.Equal(-32803, error.Code);
    }

    [Fact]
    public async Task Symbols_are_nested_where_the_client_nests_them()
    {
        const string Text = "# Top\n\n## Inner\n\ntext\n";
        await using var nesting = Servers.Start();
        await nesting.InitializeAsync(Servers.DynamicClient);
        await nesting.OpenAsync(Uri, Text, "markdown");
        var tree = (await nesting.RequestAsync("textDocument/documentSymbol", new { textDocument = new { uri = Uri } }))!.AsArray();
        Assert.Equal("Top", (string?)Assert.Single(tree)!["name"]);
        Assert.Equal("Inner", (string?)tree[0]!["children"]![0]!["name"]);

        await using var flat = Servers.Start();
        await flat.InitializeAsync(Servers.PlainClient);
        await flat.OpenAsync(Uri, Text, "markdown");
        var list = (await flat.RequestAsync("textDocument/documentSymbol", new { textDocument = new { uri = Uri } }))!.AsArray();
        Assert.Equal(["Top", "Inner"], list.Select(s => (string)s!["name"]!));
        Assert.Equal("Top", (string?)list[1]!["containerName"]);
    }

    [Fact]
    public async Task A_document_that_is_not_open_is_answered_with_nothing()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.PullingClient);
        Assert.Null(await client.RequestAsync("textDocument/hover", new { textDocument = new { uri = Uri }, position = new { line = 0, character = 0 } }));
        Assert.Null(await client.RequestAsync("textDocument/documentSymbol", new { textDocument = new { uri = Uri } }));
        await client.ChangeAsync(Uri, 2, new { text = "x" });
        await client.NotifyAsync("textDocument/didClose", new { textDocument = new { uri = Uri } });
        var report = await client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri = Uri } });
        Assert.Empty(report!["items"]!.AsArray());
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Fact]
    public async Task A_request_answers_from_the_version_that_was_current_when_it_was_sent()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync();
        await client.OpenAsync(Uri, "", version: 0);
        var answers = new List<Task<JsonObject>>();
        for (var version = 1; version <= 300; version++)
        {
            await client.ChangeAsync(Uri, version, new { range = Range(0, 0, 0, 0), text = "word " });
            answers.Add((await client.BeginRequestAsync("plumb/tokens", new { textDocument = new { uri = Uri } })).Response);
        }

        var results = await Task.WhenAll(answers).WaitAsync(LspClient.Patience);
        Assert.Equal(Enumerable.Range(1, 300), results.Select(r => (int)LspClient.Result(r)!["version"]!));
    }

    [Fact]
    public async Task Positions_outside_of_the_document_harm_nothing()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync();
        await client.OpenAsync(Uri, "", "markdown");
        Assert.NotNull(await client.RequestAsync("textDocument/hover", new { textDocument = new { uri = Uri }, position = new { line = 900, character = 900 } }));
        var counted = await client.RequestAsync("plumb/tokens", new { textDocument = new { uri = Uri }, range = Range(5, 5, 1, 1) });
        Assert.Equal(0, (int)counted!["tokens"]!);
    }

    internal static object Range(int startLine, int startCharacter, int endLine, int endCharacter) =>
        new { start = new { line = startLine, character = startCharacter }, end = new { line = endLine, character = endCharacter } };

    private static int Count(string text, string encoding = "o200k_base") => TokenEncoding.Find(encoding)!.Count(text);
}
