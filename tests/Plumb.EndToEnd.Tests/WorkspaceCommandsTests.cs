using System.Text.Json;

namespace Plumb.EndToEnd.Tests;

public sealed class WorkspaceCommandsTests : IDisposable
{
    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Index_then_search_then_ask_then_status()
    {
        var run = await fixture.RunJsonAsync("index");
        Assert.Equal(4, run.GetProperty("files").GetInt32());
        Assert.Equal(4, run.GetProperty("added").GetInt32());

        Assert.Equal("src/beacon.py", (await fixture.SearchAsync("compute_backoff"))[0]);

        var answer = await fixture.RunJsonAsync("ask", "how is the backoff computed?");
        Assert.Equal("extractive", answer.GetProperty("kind").GetString());
        Assert.Contains("compute_backoff", answer.GetProperty("markdown").GetString());
        Assert.NotEqual(0, answer.GetProperty("citations").GetArrayLength());
        Assert.Contains("PLUMB_MODEL", answer.GetProperty("notes")[0].GetString());

        var status = await fixture.RunJsonAsync("status");
        Assert.Equal("ready", status.GetProperty("state").GetString());
        Assert.Equal(4, status.GetProperty("files").GetInt32());
    }

    [Theory]
    [InlineData("search")]
    [InlineData("ask")]
    public async Task A_workspace_without_a_file_to_index_is_told(string command)
    {
        using var empty = new Fixture();
        var result = await empty.RunAsync(command, "where is the lantern?");
        Assert.Equal((1, $"plumb: no file of {empty.Root} is indexed, it has none that could be: name another folder with --workspace.\n"), (result.ExitCode, result.Errors));
        empty.Write("blob.bin", [1, 2, 0, 3]);
        result = await empty.RunAsync(command, "where is the lantern?");
        Assert.Equal((1, $"plumb: no file of {empty.Root} is indexed: 'plumb status' says why.\n"), (result.ExitCode, result.Errors));
        Assert.Equal("", (await fixture.RunAsync(command, "zzyzx")).Errors);
    }

    [Fact]
    public async Task Every_citation_names_lines_that_exist()
    {
        var answer = await fixture.RunJsonAsync("ask", "what happens to a failed beacon?");
        foreach (var citation in answer.GetProperty("citations").EnumerateArray())
        {
            var lines = File.ReadAllLines(fixture.At(citation.GetProperty("path").GetString()!));
            Assert.InRange(citation.GetProperty("startLine").GetInt32(), 1, lines.Length);
            Assert.InRange(citation.GetProperty("endLine").GetInt32(), citation.GetProperty("startLine").GetInt32(), lines.Length);
        }

        Assert.Contains("> A failed beacon is retried three times", answer.GetProperty("markdown").GetString());
    }

    [Theory]
    [InlineData("where is the quantum flux capacitor calibrated?")]
    [InlineData("how do we do it?")]
    public async Task A_question_that_nothing_answers_is_not_answered(string question)
    {
        var result = await fixture.RunAsync("ask", question);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("Not found in this workspace", result.Output);
    }

