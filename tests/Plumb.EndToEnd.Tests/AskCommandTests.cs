using System.Text.Json;

namespace Plumb.EndToEnd.Tests;

/// <summary>What <c>plumb ask</c> does besides answering, and what <c>plumb usage</c> tells.</summary>
public sealed class AskCommandTests : IDisposable
{
    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task A_saved_answer_is_fresh_until_its_files_change()
    {
        var saved = Path.Combine(fixture.Root, "..", "answer.json");
        var answer = await fixture.RunAsync("ask", "--json", "how is the backoff computed?");
        await File.WriteAllTextAsync(saved, answer.Output);
        using var read = JsonDocument.Parse(answer.Output);
        Assert.True(read.RootElement.GetProperty("confidence").GetProperty("coverage").GetDouble() > 0);
        Assert.Equal(0, read.RootElement.GetProperty("usage").GetProperty("calls").GetInt32());
        Assert.Equal(0, (await fixture.RunAsync("ask", "--check", saved)).ExitCode);
        var path = Path.Combine(fixture.Root, read.RootElement.GetProperty("citations")[0].GetProperty("path").GetString()!);
        await File.WriteAllTextAsync(path, "# new\n" + await File.ReadAllTextAsync(path));
        var stale = await fixture.RunAsync("ask", "--check", saved);
        Assert.Equal(1, stale.ExitCode);
        Assert.Contains("moved", stale.Output);
        File.Delete(saved);
    }

    [Fact]
    public async Task The_prompt_is_shown_without_a_model()
    {
        var shown = await fixture.RunAsync("ask", "--show-prompt", "how is the backoff computed?");
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("--- system", shown.Output);
        Assert.Contains("compute_backoff", shown.Output);
        Assert.EndsWith("Nothing was sent.\n", shown.Output);
        Assert.True((await fixture.RunJsonAsync("ask", "--show-prompt", "how is the backoff computed?")).GetProperty("tokens").GetInt32() > 100);
    }

    [Theory]
    [InlineData("def compute_backoff", "2 passages", "--explain", "src/beacon.py:7-9")]
    [InlineData("test_backoff_doubles", "passages", "--tests", "compute_backoff")]
    [InlineData("# Lantern", "passages", "--tour")]
    [InlineData("git_blame:", "After this goes what the model looks up", "--deep", "how is the backoff computed?")]
    [InlineData("No model would be asked: the workspace is not expected to answer this.", "0 tokens", "how do I book a flight to the moon with kubernetes?")]
    [InlineData("No model would be asked:", "0 tokens", "--impact", "no_such_name")]
    public async Task The_prompt_of_anything_that_is_asked_is_shown(string sent, string told, params string[] arguments)
    {
        var shown = await fixture.RunAsync(["ask", "--show-prompt", .. arguments]);
        Assert.True(shown.ExitCode == 0, shown.Errors);
        Assert.Contains(sent, shown.Output);
        Assert.Contains(told, shown.Output);
        Assert.EndsWith("Nothing was sent.\n", shown.Output);
    }

    [Fact]
    public async Task Tasks_are_answered_without_a_model()
    {
        Assert.Contains("`tests/test_beacon.py", (await fixture.RunAsync("ask", "--tests", "compute_backoff")).Output);
        Assert.StartsWith("`compute_backoff` is declared at", (await fixture.RunAsync("ask", "--impact", "compute_backoff")).Output);
        Assert.Contains("is Python", (await fixture.RunAsync("ask", "--summarize", "src/beacon.py")).Output);
        Assert.Equal(0, (await fixture.RunAsync("ask", "--tour")).ExitCode);
        Assert.Equal(1, (await fixture.RunAsync("ask", "--impact", "no_such_name")).ExitCode);
    }

    [Fact]
    public async Task Nothing_was_used_where_no_model_was_asked() =>
        Assert.Equal(0, (await fixture.RunJsonAsync("usage")).GetProperty("calls").GetInt64());

    [Fact]
    public async Task Wrong_arguments_are_told_in_one_sentence()
    {
        foreach (string[] arguments in new string[][] { ["ask"], ["ask", "--tour", "--diff"], ["ask", "--tour", "why"], ["ask", "--at", "/etc/hosts", "why"], ["ask", "--at", "a:0", "why"], ["ask", "--check", "nowhere.json"], ["usage", "--days", "0"] })
        {
            var result = await fixture.RunAsync(arguments);
            Assert.Equal((2, 1), (result.ExitCode, result.ErrorLines.Count));
        }
    }
}
