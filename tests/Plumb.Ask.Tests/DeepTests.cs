using System.Text.Json;
using Plumb.Ask.Models;
using Plumb.Ask.Tools;
using static Plumb.Ask.Tests.LoopbackModel;

namespace Plumb.Ask.Tests;

public sealed class DeepTests
{
    private const string Asked = "how does retry with backoff work?";

    [Fact]
    public async Task The_model_looks_around_and_cites_what_it_has_seen()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(
            _ => Response.Call("search", """{"query":"retry_with_backoff"}"""),
            _ => Response.Call("read", """{"path":"src/pause.py","start":1,"end":3}"""),
            _ => new Response("It doubles the pause (`src/retry.py:6-10`), as `pause_between_retries` tells (`src/pause.py:1-3`). And `docs/guide.md:1` is unseen."));
        var steps = new List<AskStep>();
        var answer = await workspace.Engine(model).AskDeepAsync(new Question(Asked), DeepBudget.Default, null, new Collect(steps), CancellationToken.None);
        Assert.Equal(["src/retry.py", "src/pause.py"], answer.Citations.Select(c => c.Path));
        Assert.Contains("~~`docs/guide.md:1`~~", answer.Markdown);
        Assert.Equal(["model", "tool", "model", "tool", "model"], steps.Select(s => s.Name));
        Assert.StartsWith("search {", steps[1].Detail);
        Assert.Equal(3, answer.Usage.Calls);