    [Fact]
    public async Task A_batch_gives_one_line_a_query_in_order()
    {
        fixture.Write("queries.txt", "RecordOutage\n\nno such thing xyzzy\nretry policy\n");
        var result = await fixture.RunAsync("search", "--batch", "queries.txt", "--json", "--limit", "2", "--explain");
        Assert.Equal(0, result.ExitCode);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["RecordOutage", "", "no such thing xyzzy", "retry policy"], lines.Select(l => l.GetProperty("query").GetString()));
        var first = lines[0].GetProperty("results")[0];
        Assert.Equal("src/ledger.cs", first.GetProperty("path").GetString());
        Assert.NotEqual(0, first.GetProperty("signals").GetArrayLength());
        Assert.True(first.GetProperty("startLine").GetInt32() <= first.GetProperty("endLine").GetInt32());
        Assert.All(lines, line => Assert.True(line.GetProperty("results").GetArrayLength() <= 2));
    }

    [Fact]
    public async Task Indexing_again_touches_only_what_changed()
    {
        await fixture.RunJsonAsync("index");
        fixture.Write("src/ledger.cs", "class Renamed { void ShutterControl() { } }\n").Write("src/new.py", "def lamplighter(): pass\n");
        File.Delete(fixture.At("README.md"));
        var run = await fixture.RunJsonAsync("index");
        Assert.Equal((1, 1, 1, 2), (run.GetProperty("added").GetInt32(), run.GetProperty("changed").GetInt32(), run.GetProperty("removed").GetInt32(), run.GetProperty("unchanged").GetInt32()));
        Assert.Contains("src/ledger.cs", await fixture.SearchAsync("ShutterControl"));
        Assert.DoesNotContain("README.md", await fixture.SearchAsync("retry policy exponential"));
    }

    [Fact]
    public async Task Search_sees_a_change_without_being_told()
    {
        await fixture.RunJsonAsync("index");
        fixture.Write("src/late.py", "def foghorn_schedule(): pass\n");
        Assert.Empty(await fixture.SearchAsync("foghorn", "--no-refresh"));
        Assert.Equal(["src/late.py"], await fixture.SearchAsync("foghorn"));
    }

    [Fact]
    public async Task Bad_files_are_results_with_a_reason()
    {
        fixture.Write("blob.xyz", [1, 2, 0, 3, 4, 0])
            .Write("huge.py", new string('x', 5 * 1024 * 1024))
            .Write("empty.py", "")
            .Write("gen.go", "// Code generated by x. DO NOT EDIT.\npackage a\n")
            .Write("yarn.lock", "a\n")
            .Write("cut.py", [.. "# lighthouse caf"u8, 0xC3])
            .Write("latin.py", [.. "# lighthouse caf"u8, 0xE9, .. " bar\n"u8])
            .Write("wide.txt", [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("lighthouse in UTF-16\n")]);
        var run = await fixture.RunJsonAsync("index");
        foreach (var reason in new[] { "binary", "tooLarge", "empty", "generated", "lockFile" })
        {
            Assert.Equal(1, run.GetProperty("skipped").GetProperty(reason).GetInt32());
        }

        Assert.Equal(["cut.py", "latin.py", "wide.txt"], (await fixture.SearchAsync("lighthouse")).Order(StringComparer.Ordinal));
        var status = await fixture.RunJsonAsync("status");
        Assert.Contains(status.GetProperty("skippedExamples").EnumerateArray(), s => s.GetProperty("path").GetString() == "huge.py" && s.GetProperty("detail").GetString()!.Contains("limit", StringComparison.Ordinal));
    }

    [PermissionsFact]
    public async Task Unreadable_files_are_results_with_a_reason()
    {
        fixture.Write("closed.py", "secret = 1\n");
#pragma warning disable CA1416
        File.SetUnixFileMode(fixture.At("closed.py"), UnixFileMode.None);
#pragma warning restore CA1416
        var run = await fixture.RunJsonAsync("index");
        Assert.Equal(1, run.GetProperty("skipped").GetProperty("unreadable").GetInt32());
        Assert.Equal(4, run.GetProperty("files").GetInt32());
    }

    [Fact]
    public async Task The_workspace_can_be_named_from_elsewhere()
    {
        var result = await PlumbProcess.FinishAsync(PlumbProcess.Start(Path.GetTempPath(), fixture.Environment, "search", "-w", fixture.Root, "compute_backoff", "--json"));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("src/beacon.py", result.Output);
    }

    [Fact]
    public async Task Output_without_a_terminal_has_no_colours_and_stderr_stays_quiet()
    {
        var result = await fixture.RunAsync("search", "compute_backoff");
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.StartsWith("src/beacon.py:", result.Output);
        Assert.Equal("", result.Errors);
    }
}
