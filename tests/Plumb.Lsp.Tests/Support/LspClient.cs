using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumb.Lsp.Tests.Support;

/// <summary>The server answered with an error.</summary>
public sealed class LspErrorException(int code, string message) : Exception($"{code}: {message}")
{
    public int Code { get; } = code;
}

/// <summary>
/// A client of the server under test: in this process over a pair of pipes, or the real executable over its standard
/// streams. It waits for messages with a time limit and never sleeps; what arrives and is not waited for is kept.
/// </summary>
public sealed class LspClient : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Stream toServer;
    private readonly PipeReader fromServer;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly Lock gate = new();
    private readonly Dictionary<string, TaskCompletionSource<JsonObject>> pending = [];
    private readonly List<JsonObject> received = [];
    private readonly List<(Func<JsonObject, bool> Wanted, TaskCompletionSource<JsonObject> Found)> waiters = [];
    private readonly Task reading;
    private int nextId;

    private LspClient(Stream toServer, Stream fromServer, Task<int> exitCode, Process? process)
    {
        this.toServer = toServer;
        this.fromServer = PipeReader.Create(fromServer);
        ExitCode = exitCode;
        Process = process;
        reading = Task.Run(ReadAsync);
    }

    /// <summary>What the server exits with; faults when it does not exit in time.</summary>
    public Task<int> ExitCode { get; }

    public Process? Process { get; }

    /// <summary>Answers of the client to the server's requests; null is the default answer.</summary>
    public Func<string, JsonNode?, JsonNode?> OnRequest { get; set; } = (_, _) => null;

    /// <summary>Whether the client answers a request of this name at all.</summary>
    public Func<string, bool> IsAnswered { get; set; } = _ => true;

    /// <summary>The path of the executable under test: PLUMB_BIN, else what the build made.</summary>
    public static string Executable { get; } =
        Environment.GetEnvironmentVariable("PLUMB_BIN") is { Length: > 0 } given
            ? given
            : Path.GetFullPath(typeof(LspClient).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PlumbExecutable").Value!)
                + (OperatingSystem.IsWindows() ? ".exe" : "");

    public static LspClient StartInProcess(LspServerOptions options)
    {
        var up = new Pipe();
        var down = new Pipe();
        var exit = Task.Run(async () =>
        {
            try
            {
                return await LspServer.RunAsync(options, up.Reader.AsStream(), down.Writer.AsStream(), CancellationToken.None);
            }
            finally
            {
                await down.Writer.CompleteAsync();
            }
        });
        return new LspClient(up.Writer.AsStream(), down.Reader.AsStream(), exit, null);
    }

    public static LspClient StartProcess(string dataHome, params string[] arguments) => StartProcess(dataHome, new Dictionary<string, string>(), arguments);

    public static LspClient StartProcess(string dataHome, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PLUMB_HOME"] = dataHome;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        foreach (var argument in (string[])["lsp", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return new LspClient(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, WaitForExitAsync(process), process);
    }

    /// <summary>A client on streams that a test made itself.</summary>
    public static LspClient On(Stream toServer, Stream fromServer, Process process) =>
        new(toServer, fromServer, WaitForExitAsync(process), process);

    /// <summary>Sends a request and returns its result.</summary>
    public async Task<JsonNode?> RequestAsync(string method, object? parameters = null)
    {
        var (_, answer) = await BeginRequestAsync(method, parameters);
        return Result(await answer.WaitAsync(Patience));
    }

    /// <summary>Sends a request; returns its id and, later, the whole response.</summary>
    public async Task<(int Id, Task<JsonObject> Response)> BeginRequestAsync(string method, object? parameters = null)
    {
        var id = Interlocked.Increment(ref nextId);
        var source = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            pending[id.ToString(CultureInfo.InvariantCulture)] = source;
        }

        var message = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method };
        if (parameters is not null)
        {
            message["params"] = JsonSerializer.SerializeToNode(parameters);
        }

        await SendAsync(message.ToJsonString());
        return (id, source.Task);
    }

    /// <summary>Asks again and again until the answer fits: for what follows a notification that nothing answers.</summary>
    public async Task<T> RequestUntilAsync<T>(Func<Task<T>> ask, Func<T, bool> fits)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (; ; )
        {
            var answer = await ask();
            if (fits(answer))
            {
                return answer;
            }

            patience.Token.ThrowIfCancellationRequested();
        }
    }

    public Task NotifyAsync(string method, object? parameters = null)
    {
        var message = new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method };
        if (parameters is not null)
        {
            message["params"] = JsonSerializer.SerializeToNode(parameters);
        }

        return SendAsync(message.ToJsonString());
    }

    /// <summary>Sends a body as it is, behind a right header.</summary>
    public async Task SendAsync(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        await writing.WaitAsync();
        try
        {
            await toServer.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {bytes.Length}\r\n\r\n"));
            await toServer.WriteAsync(bytes);
            await toServer.FlushAsync();
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>The parameters of the first notification or request of this name, come or to come, that fits; it is taken.</summary>
    public async Task<JsonNode> WaitForAsync(string method, Func<JsonNode, bool>? fits = null)
    {
        var message = await WaitForMessageAsync(m => (string?)m["method"] == method && (fits is null || fits(m["params"]!)));
        return message["params"]!;
    }

    public async Task<JsonObject> WaitForMessageAsync(Func<JsonObject, bool> wanted)
    {
        TaskCompletionSource<JsonObject> source;
        lock (gate)
        {
            if (received.Find(m => wanted(m)) is { } found)
            {
                received.Remove(found);
                return found;
            }

            source = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters.Add((wanted, source));
        }

        return await source.Task.WaitAsync(Patience);
    }

    /// <summary>What came and was not waited for.</summary>
    public IReadOnlyList<JsonObject> Received
    {
        get
        {
            lock (gate)
            {
                return [.. received];
            }
        }
    }

    public async Task<JsonNode> InitializeAsync(object? capabilities = null, string? root = null, object? options = null, int? processId = null)
    {
        var result = await RequestAsync("initialize", new
        {
            processId,
            rootUri = root is null ? null : new Uri(root).AbsoluteUri,
            capabilities = capabilities ?? new { },
            initializationOptions = options,
        });
        await NotifyAsync("initialized", new { });
        return result!;
    }

    public Task OpenAsync(string uri, string text, string languageId = "plaintext", int version = 1) =>
        NotifyAsync("textDocument/didOpen", new { textDocument = new { uri, languageId, version, text } });

    public Task ChangeAsync(string uri, int version, params object[] contentChanges) =>
        NotifyAsync("textDocument/didChange", new { textDocument = new { uri, version }, contentChanges });

    /// <summary>Ends the server as a client should, and returns its exit code.</summary>
    public async Task<int> ShutdownAsync()
    {
        await RequestAsync("shutdown");
        await NotifyAsync("exit");
        return await ExitCode.WaitAsync(Patience);
    }

    public Task CloseInputAsync() => toServer.DisposeAsync().AsTask();

    public static JsonNode? Result(JsonObject response) => response["error"] is { } error
        ? throw new LspErrorException((int)error["code"]!, (string)error["message"]!)
        : response["result"];

    public async ValueTask DisposeAsync()
    {
        try
        {
            await CloseInputAsync();
            await ExitCode.WaitAsync(Patience);
            await reading.WaitAsync(Patience);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or ObjectDisposedException)
        {
        }
        finally
        {
            if (Process is { HasExited: false })
            {
                Process.Kill();
            }

            Process?.Dispose();
        }
    }

    private static async Task<int> WaitForExitAsync(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await ReadMessageAsync() is { } message)
            {
                await DispatchAsync(message);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private async Task DispatchAsync(JsonObject message)
    {
        if (message["method"] is null)
        {
            TaskCompletionSource<JsonObject>? source;
            lock (gate)
            {
                pending.Remove(message["id"]?.ToString() ?? "", out source);
            }

            if (source is not null)
            {
                source.SetResult(message);
                return;
            }
        }
        else if (message["id"] is { } id && IsAnswered((string)message["method"]!))
        {
            var answer = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = OnRequest((string)message["method"]!, message["params"]) };
            await SendAsync(answer.ToJsonString());
        }

        lock (gate)
        {
            var at = waiters.FindIndex(w => w.Wanted(message));
            if (at >= 0)
            {
                waiters[at].Found.SetResult(message);
                waiters.RemoveAt(at);
            }
            else
            {
                received.Add(message);
            }
        }
    }

    private async Task<JsonObject?> ReadMessageAsync()
    {
        var length = -1;
        while (true)
        {
            if (await ReadLineAsync() is not { } line)
            {
                return null;
            }

            if (line.Length == 0)
            {
                break;
            }

            // Nothing but headers may stand here: anything else on stdout is a bug of the server.
            Assert.Matches("^[A-Za-z-]+: ", line);
            if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line["Content-Length: ".Length..], CultureInfo.InvariantCulture);
            }
        }

        var read = await fromServer.ReadAtLeastAsync(length);
        var body = read.Buffer.Slice(0, length);
        var text = Encoding.UTF8.GetString(body);
        fromServer.AdvanceTo(body.End);
        return JsonNode.Parse(text)!.AsObject();
    }

    private async Task<string?> ReadLineAsync()
    {
        while (true)
        {
            var read = await fromServer.ReadAsync();
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                fromServer.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            fromServer.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