        using var last = JsonDocument.Parse(model.Requests[^1].Body);
        var messages = last.RootElement.GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(["system", "user", "assistant", "tool", "assistant", "tool"], messages.Select(m => m.GetProperty("role").GetString()));
        Assert.Matches("^<evidence-[0-9a-f]{12} tool=\"read\">\nsrc/pause.py:1-3", messages[^1].GetProperty("content").GetString());
        Assert.Equal(WorkspaceTools.Definitions.Count, last.RootElement.GetProperty("tools").GetArrayLength());
    }

    [Fact]
    public async Task What_the_model_writes_is_shown_while_it_looks_around()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(
            _ => Response.Call("read", """{"path":"src/pause.py"}""") with { Text = "I look at the pause." },
            _ => new Response("It doubles (`src/pause.py:1-3`). ![x](https://evil.example/x.png)"));
        var shown = new List<string>();
        await workspace.Engine(model).AskDeepAsync(new Question(Asked), DeepBudget.Default, new Text(shown), null, CancellationToken.None);
        Assert.True(shown.Count > 4, string.Join('|', shown));
        Assert.Equal("I look at the pause.\n\nIt doubles (`src/pause.py:1-3`). (image: x)", string.Concat(shown));
    }

    [Fact]
    public async Task A_model_that_finds_nothing_is_not_quoted()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response("NOT_FOUND"));
        var shown = new List<string>();
        var answer = await workspace.Engine(model).AskDeepAsync(new Question(Asked), DeepBudget.Default, new Text(shown), null, CancellationToken.None);
        Assert.Equal(answer.Markdown, string.Concat(shown));
        Assert.StartsWith("Not found in this workspace", answer.Markdown);
    }

    [Fact]
    public async Task A_budget_of_steps_ends_in_an_answer()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(
            _ => Response.Call("search", """{"query":"retry"}"""), _ => Response.Call("search", """{"query":"backoff"}"""), body => body.Contains("budget is used up", StringComparison.Ordinal) ? new Response("It doubles (`src/retry.py:4-6`).") : Response.Call("search", "{}"));
        var answer = await workspace.Engine(model).AskDeepAsync(new Question(Asked), DeepBudget.Default with { Steps = 2 }, null, null, CancellationToken.None);
        Assert.Equal(AnswerKind.Model, answer.Kind);
        Assert.Contains(answer.Notes, note => note.Contains("budget of 2 steps", StringComparison.Ordinal));
        Assert.DoesNotContain("\"tools\"", model.Requests[^1].Body);
    }

    [Fact]
    public async Task A_model_without_tools_is_asked_as_usual()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => new Response("test-model does not support tools", 400), _ => new Response("It doubles (`src/retry.py:6`)."));
        var answer = await workspace.Engine(model).AskDeepAsync(new Question(Asked), DeepBudget.Default, null, null, CancellationToken.None);
        Assert.Equal(AnswerKind.Model, answer.Kind);
        Assert.Contains("cannot call tools", answer.Notes[0]);
    }

    [Fact]
    public async Task Malformed_arguments_are_told_to_the_model()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        await using var model = Scripted(_ => Response.Call("search", "{\"query\": retry"), _ => new Response("NOT_FOUND"));
        await workspace.Engine(model).AskDeepAsync(new Question(Asked), DeepBudget.Default, null, null, CancellationToken.None);
        Assert.Contains("no JSON object", model.Requests[^1].Body);
    }

    [Theory]
    [InlineData("read", """{"path":"../secret.txt"}""")]
    [InlineData("read", """{"path":"/etc/passwd"}""")]
    [InlineData("read", """{"path":"link.txt"}""")]
    [InlineData("read", """{"path":"linked/secret.txt"}""")]
    [InlineData("read", """{"path":"src/../../secret.txt"}""")]
    [InlineData("read", """{"path":".env"}""")]
    [InlineData("read", """{"path":".git/config"}""")]
    [InlineData("outline", """{"path":"../secret.txt"}""")]
    [InlineData("git_log", """{"path":"../secret.txt"}""")]
    [InlineData("git_blame", """{"path":"--contents=/etc/passwd","start":1,"end":1}""")]
    public async Task No_tool_leads_outside(string tool, string arguments)
    {
        using var workspace = await AskWorkspace.CreateAsync((".gitignore", ".env\n"), (".env", "outside-text"), ("a.py", "x = 1\n"), (".git/config", "outside-text"), ("../secret.txt", "outside-text\n"), ("../beside/secret.txt", "outside-text\n"));
        File.CreateSymbolicLink(Path.Combine(workspace.Root, "link.txt"), Path.Combine(workspace.Root, "../secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(workspace.Root, "linked"), Path.Combine(workspace.Root, "../beside"));
        var tools = new WorkspaceTools(workspace.Index);
        Assert.StartsWith("error: the workspace has no text file", await tools.CallAsync(new ToolCall("1", tool, arguments), CancellationToken.None));
        foreach (var wide in new[] { new ToolCall("2", "grep", """{"pattern":"outside"}"""), new ToolCall("3", "list", """{"folder":".."}"""), new ToolCall("4", "list", "{}") })
        {
            var result = await tools.CallAsync(wide, CancellationToken.None);
            Assert.DoesNotContain("outside-text", result);
            Assert.DoesNotContain("secret", result);
        }
    }

    [Fact]
    public async Task Every_tool_works()
    {
        using var workspace = await AskWorkspace.CreateAsync();
        var tools = new WorkspaceTools(workspace.Index);
        Assert.Contains("4-11 Function retry_with_backoff", await tools.CallAsync(new ToolCall("1", "outline", """{"path":"./src/retry.py"}"""), default));
        Assert.Contains("declared at src/retry.py:4", await tools.CallAsync(new ToolCall("1", "references", """{"name":"retry_with_backoff"}"""), default));
        Assert.Equal("src/pause.py\nsrc/retry.py", await tools.CallAsync(new ToolCall("1", "list", """{"folder":"src"}"""), default));
        Assert.Equal("src/retry.py:11: raise TimeoutError\n", await tools.CallAsync(new ToolCall("1", "grep", """{"pattern":"raise \\w+"}"""), default));
        Assert.StartsWith("error:", await tools.CallAsync(new ToolCall("1", "grep", """{"pattern":"("}"""), default));
        Assert.StartsWith("error: there is no tool", await tools.CallAsync(new ToolCall("1", "write", "{}"), default));
    }

    private sealed class Collect(List<AskStep> steps) : IProgress<AskStep>
    {
        public void Report(AskStep value) => steps.Add(value);
    }

    private sealed class Text(List<string> pieces) : IProgress<string>
    {
        public void Report(string value) => pieces.Add(value);
    }
}
