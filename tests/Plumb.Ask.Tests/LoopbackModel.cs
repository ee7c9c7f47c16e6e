using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Plumb.Ask.Tests;

/// <summary>A real HTTP server on loopback that speaks the OpenAI streaming protocol, well or badly.</summary>
internal sealed class LoopbackModel : IAsyncDisposable
{
    /// <summary>What the server says to one request.</summary>
    public sealed record Response(string Text, int Status = 200, string Code = "", int? RetryAfter = null, string Finish = "stop")
    {
        public string? Tool { get; init; }

        public string Arguments { get; init; } = "";

        public static Response Call(string tool, string arguments) => new("", Finish: "tool_calls") { Tool = tool, Arguments = arguments };
    }

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;
    private readonly Func<NetworkStream, string, Task> respond;
    private readonly TaskCompletionSource requested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LoopbackModel(Func<NetworkStream, string, Task> respond)
    {
        this.respond = respond;
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1");

    /// <summary>Done when the first request has come.</summary>
    public Task Requested => requested.Task;

    /// <summary>The heads and bodies that came.</summary>
    public List<(string Head, string Body)> Requests { get; } = [];

    /// <summary>Streams what <paramref name="write"/> makes of the request's body, in pieces.</summary>
    public static LoopbackModel Answering(Func<string, string> write) => new(async (stream, body) =>
    {
        await HeadAsync(stream);
        var text = write(body);
        for (var at = 0; at < text.Length; at += 7)
        {
            await EventAsync(stream, Delta(text.Substring(at, Math.Min(7, text.Length - at)), null));
        }

        await EventAsync(stream, Delta(null, "stop"));
        await EventAsync(stream, "[DONE]");
        await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
    });

    /// <summary>Answers each request with the next of the responses; the last one stands for all that follow.</summary>
    public static LoopbackModel Scripted(params Func<string, Response>[] script)
    {
        var next = -1;
        return new(async (stream, body) =>
        {
            var response = script[Math.Min(Interlocked.Increment(ref next), script.Length - 1)](body);
            if (response.Status != 200)
            {
                var error = $$$"""{"error":{"message":{{{JsonSerializer.Serialize(response.Text)}}},"type":"error","code":{{{JsonSerializer.Serialize(response.Code)}}}}}""";
                var wait = response.RetryAfter is { } seconds ? $"Retry-After: {seconds}\r\n" : "";
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {response.Status} Refused\r\nContent-Type: application/json\r\n{wait}Content-Length: {Encoding.UTF8.GetByteCount(error)}\r\nConnection: close\r\n\r\n{error}"));
                return;
            }

            await HeadAsync(stream);
            for (var at = 0; at < response.Text.Length; at += 7)
            {
                await EventAsync(stream, Delta(response.Text.Substring(at, Math.Min(7, response.Text.Length - at)), null));
            }

            if (response.Tool is { } tool)
            {
                // Arguments come in pieces, as they do from real services.
                var half = response.Arguments.Length / 2;
                await EventAsync(stream, ToolDelta($$$"""{"index":0,"id":"call_1","type":"function","function":{"name":{{{JsonSerializer.Serialize(tool)}}},"arguments":{{{JsonSerializer.Serialize(response.Arguments[..half])}}}}}"""));
                await EventAsync(stream, ToolDelta($$$"""{"index":0,"function":{"arguments":{{{JsonSerializer.Serialize(response.Arguments[half..])}}}}}"""));
            }

            await EventAsync(stream, Delta(null, response.Finish));
            await EventAsync(stream, """{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":50,"total_tokens":1050,"prompt_tokens_details":{"cached_tokens":400}}}""");
            await EventAsync(stream, "[DONE]");
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
        });
    }

    public static LoopbackModel Failing(int status) => new(async (stream, _) =>
    {
        var body = """{"error":{"message":"the model fell over","type":"server_error"}}""";
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Broken\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
    });

    /// <summary>Sends two pieces, then closes the connection: in the middle of the chunked body, or at its proper end.</summary>
    public static LoopbackModel Cut(bool properly) => new(async (stream, _) =>
    {
        await HeadAsync(stream);
        await EventAsync(stream, Delta("It is in ", null));
        await EventAsync(stream, Delta("the file", null));
        if (properly)
        {
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
        }
    });

    /// <summary>Says these bytes, whatever they are, and closes the connection.</summary>
    public static LoopbackModel Saying(string response) => new(async (stream, _) => await stream.WriteAsync(Encoding.UTF8.GetBytes(response)));

    /// <summary>A page, as a proxy or a service's own website has.</summary>
    public static LoopbackModel Page(int status) => Saying(WithLength(status, "text/html; charset=utf-8", "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Who are you?</h1></body></html>"));

    /// <summary>The whole answer as one JSON object, from a service that does not stream.</summary>
    public static LoopbackModel Unstreamed(string text) => Saying(WithLength(200, "application/json", $$$"""{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":{{{JsonSerializer.Serialize(text)}}}},"finish_reason":"stop"}]}"""));

    /// <summary>Takes the request and never answers it.</summary>
    public static LoopbackModel Mute() => new((_, _) => Task.Delay(Timeout.InfiniteTimeSpan));

    /// <summary>Sends a piece, and then nothing while it holds the connection.</summary>
    public static LoopbackModel Stalling(string piece) => new(async (stream, _) =>
    {
        await HeadAsync(stream);
        await EventAsync(stream, Delta(piece, null));
        await Task.Delay(Timeout.InfiniteTimeSpan);
    });

    /// <summary>Repeats a piece until the client goes away.</summary>
    public static LoopbackModel Endless(string piece) => new(async (stream, _) =>
    {
        await HeadAsync(stream);
        while (true)
        {
            await EventAsync(stream, Delta(piece, null));
        }
    });

    /// <summary>Sends a piece that says nothing every now and then, as services do to keep a connection open, and never more.</summary>
    public static LoopbackModel Dripping() => new(async (stream, _) =>
    {
        await HeadAsync(stream);
        using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            await EventAsync(stream, Delta("", null));
        }
        while (await drip.WaitForNextTickAsync());
    });

