using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

public sealed class DiagnosticsTests
{
    private const string Uri = "untitled:Untitled-1";

    [Fact]
    public async Task A_client_that_neither_registers_nor_pulls_is_pushed_to_and_told_when_the_fault_is_gone()
    {
        await using var client = Servers.Start();
        var result = await client.InitializeAsync(Servers.PlainClient);
        Assert.Null(result["capabilities"]!["diagnosticProvider"]);
        await client.OpenAsync(Uri, "a TODO here");
        var pushed = await client.WaitForAsync("textDocument/publishDiagnostics");
        Assert.Equal(1, (int)pushed["version"]!);
        var diagnostic = Assert.Single(pushed["diagnostics"]!.AsArray())!;
        Assert.Equal("X01", (string?)diagnostic["code"]);
        Assert.Equal("plumb", (string?)diagnostic["source"]);
        Assert.Equal(2, (int)diagnostic["severity"]!);

        await client.ChangeAsync(Uri, 2, new { range = DocumentTests.Range(0, 2, 0, 7), text = "" });
        pushed = await client.WaitForAsync("textDocument/publishDiagnostics", p => (int?)p["version"] == 2);
        Assert.Empty(pushed["diagnostics"]!.AsArray());
        Assert.DoesNotContain(client.Received, m => (string?)m["method"] == "client/registerCapability");
    }

    [Fact]
    public async Task Closing_a_document_clears_what_was_pushed()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.PlainClient);
        await client.OpenAsync(Uri, "a TODO here");
        Assert.Single((await client.WaitForAsync("textDocument/publishDiagnostics"))["diagnostics"]!.AsArray());
        await client.NotifyAsync("textDocument/didClose", new { textDocument = new { uri = Uri } });
        Assert.Empty((await client.WaitForAsync("textDocument/publishDiagnostics"))["diagnostics"]!.AsArray());
    }

    [Fact]
    public async Task A_client_that_registers_dynamically_pulls_and_is_never_pushed_to()
    {
        await using var client = Servers.Start();
        var result = await client.InitializeAsync(Servers.DynamicClient);
        Assert.Null(result["capabilities"]!["diagnosticProvider"]);
        var registered = await client.WaitForAsync("client/registerCapability");
        var registration = Assert.Single(registered["registrations"]!.AsArray())!;
        Assert.Equal("textDocument/diagnostic", (string?)registration["method"]);
        Assert.Contains("documentSelector", registration["registerOptions"]!.AsObject().Select(p => p.Key));

        await client.OpenAsync(Uri, "a TODO here");
        var report = (await client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri = Uri } }))!;
        Assert.Equal("full", (string?)report["kind"]);
        Assert.Single(report["items"]!.AsArray());

        var again = (await client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri = Uri }, previousResultId = (string?)report["resultId"] }))!;
        Assert.Equal("unchanged", (string?)again["kind"]);
        Assert.Equal((string?)report["resultId"], (string?)again["resultId"]);
        Assert.Null(again["items"]);

        await client.ChangeAsync(Uri, 2, new { text = "nothing left" });
        var gone = (await client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri = Uri }, previousResultId = (string?)report["resultId"] }))!;
        Assert.Equal("full", (string?)gone["kind"]);
        Assert.Empty(gone["items"]!.AsArray());
        Assert.DoesNotContain(client.Received, m => (string?)m["method"] == "textDocument/publishDiagnostics");
    }

    [Fact]
    public async Task A_client_that_pulls_without_registering_is_told_in_initialize()
    {
        await using var client = Servers.Start();
        var result = await client.InitializeAsync(Servers.PullingClient);
        Assert.False((bool)result["capabilities"]!["diagnosticProvider"]!["interFileDependencies"]!);
        Assert.False((bool)result["capabilities"]!["diagnosticProvider"]!["workspaceDiagnostics"]!);
    }

    [Fact]
    public async Task A_fix_is_offered_where_the_finding_is()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.PullingClient);
        await client.OpenAsync(Uri, "🙂 TODO here");
        var context = new { diagnostics = Array.Empty<object>() };
        var actions = (await client.RequestAsync("textDocument/codeAction", new { textDocument = new { uri = Uri }, range = DocumentTests.Range(0, 4, 0, 4), context }))!.AsArray();
        var action = Assert.Single(actions)!;
        Assert.Equal("quickfix", (string?)action["kind"]);
        var edit = Assert.Single(action["edit"]!["changes"]![Uri]!.AsArray())!;
        Assert.Equal(3, (int)edit["range"]!["start"]!["character"]!);
        Assert.Empty((await client.RequestAsync("textDocument/codeAction", new { textDocument = new { uri = Uri }, range = DocumentTests.Range(0, 9, 0, 9), context }))!.AsArray());
    }

    [Fact]
    public async Task While_documents_change_fast_the_last_push_is_of_the_last_version()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.PlainClient);
        await client.OpenAsync(Uri, "");
        for (var version = 2; version <= 200; version++)
        {
            await client.ChangeAsync(Uri, version, new { range = DocumentTests.Range(0, 0, 0, 0), text = version % 2 == 0 ? "TODO " : "x " });
        }

        var last = await client.WaitForAsync("textDocument/publishDiagnostics", p => (int?)p["version"] == 200);
        Assert.Equal(100, last["diagnostics"]!.AsArray().Count);
    }

    [Fact]
    public async Task Of_more_findings_than_anybody_reads_the_first_are_sent_with_a_word_on_the_others()
    {
        await using var client = Servers.Start();
        await client.InitializeAsync(Servers.PullingClient);
        await client.OpenAsync(Uri, string.Concat(Enumerable.Repeat("TODO\n", 1200)));
        var items = (await client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri = Uri } }))!["items"]!.AsArray();
        Assert.Equal(1001, items.Count);
        Assert.Equal("200 more findings are not shown, the least severe and the last: 'plumb lint' lists all 1200.", (string?)items[0]!["message"]);
        Assert.Equal(999, (int)items[1000]!["range"]!["start"]!["line"]!);
    }
}
