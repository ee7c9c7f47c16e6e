using System.Text.Json.Nodes;
using Plumb.Ask;
using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

/// <summary>Questions asked from the text by clients that know only the protocol.</summary>
public sealed class QuestionTests : IDisposable
{
    private const string Source = "def retry_with_backoff(action):\n    \"\"\"Calls action again, with a pause that doubles.\"\"\"\n    return action()\n";
    private const string Asking = "import retry\r\n\r\n    # ask: how does retry with backoff work?\r\npass\r\n";
    private readonly TempFolder folder = new();

    public QuestionTests()
    {
        folder.Write("ws/retry.py", Source);
        folder.Write("ws/tests/test_retry.py", "from retry import retry_with_backoff\n\n\ndef test_it():\n    retry_with_backoff(len)\n");
    }

    private static object Able { get; } = new
    {
        window = new { workDoneProgress = true, showDocument = new { support = true } },
        workspace = new { applyEdit = true, workspaceEdit = new { documentChanges = true } },
        textDocument = new { codeLens = new { } },
        experimental = new { plumb = new { chat = false } },
    };

    private string Root => Path.Combine(folder.Path, "ws");

    private string Answers => Path.Combine(folder.Path, "data", "answers");

    private string Uri => new Uri(Path.Combine(Root, "use.py")).AbsoluteUri;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_question_in_a_comment_opens_its_answer_as_a_page_with_links()
    {
        await using var client = await StartAsync(Able);
        client.OnRequest = (method, _) => method == "window/showDocument" ? new JsonObject { ["success"] = true } : null;
        await client.OpenAsync(Uri, Asking, "python");
        var actions = await ActionsAsync(client, 2, 0, 2, 0);
        Assert.Equal(["Ask Plumb: open the answer", "Ask Plumb: insert the answer below"], actions.Select(a => (string?)a!["title"]));
        Assert.Equal("ask.plumb", (string?)actions[0]!["kind"]);
        await RunAsync(client, actions[0]!);

        var token = (string?)(await client.WaitForAsync("window/workDoneProgress/create", p => ((string)p["token"]!).StartsWith("plumb/answer/", StringComparison.Ordinal)))["token"];
        var begin = (await client.WaitForAsync("$/progress", p => (string?)p["token"] == token))["value"]!;
        Assert.Equal(("begin", "Plumb: how does retry with backoff work?", true, null), ((string?)begin["kind"], (string?)begin["title"], (bool)begin["cancellable"]!, (int?)begin["percentage"]));
        await client.WaitForAsync("$/progress", p => (string?)p["token"] == token && (string?)p["value"]!["kind"] == "report" && ((string)p["value"]!["message"]!).StartsWith("search: ", StringComparison.Ordinal));
        await client.WaitForAsync("$/progress", p => (string?)p["token"] == token && (string?)p["value"]!["kind"] == "end");

        var shown = await client.WaitForAsync("window/showDocument");
        Assert.True((bool)shown["takeFocus"]!);
        var uri = (string)shown["uri"]!;
        var path = new Uri(uri).LocalPath;
        Assert.Equal(Answers, Path.GetDirectoryName(path));
        var page = await File.ReadAllTextAsync(path);
        Assert.StartsWith("# how does retry with backoff work?\n\n", page, StringComparison.Ordinal);
        var target = new Uri(Path.Combine(Root, "retry.py")).AbsoluteUri;
        Assert.Contains($"[`retry.py:1-3`]({target}#L1-L3)", page, StringComparison.Ordinal);
        Assert.Contains("\n> No model is configured", page, StringComparison.Ordinal);

        // The editor opens the page: its citations are links, and lead to their lines.
        await client.OpenAsync(uri, page, "markdown");
        var link = (await client.RequestAsync("textDocument/documentLink", new { textDocument = new { uri } }))![0]!;
        Assert.Equal(target + "#L1-L3", (string?)link["target"]);
        var cited = (await client.RequestAsync("textDocument/definition", new { textDocument = new { uri }, position = link["range"]!["start"] }))!.AsArray();
        Assert.Equal((target, 0, 3), ((string?)cited[0]!["uri"], (int)cited[0]!["range"]!["start"]!["line"]!, (int)cited[0]!["range"]!["end"]!["line"]!));
    }