    /// <summary>A piece, then an error in the stream, as services send that fail when their answer has begun.</summary>
    public static LoopbackModel FailingInStream(string piece, string message) => new(async (stream, _) =>
    {
        await HeadAsync(stream);
        await EventAsync(stream, Delta(piece, null));
        await EventAsync(stream, $$$"""{"error":{"message":{{{JsonSerializer.Serialize(message)}}},"code":502}}""");
        await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
    });

    public static LoopbackModel Silent() => new(async (stream, _) =>
    {
        await HeadAsync(stream);
        await Task.Delay(TimeSpan.FromSeconds(30));
    });

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private static string WithLength(int status, string type, string body) =>
        $"HTTP/1.1 {status} Said\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    private static string Delta(string? content, string? finish) =>
        $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{{(content is null ? "{}" : $$"""{"role":"assistant","content":{{JsonSerializer.Serialize(content)}}}""")}},"finish_reason":{{(finish is null ? "null" : $"\"{finish}\"")}}}]}""";

    private static string ToolDelta(string call) =>
        $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{{call}}]},"finish_reason":null}]}""";

    private static Task HeadAsync(NetworkStream stream) =>
        stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"u8.ToArray()).AsTask();

    private static async Task EventAsync(NetworkStream stream, string data)
    {
        var bytes = Encoding.UTF8.GetBytes($"data: {data}\n\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"));
        await stream.WriteAsync(bytes);
        await stream.WriteAsync("\r\n"u8.ToArray());
        await stream.FlushAsync();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = Task.Run(() => RespondAsync(client));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task RespondAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var (head, body) = await ReadAsync(stream);
                lock (Requests)
                {
                    Requests.Add((head, body));
                }

                requested.TrySetResult();
                await respond(stream, body).WaitAsync(stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private static async Task<(string Head, string Body)> ReadAsync(NetworkStream stream)
    {
        var received = new List<byte>();
        var buffer = new byte[4096];
        var end = -1;
        while (end < 0)
        {
            received.AddRange(buffer.AsSpan(0, await stream.ReadAsync(buffer)));
            end = received.ToArray().AsSpan().IndexOf("\r\n\r\n"u8);
        }

        var head = Encoding.ASCII.GetString([.. received[..end]]);
        var length = head.Split("\r\n").Where(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Select(l => int.Parse(l.Split(':')[1])).FirstOrDefault();
        if (length == 0 && head.Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            while (!received.ToArray().AsSpan().EndsWith("0\r\n\r\n"u8))
            {
                received.AddRange(buffer.AsSpan(0, await stream.ReadAsync(buffer)));
            }
        }

        while (received.Count < end + 4 + length)
        {
            received.AddRange(buffer.AsSpan(0, await stream.ReadAsync(buffer)));
        }

        return (head, Encoding.UTF8.GetString([.. received[(end + 4)..]]));
    }
}
