using System.Text.Json.Nodes;
using Plumb.Ask;
using Plumb.Ask.Ledger;
using Plumb.Lsp.Tests.Support;
using Plumb.Search;

namespace Plumb.Lsp.Tests.Features;

/// <summary>Questions over the wire, with an editor that has a model of its own and with one that has none.</summary>
public sealed class AskTests : IDisposable
{
    private readonly TempFolder folder = new();

    public AskTests()
    {
        Directory.CreateDirectory(Root);
        File.WriteAllText(Path.Combine(Root, "retry.py"), "def retry_with_backoff(action):\n    \"\"\"Calls action again, with a pause that doubles.\"\"\"\n    return action()\n");
    }

    private string Root => Path.Combine(folder.Path, "ws");

    private string Home => Path.Combine(folder.Path, "data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_editors_model_writes_the_answer_and_its_pieces_are_passed_on()
    {
        await using var client = await StartAsync(chats: true);
        var (id, response) = await client.BeginRequestAsync("plumb/ask", new { question = "how does retry with backoff work?", partialResultToken = "t1" });
        _ = id;
        var chat = await client.WaitForMessageAsync(m => (string?)m["method"] == "plumb/chat");
        var token = (string)chat["params"]!["partialResultToken"]!;
        Assert.Equal(["system", "user"], chat["params"]!["messages"]!.AsArray().Select(m => (string)m!["role"]!));
        await client.NotifyAsync("$/progress", new { token, value = new { content = "It doubles " } });
        var first = await client.WaitForAsync("$/progress", p => (string?)p["token"] == "t1");
        Assert.Equal("It doubles ", (string?)first["value"]!["markdown"]);
        await client.SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = chat["id"]!.DeepClone(), ["result"] = new JsonObject { ["content"] = "It doubles the pause (`retry.py:1-3`).", ["promptTokens"] = 7, ["answerTokens"] = 3 } }.ToJsonString());
        var result = (await response.WaitAsync(LspClient.Patience))["result"]!;
        Assert.Equal("model", (string?)result["kind"]);
        Assert.Equal("It doubles the pause (`retry.py:1-3`).", (string?)result["answer"]);
        Assert.Equal(16, ((string)result["citations"]![0]!["contentHash"]!).Length);
        Assert.EndsWith(".", (string)result["citations"]![0]!["why"]!, StringComparison.Ordinal);
        Assert.Equal(7, (int)result["usage"]!["promptTokens"]!);
        Assert.Equal("high", (string?)result["confidence"]!["level"]);
        var step = await client.WaitForAsync("plumb/askStep");
        Assert.Equal(("t1", "search"), ((string?)step["token"], (string?)step["name"]));
    }

    [Fact]
    public async Task The_editors_model_looks_around_with_tools_and_its_words_are_passed_on()
    {
        await using var client = await StartAsync(chats: true, tools: true);
        var (_, response) = await client.BeginRequestAsync("plumb/ask", new { question = "how does retry with backoff work?", deep = true, partialResultToken = "t1" });
        var first = await client.WaitForMessageAsync(m => (string?)m["method"] == "plumb/chat");
        var tools = first["params"]!["tools"]!.AsArray();
        Assert.Contains("read", tools.Select(t => (string?)t!["name"]));
        Assert.Equal("object", (string?)tools[0]!["inputSchema"]!["type"]);
        await client.NotifyAsync("$/progress", new { token = (string?)first["params"]!["partialResultToken"], value = new { content = "I look at retry.py. " } });
        Assert.Equal("I look at retry.py. ", (string?)(await client.WaitForAsync("$/progress", p => (string?)p["token"] == "t1"))["value"]!["markdown"]);
        await ReplyAsync(client, first, new JsonObject { ["toolCalls"] = new JsonArray(new JsonObject { ["id"] = "c7", ["name"] = "read", ["arguments"] = """{"path":"retry.py"}""" }) });

        var second = await client.WaitForMessageAsync(m => (string?)m["method"] == "plumb/chat" && !JsonNode.DeepEquals(m["id"], first["id"]));
        var messages = second["params"]!["messages"]!.AsArray();
        Assert.Equal(["system", "user", "assistant", "tool"], messages.Select(m => (string)m!["role"]!));
        Assert.Equal(("c7", "read"), ((string?)messages[2]!["toolCalls"]![0]!["id"], (string?)messages[2]!["toolCalls"]![0]!["name"]));
        Assert.Equal("c7", (string?)messages[3]!["toolCallId"]);
        Assert.Contains("def retry_with_backoff", (string?)messages[3]!["content"]);
        await ReplyAsync(client, second, new JsonObject { ["content"] = "It doubles the pause (`retry.py:1-3`)." });

        var result = (await response.WaitAsync(LspClient.Patience))["result"]!;
        Assert.Equal("It doubles the pause (`retry.py:1-3`).", (string?)result["answer"]);
        Assert.Equal("retry.py", (string?)result["citations"]![0]!["path"]);
        Assert.Equal(["model", "tool", "model"], result["usage"]!["steps"]!.AsArray().Select(s => (string?)s!["name"]));
    }

    [Fact]
    public async Task An_editor_whose_model_has_no_tools_is_asked_as_usual()
    {
        await using var client = await StartAsync(chats: true);
        var (_, response) = await client.BeginRequestAsync("plumb/ask", new { question = "how does retry with backoff work?", deep = true });
        var chat = await client.WaitForMessageAsync(m => (string?)m["method"] == "plumb/chat");
        Assert.Null(chat["params"]!["tools"]);
        await ReplyAsync(client, chat, new JsonObject { ["content"] = "It doubles the pause (`retry.py:1-3`)." });
        var result = (await response.WaitAsync(LspClient.Patience))["result"]!;
        Assert.Equal("model", (string?)result["kind"]);
        Assert.Contains("does not pass tools on", (string?)result["notes"]![0]);
    }

    [Fact]
    public async Task An_editor_that_refuses_gets_the_passages()
    {
        await using var client = await StartAsync(chats: true);
        var (_, response) = await client.BeginRequestAsync("plumb/ask", new { question = "how does retry with backoff work?" });
        var chat = await client.WaitForMessageAsync(m => (string?)m["method"] == "plumb/chat");
        await client.SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = chat["id"]!.DeepClone(), ["error"] = new JsonObject { ["code"] = -32803, ["message"] = "no consent" } }.ToJsonString());
        var result = (await response.WaitAsync(LspClient.Patience))["result"]!;
        Assert.Equal("extractive", (string?)result["kind"]);
        Assert.Contains("no consent", result["notes"]!.AsArray().Select(n => (string)n!).First());
    }

    [Fact]
    public async Task A_client_without_a_model_is_not_asked()
    {
        await using var client = await StartAsync(chats: false);
        Assert.Equal("extractive", (string?)(await client.RequestAsync("plumb/ask", new { question = "how does retry with backoff work?" }))!["kind"]);
        Assert.DoesNotContain(client.Received, m => (string?)m["method"] == "plumb/chat");
    }

    [Fact]
    public async Task What_would_be_sent_is_shown_and_not_sent()
    {
        await using var client = await StartAsync(chats: true);
        var shown = (await client.RequestAsync("plumb/showPrompt", new { question = "how does retry with backoff work?" }))!;
        Assert.Equal("the editor's model", (string?)shown["model"]);
        Assert.True((int)shown["tokens"]! > 100);
        Assert.Contains("retry_with_backoff", (string?)shown["messages"]![1]!["content"]);
        Assert.DoesNotContain(client.Received, m => (string?)m["method"] == "plumb/chat");
    }

    [Fact]
    public async Task What_a_task_or_a_deep_question_would_send_is_shown_too()
    {
        await using var client = await StartAsync(chats: true);
        var explained = (await client.RequestAsync("plumb/showPrompt", new { question = "", task = "explain", target = "retry.py:1-3" }))!;
        Assert.Contains("retry_with_backoff", (string?)explained["messages"]![1]!["content"]);
        var deep = (await client.RequestAsync("plumb/showPrompt", new { question = "how does retry work?", deep = true }))!;
        Assert.Equal(["system", "user", "tools"], deep["messages"]!.AsArray().Select(m => (string?)m!["role"]));
        Assert.Contains("call by call", (string?)deep["notes"]![0]);
        Assert.DoesNotContain(client.Received, m => (string?)m["method"] == "plumb/chat");
    }

    [Fact]
    public async Task A_saved_answer_is_told_to_be_stale()
    {
        await using var client = await StartAsync(chats: false);
        var citations = (await client.RequestAsync("plumb/ask", new { question = "how does retry with backoff work?" }))!["citations"]!.DeepClone();
        Assert.False((bool)(await client.RequestAsync("plumb/checkAnswer", new { citations }))!["stale"]!);
        await File.WriteAllTextAsync(Path.Combine(Root, "retry.py"), "# new\n" + await File.ReadAllTextAsync(Path.Combine(Root, "retry.py")));
        var check = (await client.RequestAsync("plumb/checkAnswer", new { citations }))!;
        Assert.True((bool)check["stale"]!);
        Assert.Equal(("moved", 1), ((string?)check["citations"]![0]!["state"], (int)check["citations"]![0]!["range"]!["start"]!["line"]!));
    }

    [Fact]
    public async Task The_client_names_a_model_and_an_address_that_is_none_is_told()
    {
        await using var client = await StartAsync(chats: true);
        var set = (await client.RequestAsync("plumb/setModel", new { provider = "ollama", model = "m" }))!;
        Assert.Equal("m at http://localhost:11434/v1", (string?)set["model"]);
        Assert.Contains("no http", (string?)(await client.RequestAsync("plumb/setModel", new { model = "m", endpoint = "ftp://x" }))!["problem"]);
        Assert.Equal("the editor's model", (string?)(await client.RequestAsync("plumb/setModel", new { provider = "editor" }))!["model"]);
    }

    [Fact]
    public async Task A_task_takes_the_selection_for_its_target()
    {
        await using var client = await StartAsync(chats: false);
        var result = (await client.RequestAsync("plumb/ask", new
        {
            question = "",
            task = "explain",
            textDocument = new { uri = new Uri(Path.Combine(Root, "retry.py")).AbsoluteUri },
            selection = new { start = new { line = 0, character = 0 }, end = new { line = 3, character = 0 } },
        }))!;
        Assert.StartsWith("`retry.py:1-3` is the function `retry_with_backoff`", (string?)result["answer"]);
    }

    [Fact]
    public async Task A_judgement_is_kept_with_the_lines_that_the_answer_cited()
    {
        await using var client = await StartAsync(chats: false);
        var citations = new[] { new { path = "retry.py", startLine = 1, endLine = 3 } };
        var saved = (await client.RequestAsync("plumb/feedback", new { question = "how does retry work?", answer = "It doubles (`retry.py:1-3`).", verdict = "up", comment = "good", citations, folder = new Uri(Root).AbsoluteUri }))!;
        Assert.True((bool)saved["saved"]!);
        Assert.Equal(1, (int)saved["count"]!);
        Assert.Equal(2, (int)(await client.RequestAsync("plumb/feedback", new { question = "and why?", answer = "No.", verdict = "down", citations = Array.Empty<object>() }))!["count"]!);

        var kept = new FeedbackStore(Home).List(new WorkspaceOptions(Root).Identity);
        Assert.Equal([("and why?", false, ""), ("how does retry work?", true, "good")], kept.Select(f => (f.Question, f.IsGood, f.Comment)));
        var citation = Assert.Single(kept[1].Citations);
        Assert.Equal(("retry.py", 1, 3, 16), (citation.Path, citation.StartLine, citation.EndLine, citation.ContentHash.Length));
    }

    [Fact]
    public async Task A_verdict_that_is_none_is_refused()
    {
        await using var client = await StartAsync(chats: false);
        var error = await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("plumb/feedback", new { question = "q", answer = "a", verdict = "sideways", citations = Array.Empty<object>() }));
        Assert.Equal(-32602, error.Code);
        Assert.Empty(new FeedbackStore(Home).List(null));
    }

    [Fact]
    public async Task What_was_used_is_told_with_the_budget()
    {
        Directory.CreateDirectory(Home);
        await File.WriteAllTextAsync(Path.Combine(Home, "plumb.json"), """{"ask":{"budget":{"tokensPerDay":100}}}""");
        new UsageLedger(Home).Record(new LedgerEntry(DateTimeOffset.UtcNow, "answer", "openai", "m", 70, 10, 15, 0.5m, 12, "ok"));
        await using var client = await StartAsync(chats: false);
        var usage = (await client.RequestAsync("plumb/usage", new { days = 2 }))!;
        Assert.Equal((2, 1, 70, 15), ((int)usage["days"]!, (int)usage["calls"]!, (int)usage["promptTokens"]!, (int)usage["answerTokens"]!));
        Assert.Equal(("m", "answer"), ((string?)usage["rows"]![0]!["model"], (string?)usage["rows"]![0]!["kind"]));
        Assert.Equal((100, 85, "warn"), ((int)usage["budget"]!["tokensPerDay"]!, (int)usage["budget"]!["tokensToday"]!, (string?)usage["budget"]!["state"]));
        Assert.Equal(30, (int)(await client.RequestAsync("plumb/usage", new { }))!["days"]!);
        await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("plumb/usage", new { days = 0 }));
    }

    private static Task ReplyAsync(LspClient client, JsonObject request, JsonObject result) =>
        client.SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = request["id"]!.DeepClone(), ["result"] = result }.ToJsonString());

    [Fact]
    public async Task A_prompt_is_reviewed_where_the_user_wants_that_offered_and_opinions_stay_with_their_lines()
    {
        var uri = new Uri(Path.Combine(Root, "greet.prompty")).AbsoluteUri;
        const string Text = "---\nname: greet\n---\nuser:\nAnswer soon.\n";
        await using var client = await StartAsync(chats: true, review: true);
        await client.OpenAsync(uri, Text);
        var asked = new { textDocument = new { uri }, range = DocumentTests.Range(0, 0, 0, 0), context = new { diagnostics = Array.Empty<object>(), only = new[] { "source" } } };
        var action = (await client.RequestAsync("textDocument/codeAction", asked))!.AsArray().Single(a => (string?)a!["kind"] == "source.review.plumb")!;
        Assert.Null(await client.RequestAsync("workspace/executeCommand", new { command = (string?)action["command"]!["command"], arguments = action["command"]!["arguments"] }));
        var chat = await client.WaitForMessageAsync(m => (string?)m["method"] == "plumb/chat");
        Assert.Contains("5| Answer soon.", (string)chat["params"]!["messages"]![1]!["content"]!, StringComparison.Ordinal);
        await client.SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = chat["id"]!.DeepClone(), ["result"] = new JsonObject { ["content"] = "5|ambiguity|Say what 'soon' means.\nand so on" } }.ToJsonString());
        var found = (await client.WaitForAsync("textDocument/publishDiagnostics", p => p["diagnostics"]!.AsArray().Any(d => (string?)d!["code"] == "O01")))["diagnostics"]!.AsArray().Single(d => (string?)d!["code"] == "O01")!;
        Assert.Equal((3, "A model's opinion: Say what 'soon' means."), ((int)found["severity"]!, (string?)found["message"]));

        await client.ChangeAsync(uri, 2, new { range = DocumentTests.Range(4, 0, 4, 0), text = "Be kind.\n" });
        var moved = await client.WaitForAsync("textDocument/publishDiagnostics", p => (int?)p["version"] == 2);
        Assert.Equal(5, (int)moved["diagnostics"]!.AsArray().Single(d => (string?)d!["code"] == "O01")!["range"]!["start"]!["line"]!);
        await client.ChangeAsync(uri, 3, new { range = DocumentTests.Range(5, 0, 5, 0), text = "Do " });
        var gone = await client.WaitForAsync("textDocument/publishDiagnostics", p => (int?)p["version"] == 3);
        Assert.DoesNotContain(gone["diagnostics"]!.AsArray(), d => (string?)d!["code"] == "O01");
    }

    [Fact]
    public async Task No_review_is_offered_unless_the_user_wants_it_and_without_a_model_it_says_why()
    {
        var uri = new Uri(Path.Combine(Root, "greet.prompty")).AbsoluteUri;
        await using var client = await StartAsync(chats: false);
        await client.OpenAsync(uri, "---\nname: greet\n---\nuser:\nAnswer soon.\n");
        Assert.Empty((await client.RequestAsync("textDocument/codeAction", new { textDocument = new { uri }, range = DocumentTests.Range(0, 0, 0, 0), context = new { diagnostics = Array.Empty<object>(), only = new[] { "source" } } }))!.AsArray());
        await client.RequestAsync("workspace/executeCommand", new { command = "plumb.reviewPrompt", arguments = new[] { uri } });
        Assert.Contains("No model is configured", (string)(await client.WaitForAsync("window/showMessage"))["message"]!, StringComparison.Ordinal);
    }

    private async Task<LspClient> StartAsync(bool chats, bool tools = false, bool review = false)
    {
        var client = LspClient.StartInProcess(Servers.Options(Home) with { Lint = null, OpenAsk = index => AskEngine.Open(index, new AskOptions()) });
        client.IsAnswered = method => method != "plumb/chat";
        await client.InitializeAsync(new { experimental = new { plumb = new { chat = chats, chatTools = tools } } }, Root, new { lint = new { review } });
        await client.WaitForAsync("plumb/statusChanged", s => (string?)s["state"] == "ready");
        return client;
    }
}
