using System.Diagnostics;
using System.Text.Json;

namespace Plumb.EndToEnd.Tests;

/// <summary><c>plumb lint</c> with what it knows besides the files: the index, git, scripts.</summary>
public sealed class LintCommandTests : IDisposable
{
    private const string Plan = "name: plan\ntemplate_format: semantic-kernel\ntemplate: |\n  Today is {{time.CurentDate}}.\n";

    private const string Clock = "namespace Lantern;\n\npublic sealed class ClockPlugin\n{\n    public string CurrentDate() => \"today\";\n}\n";

    private readonly Fixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Names_of_code_come_from_the_index_that_is_there()
    {
        Git("init", "-q");
        fixture.Write("plan.yaml", Plan).Write("src/ClockPlugin.cs", Clock)
            .Write("AGENTS.md", "Use `ClockPlugin` and not `ClokPlugin`; `ClockPlugin.StopAll()` is gone. `ReactDom` and `CurrentDate` are fine.\n");
        Assert.Equal(0, (await fixture.RunAsync("index")).ExitCode);
        Assert.Equal(
            [("AGENTS.md", "I03", "The workspace's code has no 'ClokPlugin'; did you mean 'ClockPlugin'?"), ("AGENTS.md", "I03", "The workspace's code has no 'StopAll' in 'ClockPlugin'."), ("plan.yaml", "T08", "The workspace declares no function 'CurentDate'; did you mean 'CurrentDate'?")],
            await LintAsync("--select", "I03,T08"));
    }

    [Fact]
    public async Task A_name_that_was_declared_since_is_no_finding()
    {
        Git("init", "-q");
        fixture.Write("plan.yaml", Plan).Write("src/ClockPlugin.cs", Clock);
        Assert.Equal(0, (await fixture.RunAsync("index")).ExitCode);
        fixture.Write("src/Other.cs", "public sealed class Other\n{\n    public string CurentDate() => \"\";\n}\n");
        Assert.Empty(await LintAsync("--select", "T08"));
    }