    [Fact]
    public async Task An_answer_is_inserted_below_its_question_in_the_text_as_it_is_by_then()
    {
        await using var client = await StartAsync(Able);

        // Each change of a long text takes a moment.
        await client.OpenAsync(Uri, Asking + string.Concat(Enumerable.Repeat("pass\r\n", 100_000)), "python");
        var insert = (await ActionsAsync(client, 2, 5, 2, 5))[1]!;

        // The first edit is refused: somebody has typed. The server has many changes to take in before it reads that.
        var tries = 0;
        const int Changes = 20;
        client.OnRequest = (method, _) =>
        {
            if (method != "workspace/applyEdit")
            {
                return null;
            }

            if (++tries > 1)
            {
                return new JsonObject { ["applied"] = true };
            }

            for (var change = 0; change < Changes; change++)
            {
                client.ChangeAsync(Uri, change + 2, new { range = DocumentTests.Range(0, 0, 0, 0), text = change == 0 ? "# first\r\n" : "" }).GetAwaiter().GetResult();
            }

            return new JsonObject { ["applied"] = false, ["failureReason"] = "version" };
        };
        await RunAsync(client, insert);
        var first = (await client.WaitForAsync("workspace/applyEdit"))["edit"]!["documentChanges"]![0]!;
        Assert.Equal((Uri, 1), ((string?)first["textDocument"]!["uri"], (int)first["textDocument"]!["version"]!));
        var second = (await client.WaitForAsync("workspace/applyEdit"))["edit"]!["documentChanges"]![0]!;
        Assert.Equal(Changes + 1, (int)second["textDocument"]!["version"]!);
        var edit = Assert.Single(second["edits"]!.AsArray())!;
        Assert.Equal((4, 0), ((int)edit["range"]!["start"]!["line"]!, (int)edit["range"]!["start"]!["character"]!));
        var lines = ((string)edit["newText"]!).Split("\r\n");
        Assert.Matches("^    # Plumb: .*`retry_with_backoff` .*at `retry.py:1-3`", lines[0]);
        Assert.All(lines[..^1], line => Assert.StartsWith("    #", line, StringComparison.Ordinal));
        Assert.Equal("", lines[^1]);
        Assert.False(Directory.Exists(Answers));
    }

    [Fact]
    public async Task A_last_line_without_an_end_gets_one_and_a_client_without_versions_a_plain_edit()
    {
        await using var client = await StartAsync(new { workspace = new { applyEdit = true } });
        client.OnRequest = (method, _) => method == "workspace/applyEdit" ? new JsonObject { ["applied"] = true } : null;
        await client.OpenAsync(Uri, "pass\n# ask: how does retry with backoff work?", "python");
        await RunAsync(client, (await ActionsAsync(client, 1, 0, 1, 0))[1]!);
        var edit = (await client.WaitForAsync("workspace/applyEdit"))["edit"]!["changes"]![Uri]![0]!;
        Assert.Equal((1, 40), ((int)edit["range"]!["start"]!["line"]!, (int)edit["range"]!["start"]!["character"]!));
        Assert.StartsWith("\n# Plumb: ", (string)edit["newText"]!, StringComparison.Ordinal);
        Assert.False(((string)edit["newText"]!).EndsWith('\n'));
    }

    [Fact]
    public async Task Where_the_question_is_gone_the_answer_is_shown_instead()
    {
        await using var client = await StartAsync(Able);
        client.OnRequest = (method, _) => method == "window/showDocument" ? new JsonObject { ["success"] = true } : null;
        await client.OpenAsync(Uri, Asking, "python");
        var insert = (await ActionsAsync(client, 2, 0, 2, 0))[1]!;
        await client.ChangeAsync(Uri, 2, new { text = "pass\n" });
        await RunAsync(client, insert);
        await client.WaitForAsync("window/showDocument");
        Assert.DoesNotContain(client.Received, m => (string?)m["method"] == "workspace/applyEdit");
    }

    [Fact]
    public async Task A_client_that_can_do_little_is_told_the_answer_and_where_the_page_is()
    {
        await using var client = await StartAsync(Servers.PlainClient);
        await client.OpenAsync(Uri, Asking, "python");
        var action = Assert.Single(await ActionsAsync(client, 2, 0, 2, 0))!;
        await RunAsync(client, action);
        var message = await client.WaitForAsync("window/showMessage");
        Assert.Equal(3, (int)message["type"]!);
        var text = (string)message["message"]!;
        Assert.Matches("^The answer is in [^\n]*\\.md: [^\n]*`retry_with_backoff` [^\n]*at `retry.py:1-3`", text);
        Assert.True(File.Exists(text["The answer is in ".Length..(text.IndexOf(".md: ", StringComparison.Ordinal) + 3)]));
        Assert.DoesNotContain(client.Received, m => m["id"] is not null);
    }

