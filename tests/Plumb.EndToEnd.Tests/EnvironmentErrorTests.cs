using System.Buffers.Binary;

namespace Plumb.EndToEnd.Tests;

/// <summary>Usage and environment errors: exit code 2 and one sentence, nothing on stdout, no stack trace.</summary>
public sealed class EnvironmentErrorTests : IDisposable
{
    private readonly Fixture fixture = new Fixture().WriteProject();

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("search")]
    [InlineData("search", "--limit", "0", "x")]
    [InlineData("search", "--limit", "many", "x")]
    [InlineData("search", "--batch", "missing.txt")]
    [InlineData("search", "--batch", "missing.txt", "x")]
    [InlineData("ask")]
    [InlineData("index", "--workspace", "no/such/folder")]
    [InlineData("status", "--workspace", "README.md")]
    [InlineData("index", "--no-such-option")]
    [InlineData("nonsense")]
    [InlineData("search", "--no-refresh", "x")]
    public async Task A_usage_error_is_one_sentence(params string[] arguments) => AssertError(await fixture.RunAsync(arguments));

    [UnixFact]
    public async Task A_current_folder_that_is_gone_is_told()
    {
        foreach (var command in new[] { "tokens", "status", "index", "search x", "why x" })
        {
            Directory.CreateDirectory(fixture.At("gone"));
            var result = await PlumbProcess.FinishAsync(PlumbProcess.StartProgram("/bin/sh", fixture.At("gone"), fixture.Environment, "-c", $"rmdir ../gone && exec \"$0\" {command}", PlumbProcess.Binary));
            AssertError(result);
            Assert.Contains("current folder is gone", result.Errors);
        }
    }

    [UnixFact]
    public async Task A_data_folder_that_cannot_be_written_is_told()
    {
        fixture.Environment["PLUMB_HOME"] = fixture.At("README.md") + "/below-a-file";
        var result = await fixture.RunAsync("index");
        AssertError(result);
        Assert.Contains("PLUMB_HOME", result.Errors);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_and_left_alone()
    {
        await fixture.RunJsonAsync("index");
        var store = fixture.FindStore();

        // The user version of a SQLite file is a big-endian number at offset 60 of its header.
        var bytes = File.ReadAllBytes(store);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(60), 999);
        File.WriteAllBytes(store, bytes);
        AssertError(await fixture.RunAsync("index"));
        AssertError(await fixture.RunAsync("search", "x"));
        AssertError(await fixture.RunAsync("status"));
        Assert.Equal(bytes, File.ReadAllBytes(store));

        Assert.Equal(4, (await fixture.RunJsonAsync("index", "--rebuild")).GetProperty("files").GetInt32());
    }

    [Fact]
    public async Task A_damaged_store_is_set_aside()
    {
        await fixture.RunJsonAsync("index");
        File.WriteAllText(fixture.FindStore(), new string('?', 10_000));
        Assert.Equal("src/beacon.py", (await fixture.SearchAsync("compute_backoff"))[0]);
    }

    [UnixTheory]
    [InlineData("tokens")]
    [InlineData("lint")]
    public async Task A_pipe_is_no_file(string command)
    {
        Assert.Equal(0, (await RunShellAsync("mkfifo t.fifo")).ExitCode);
        var result = await fixture.RunAsync(command, "t.fifo");
        AssertError(result);
        Assert.Contains("'t.fifo' is a pipe, socket or device.", result.Errors, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("--version >&-")]
    [InlineData("--help >&-")]
    [InlineData("tokens README.md >&-")]
    [InlineData("search beacon >&-")]
    [InlineData("tokens - <&-")]
    [InlineData("search --batch - <&-")]
    [InlineData("lsp <&- >&-")]
    [InlineData("lsp >&-")]
    public async Task A_closed_standard_stream_is_told(string command)
    {
        var result = await RunShellAsync("\"$PLUMB\" " + command);
        AssertError(result);
        Assert.Contains("closed", result.Errors, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("search beacon")]
    public async Task A_full_standard_output_is_told(string command)
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        var result = await RunShellAsync($"\"$PLUMB\" {command} >/dev/full");
        AssertError(result);
        Assert.Contains("cannot write to standard output: ", result.Errors, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("--version >&- 2>&-", 2)]
    [InlineData("nonsense 2>&-", 2)]
    [InlineData("search beacon >&- 2>&- <&-", 2)]
    public async Task A_closed_standard_error_is_passed_over(string command, int code) =>
        Assert.Equal(new RunResult(code, "", ""), await RunShellAsync("\"$PLUMB\" " + command));

    [UnixFact]
    public async Task A_reader_that_has_enough_is_no_error() =>
        Assert.Equal("", (await RunShellAsync("\"$PLUMB\" lint --explain T01 | true")).Errors);

    private Task<RunResult> RunShellAsync(string command)
    {
        fixture.Environment["PLUMB"] = PlumbProcess.Binary;
        return PlumbProcess.FinishAsync(PlumbProcess.StartProgram("/bin/sh", fixture.Root, fixture.Environment, "-c", command));
    }

    private static void AssertError(RunResult result)
    {
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.StartsWith("plumb: ", Assert.Single(result.ErrorLines));
    }
}