    [Fact]
    public async Task Without_an_index_those_rules_are_silent_and_say_so_on_stderr()
    {
        Git("init", "-q");
        fixture.Write("plan.yaml", Plan).Write("src/ClockPlugin.cs", Clock);
        var run = await fixture.RunAsync("lint", "--select", "T08");
        Assert.Equal((0, "No findings in 1 prompt file.\n"), (run.ExitCode, run.Output));
        Assert.Contains("there is no index", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(fixture.Home, "stores")), "looking made a store");
        fixture.Write("plan.yaml", Plan.Replace("{{time.CurentDate}}", "past", StringComparison.Ordinal));
        Assert.Empty((await fixture.RunAsync("lint")).Errors);
    }

    [Fact]
    public async Task A_prompt_is_compared_with_the_last_commit_or_the_one_that_is_named()
    {
        var shorter = "messages:\n  - role: user\n    content: Answer the question.\nmodel: openai/gpt-4o\n";
        var longer = shorter.Replace("question.", "question. " + string.Concat(Enumerable.Repeat("Think of every case that there may be and weigh each of them. ", 8)), StringComparison.Ordinal);
        Git("init", "-q");
        fixture.Write("prompts/answer.prompt.yml", shorter);
        Commit("first");
        Assert.Empty(await LintAsync("--select", "K03"));
        fixture.Write("prompts/answer.prompt.yml", longer);
        Assert.Equal("K03", Assert.Single(await LintAsync("--select", "K03")).Code);
        Commit("second");
        Assert.Empty(await LintAsync("--select", "K03"));
        Assert.Equal("K03", Assert.Single(await LintAsync("--select", "K03", "--base", "HEAD~1")).Code);
        fixture.Write("plumb.json", """{ "lint": { "base": "HEAD~1", "rules": { "K03": { "allowedGrowth": 100 } } } }""");
        Assert.Empty(await LintAsync("--select", "K03"));
        fixture.Write("plumb.json", """{ "lint": { "base": "HEAD~1" } }""");
        Assert.Equal("K03", Assert.Single(await LintAsync("--select", "K03")).Code);
        foreach (var wrong in new[] { "--upload-pack=x", "no-such-branch" })
        {
            var run = await fixture.RunAsync("lint", $"--base={wrong}");
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.Contains(wrong, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Scripts_and_files_are_looked_up()
    {
        fixture.Write("package.json", """{ "scripts": { "test": "x" } }""")
            .Write("AGENTS.md", "Run `npm run tset`. See [docs](docs/styel.md).\n").Write("docs/style.md", "x\n");
        Assert.Equal([("AGENTS.md", "I05"), ("AGENTS.md", "I03")], (await LintAsync()).Select(f => (f.Path, f.Code)));
    }

    [Fact]
    public async Task A_model_that_was_configured_is_asked_for_its_opinion_once_and_fails_nothing()
    {
        await using var model = Ask.Tests.LoopbackModel.Answering(_ => "5|ambiguity|Say what 'soon' means.\n4|conflicting-instructions|Never shown: it is suppressed.");
        fixture.Environment["PLUMB_MODEL"] = "test-model";
        fixture.Environment["PLUMB_ENDPOINT"] = model.Endpoint.AbsoluteUri;
        fixture.Write("plan.yaml", "# plumb-ignore-file O03\nname: plan\ntemplate_format: semantic-kernel\ntemplate: |\n  Answer soon.\n");
        for (var round = 0; round < 2; round++)
        {
            var run = await fixture.RunAsync("lint", "--review", "--format", "json");
            Assert.Equal(0, run.ExitCode);
            using var rows = JsonDocument.Parse(run.Output);
            var row = Assert.Single(rows.RootElement.EnumerateArray());
            Assert.Equal((5, "O01", "information", "A model's opinion: Say what 'soon' means."), (row.GetProperty("startLine").GetInt32(), row.GetProperty("code").GetString(), row.GetProperty("severity").GetString(), row.GetProperty("message").GetString()));
        }

        Assert.Single(model.Requests);
        Assert.Empty(await LintAsync());
        Assert.Single(model.Requests);
        Assert.Empty(await LintAsync("--review", "--ignore", "O01"));
        Assert.Contains("review", (await fixture.RunAsync("usage")).Output, StringComparison.Ordinal);
        Assert.StartsWith("# O01 ambiguity", (await fixture.RunAsync("lint", "--explain", "O01")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_without_a_model_is_a_mistake_and_one_that_fails_is_not()
    {
        fixture.Write("plan.yaml", "name: plan\ntemplate_format: semantic-kernel\ntemplate: |\n  Answer soon.\n");
        var run = await fixture.RunAsync("lint", "--review");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("PLUMB_MODEL", Assert.Single(run.ErrorLines), StringComparison.Ordinal);

        await using var model = Ask.Tests.LoopbackModel.Failing(401);
        fixture.Environment["PLUMB_MODEL"] = "test-model";
        fixture.Environment["PLUMB_ENDPOINT"] = model.Endpoint.AbsoluteUri;
        run = await fixture.RunAsync("lint", "--review");
        Assert.Equal((0, "No findings in 1 prompt file.\n"), (run.ExitCode, run.Output));
        Assert.Contains("'plan.yaml' was not reviewed", run.Errors, StringComparison.Ordinal);
    }

    private async Task<List<(string Path, string Code, string Message)>> LintAsync(params string[] arguments)
    {
        var run = await fixture.RunAsync(["lint", "--format", "json", .. arguments]);
        Assert.True(run.ExitCode is 0 or 1, run.Errors);
        using var rows = JsonDocument.Parse(run.Output);
        return [.. rows.RootElement.EnumerateArray().Select(r => (r.GetProperty("path").GetString()!, r.GetProperty("code").GetString()!, r.GetProperty("message").GetString()!))];
    }

    private void Commit(string message)
    {
        Git("add", "-A");
        Git("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", "commit", "-q", "-m", message);
    }

    private void Git(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = fixture.Root })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