    [Fact]
    public async Task A_selection_is_explained_and_asked_about_by_name()
    {
        await using var client = await StartAsync(Able);
        client.OnRequest = (method, _) => method == "window/showDocument" ? new JsonObject { ["success"] = true } : null;
        var uri = new Uri(Path.Combine(Root, "retry.py")).AbsoluteUri;
        await client.OpenAsync(uri, Source, "python");
        Assert.Empty(await ActionsAsync(client, 0, 5, 0, 5, uri));
        var actions = await ActionsAsync(client, 0, 0, 3, 0, uri);
        Assert.Equal(["Ask Plumb: explain this", "Ask Plumb: where is retry_with_backoff tested?", "Ask Plumb: what changes with retry_with_backoff?"], actions.Select(a => (string?)a!["title"]));
        string[] begins = ["# Explain retry.py:1-3\n\n[`retry.py:1-3`](", "# Where is retry_with_backoff tested?\n\n`retry_with_backoff` is mentioned by", "# What changes with retry_with_backoff?\n\n`retry_with_backoff` is declared at [`retry.py:1`]("];
        foreach (var (action, begin) in actions.Zip(begins))
        {
            await RunAsync(client, action!);
            var page = await File.ReadAllTextAsync(new Uri((string)(await client.WaitForAsync("window/showDocument"))["uri"]!).LocalPath);
            Assert.StartsWith(begin, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_question_given_to_the_command_is_answered_on_the_clients_own_progress()
    {
        await using var client = await StartAsync(new { window = new { showDocument = new { support = true } } });
        client.OnRequest = (method, _) => method == "window/showDocument" ? new JsonObject { ["success"] = true } : null;
        await client.RequestAsync("workspace/executeCommand", new { command = "plumb.openAnswer", arguments = new[] { "how does", "retry work?" }, workDoneToken = "mine" });
        Assert.Equal("begin", (string?)(await client.WaitForAsync("$/progress", p => (string?)p["token"] == "mine"))["value"]!["kind"]);
        await client.WaitForAsync("$/progress", p => (string?)p["token"] == "mine" && (string?)p["value"]!["kind"] == "end");
        var page = await File.ReadAllTextAsync(new Uri((string)(await client.WaitForAsync("window/showDocument"))["uri"]!).LocalPath);
        Assert.StartsWith("# how does retry work?\n", page, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("workspace/executeCommand", new { command = "plumb.openAnswer", arguments = Array.Empty<string>() }));
        Assert.Equal(-32602, error.Code);
    }

    [Fact]
    public async Task The_cancel_button_of_the_progress_stops_the_question()
    {
        await using var client = await StartAsync(new { window = new { workDoneProgress = true, showDocument = new { support = true } }, experimental = new { plumb = new { chat = true } } });
        client.IsAnswered = method => method != "plumb/chat";
        await client.RequestAsync("workspace/executeCommand", new { command = "plumb.openAnswer", arguments = new[] { "how does retry work?" } });
        var token = (string?)(await client.WaitForAsync("window/workDoneProgress/create", p => ((string)p["token"]!).StartsWith("plumb/answer/", StringComparison.Ordinal)))["token"];
        var chat = await client.WaitForMessageAsync(m => (string?)m["method"] == "plumb/chat");
        await client.NotifyAsync("window/workDoneProgress/cancel", new { token });
        await client.WaitForAsync("$/cancelRequest", p => p["id"]!.ToString() == chat["id"]!.ToString());
        var end = await client.WaitForAsync("$/progress", p => (string?)p["token"] == token && (string?)p["value"]!["kind"] == "end");
        Assert.Equal("Stopped", (string?)end["value"]!["message"]);
        Assert.DoesNotContain(client.Received, m => (string?)m["method"] is "window/showDocument" or "window/showMessage");
    }

    [Fact]
    public async Task Without_a_folder_the_question_says_what_it_needs()
    {
        await using var client = Servers.Start(Path.Combine(folder.Path, "data"));
        await client.InitializeAsync(Able);
        await client.OpenAsync("untitled:a", Asking, "python");
        await RunAsync(client, (await ActionsAsync(client, 2, 0, 2, 0, "untitled:a"))[0]!);
        var message = await client.WaitForAsync("window/showMessage");
        Assert.Equal((2, "The question was not answered. No folder is open: questions need one."), ((int)message["type"]!, (string?)message["message"]));
    }

    [Fact]
    public async Task A_lens_above_the_question_asks_it()
    {
        await using var client = await StartAsync(Able);
        await client.OpenAsync(Uri, Asking, "python");
        var lens = Assert.Single((await client.RequestAsync("textDocument/codeLens", new { textDocument = new { uri = Uri } }))!.AsArray())!;
        Assert.Equal(("Ask Plumb", "plumb.openAnswer", 2), ((string?)lens["command"]!["title"], (string?)lens["command"]!["command"], (int)lens["range"]!["start"]!["line"]!));
        Assert.Equal("how does retry with backoff work?", (string?)lens["command"]!["arguments"]![0]!["question"]);
    }

    [Fact]
    public async Task A_client_that_asks_by_itself_is_offered_none_of_it()
    {
        var client = LspClient.StartInProcess(Servers.Options(Path.Combine(folder.Path, "data")) with { Lint = null });
        await using var _ = client;
        var result = await client.InitializeAsync(new { window = new { showDocument = new { support = true } }, textDocument = new { codeLens = new { } }, experimental = new { plumb = new { questions = true } } }, Root);
        Assert.DoesNotContain("plumb.openAnswer", result["capabilities"]!["executeCommandProvider"]!["commands"]!.AsArray().Select(c => (string?)c));
        await client.OpenAsync(Uri, Asking, "python");
        Assert.Empty(await ActionsAsync(client, 2, 0, 2, 0));
        Assert.Empty((await client.RequestAsync("textDocument/codeLens", new { textDocument = new { uri = Uri } }))!.AsArray());
    }

    [Fact]
    public async Task An_action_that_was_not_asked_for_is_not_offered()
    {
        await using var client = await StartAsync(Able);
        await client.OpenAsync(Uri, Asking, "python");
        Assert.Empty((await client.RequestAsync("textDocument/codeAction", new { textDocument = new { uri = Uri }, range = DocumentTests.Range(2, 0, 2, 0), context = new { diagnostics = Array.Empty<object>(), only = new[] { "source" } } }))!.AsArray());
    }

    [Fact]
    public async Task The_folder_of_the_answers_is_no_workspace()
    {
        await using var client = await StartAsync(Able);
        Directory.CreateDirectory(Answers);
        await client.NotifyAsync("workspace/didChangeWorkspaceFolders", new { @event = new { added = new[] { new { uri = new Uri(Answers).AbsoluteUri, name = "answers" } }, removed = Array.Empty<object>() } });
        var status = (await client.RequestAsync("plumb/status"))!;
        Assert.Equal([Root], status["roots"]!.AsArray().Select(root => (string?)root!["root"]));
    }

    [Fact]
    public async Task The_state_is_told_by_command()
    {
        await using var client = await StartAsync(Able);
        await client.RequestAsync("workspace/executeCommand", new { command = "plumb.tellStatus" });
        Assert.Equal("Plumb: 2 files, 2 symbols.", (string?)(await client.WaitForAsync("window/showMessage"))["message"]);
    }

    private static Task<JsonNode?> RunAsync(LspClient client, JsonNode action) =>
        client.RequestAsync("workspace/executeCommand", new { command = (string?)action["command"]!["command"], arguments = action["command"]!["arguments"] });

    private async Task<JsonArray> ActionsAsync(LspClient client, int startLine, int startCharacter, int endLine, int endCharacter, string? uri = null) =>
        (await client.RequestAsync("textDocument/codeAction", new { textDocument = new { uri = uri ?? Uri }, range = DocumentTests.Range(startLine, startCharacter, endLine, endCharacter), context = new { diagnostics = Array.Empty<object>() } }))!.AsArray();

    private async Task<LspClient> StartAsync(object capabilities)
    {
        var client = LspClient.StartInProcess(Servers.Options(Path.Combine(folder.Path, "data")) with { Lint = null, OpenAsk = index => AskEngine.Open(index, new AskOptions()) });
        await client.InitializeAsync(capabilities, Root);
        await client.WaitForAsync("plumb/statusChanged", s => (string?)s["state"] == "ready");
        return client;
    }
}
