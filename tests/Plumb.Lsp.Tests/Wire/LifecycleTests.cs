using System.Diagnostics;
using System.Net.Sockets;
using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Wire;

/// <summary>Run against the server in this process and against the executable.</summary>
public sealed class LifecycleTests : IDisposable
{
    private readonly TempFolder home = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Shutdown_then_exit_ends_with_0(bool executable)
    {
        await using var client = Start(executable);
        await client.InitializeAsync();
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exit_without_shutdown_ends_with_1(bool executable)
    {
        await using var client = Start(executable);
        await client.InitializeAsync();
        await client.NotifyAsync("exit");
        Assert.Equal(1, await client.ExitCode.WaitAsync(LspClient.Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_end_of_the_input_ends_the_server(bool executable)
    {
        await using var client = Start(executable);
        await client.InitializeAsync();
        await client.CloseInputAsync();
        Assert.Equal(1, await client.ExitCode.WaitAsync(LspClient.Patience));
    }

    [Fact]
    public async Task The_end_of_the_input_before_anything_ends_the_server()
    {
        await using var client = Start(executable: true);
        await client.CloseInputAsync();
        Assert.Equal(1, await client.ExitCode.WaitAsync(LspClient.Patience));
    }

    [Fact]
    public async Task The_clients_death_ends_the_server()
    {
        using var editor = Process.Start(new ProcessStartInfo("sleep", "600"))!;
        await using var client = Start(executable: true);
        await client.InitializeAsync(processId: editor.Id);
        editor.Kill();
        Assert.Equal(1, await client.ExitCode.WaitAsync(LspClient.Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Before_initialize_requests_are_refused_and_notifications_dropped(bool executable)
    {
        await using var client = Start(executable);
        var error = await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("textDocument/hover", new { }));
        Assert.Equal(-32002, error.Code);
        Assert.Equal(-32002, (await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("shutdown"))).Code);
        await client.OpenAsync("file:///a.txt", "early");
        await client.InitializeAsync();
        Assert.Null(await client.RequestAsync("textDocument/hover", At("file:///a.txt", 0, 0)));
    }

    [Fact]
    public async Task After_shutdown_requests_are_refused()
    {
        await using var client = Start(false);
        await client.InitializeAsync();
        await client.RequestAsync("shutdown");
        Assert.Equal(-32600, (await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("plumb/status"))).Code);
        await client.NotifyAsync("exit");
        Assert.Equal(0, await client.ExitCode.WaitAsync(LspClient.Patience));
    }

    [Fact]
    public async Task A_second_initialize_is_refused()
    {
        await using var client = Start(false);
        await client.InitializeAsync();
        Assert.Equal(-32600, (await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("initialize", new { capabilities = new { } }))).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unknown_requests_are_told_apart_and_unknown_notifications_ignored(bool executable)
    {
        await using var client = Start(executable);
        await client.InitializeAsync();
        Assert.Equal(-32601, (await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("plumb/dance", new { }))).Code);
        Assert.Equal(-32601, (await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("$/dance"))).Code);
        await client.NotifyAsync("$/dance", new { });
        await client.NotifyAsync("dance");
        await client.NotifyAsync("workspace/didChangeWorkspaceFolders", new { @event = new { added = Array.Empty<object>(), removed = Array.Empty<object>() } });
        await client.NotifyAsync("workspace/didChangeConfiguration", new { settings = (object?)null });
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_is_no_json_is_answered_and_read_past(bool executable)
    {
        await using var client = Start(executable);
        await client.InitializeAsync();
        foreach (var body in (string[])["{oops", "[]", "{}", "", "null", "\"text\"", "{\"jsonrpc\":\"2.0\"}"])
        {
            await client.SendAsync(body);
            var answer = await client.WaitForMessageAsync(m => m["error"] is not null);
            Assert.Equal(-32700, (int)answer["error"]!["code"]!);
            Assert.Null(answer["id"]);
        }

        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task Shutdown_takes_whatever_parameters_clients_send(string parameters)
    {
        await using var client = Start(false);
        await client.InitializeAsync();
        await client.SendAsync($$"""{"jsonrpc":"2.0","id":"last","method":"shutdown","params":{{parameters}}}""");
        var answer = await client.WaitForMessageAsync(m => (string?)m["id"] == "last");
        Assert.Null(answer["error"]);
        await client.SendAsync($$"""{"jsonrpc":"2.0","method":"exit","params":{{parameters}}}""");
        Assert.Equal(0, await client.ExitCode.WaitAsync(LspClient.Patience));
    }

    [Fact]
    public async Task Parameters_of_the_wrong_shape_are_an_error_that_says_so()
    {
        await using var client = Start(false);
        await client.InitializeAsync();
        foreach (var parameters in (object?[])[null, new { }, new { textDocument = 3 }, new object[] { 1, 2 }])
        {
            Assert.Equal(-32602, (await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("plumb/tokens", parameters))).Code);
        }

        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Fact]
    public async Task An_exception_of_a_handler_becomes_an_error_and_the_server_lives()
    {
        await using var client = LspClient.StartInProcess(Servers.Options(home.Path) with { Lint = _ => throw new InvalidOperationException("boom") });
        await client.InitializeAsync(Servers.PullingClient);
        await client.OpenAsync("file:///a.txt", "text");
        var error = await Assert.ThrowsAsync<LspErrorException>(() => client.RequestAsync("textDocument/diagnostic", new { textDocument = new { uri = "file:///a.txt" } }));
        Assert.Equal(-32603, error.Code);
        Assert.Contains("boom", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Fact]
    public async Task While_one_request_runs_others_are_answered_and_documents_change()
    {
        using var started = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        await using var client = LspClient.StartInProcess(Servers.Options(home.Path) with
        {
            Lint = _ =>
            {
                started.Release();
                release.Wait(LspClient.Patience);
                return [];
            },
        });
        await client.InitializeAsync(Servers.PullingClient);
        await client.OpenAsync("file:///a.txt", "text");
        var diagnostics = new { textDocument = new { uri = "file:///a.txt" } };
        var (_, first) = await client.BeginRequestAsync("textDocument/diagnostic", diagnostics);
        Assert.True(await started.WaitAsync(LspClient.Patience));

        // While one request runs, others are answered and the document changes.
        await client.ChangeAsync("file:///a.txt", 2, new { text = "changed" });
        Assert.NotNull(await client.RequestAsync("plumb/tokens", diagnostics));
        Assert.False(first.IsCompleted);
        release.Set();
        Assert.NotNull(LspClient.Result(await first.WaitAsync(LspClient.Patience)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_request_answers_RequestCancelled(bool executable)
    {
        await using var client = Start(executable);
        using var folder = new TempFolder();
        folder.Write("a.md", "# A\n");

        // The configuration is never given: the index does not open while the request waits for it.
        var asked = new TaskCompletionSource();
        client.OnRequest = (method, _) =>
        {
            if (method == "workspace/configuration")
            {
                asked.Task.Wait(TimeSpan.FromSeconds(1));
            }

            return null;
        };
        await client.InitializeAsync(new { workspace = new { configuration = true } }, folder.Path);
        var (id, answer) = await client.BeginRequestAsync("plumb/search", new { query = "x" });
        await client.NotifyAsync("$/cancelRequest", new { id });
        asked.SetResult();
        var response = await answer.WaitAsync(LspClient.Patience);
        Assert.True(response["error"] is not null, response.ToJsonString());
        Assert.Equal(-32800, (int)response["error"]!["code"]!);
    }

    [Fact]
    public async Task The_server_speaks_over_a_socket_that_the_client_listens_on()
    {
        var path = Path.Combine(home.Path, "s");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var start = new ProcessStartInfo(LspClient.Executable) { ArgumentList = { "lsp", "--pipe=" + path }, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PLUMB_HOME"] = home.Path;
        var process = Process.Start(start)!;
        using var socket = await listener.AcceptAsync().WaitAsync(LspClient.Patience);
        await using var stream = new NetworkStream(socket);
        await using var client = LspClient.On(stream, stream, process);
        await client.InitializeAsync();
        Assert.Equal(0, await client.ShutdownAsync());
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync().WaitAsync(LspClient.Patience));
    }

    [Fact]
    public async Task A_client_that_never_reads_stderr_is_still_answered()
    {
        var start = new ProcessStartInfo(LspClient.Executable) { ArgumentList = { "lsp" }, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PLUMB_HOME"] = home.Path;
        var process = Process.Start(start)!;
        await using var client = LspClient.On(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, process);
        await client.InitializeAsync();

        // Each is a warning longer than a pipe holds.
        for (var version = 0; version < 3; version++)
        {
            await client.ChangeAsync("untitled:" + new string('x', 200_000), version, new { text = "y" });
        }

        await client.RequestAsync("plumb/status");
        Assert.Equal(0, await client.ShutdownAsync());
    }

    [Fact]
    public async Task A_pipe_that_nobody_listens_on_is_an_error_in_one_sentence()
    {
        var start = new ProcessStartInfo(LspClient.Executable) { ArgumentList = { "lsp", "--pipe", Path.Combine(home.Path, "nobody") }, RedirectStandardError = true };
        start.Environment["PLUMB_HOME"] = home.Path;
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync().WaitAsync(LspClient.Patience);
        await process.WaitForExitAsync();
        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith("plumb: The pipe '", error, StringComparison.Ordinal);
    }

    private static object At(string uri, int line, int character) => new { textDocument = new { uri }, position = new { line, character } };

    private LspClient Start(bool executable) => executable ? LspClient.StartProcess(home.Path) : Servers.Start(home.Path);
}
