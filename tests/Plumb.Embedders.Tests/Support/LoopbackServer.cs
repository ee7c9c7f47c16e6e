using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Plumb.Embedders.Tests.Support;

/// <summary>One request as it came over the socket.</summary>
internal sealed record LoopbackRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>A real HTTP server on loopback; each request goes to the test, which writes what it likes to the socket.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<LoopbackRequest, NetworkStream, Task> respond;
    private readonly Task serving;

    public LoopbackServer(Func<LoopbackRequest, NetworkStream, Task> respond)
    {
        this.respond = respond;
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public ConcurrentQueue<LoopbackRequest> Requests { get; } = [];

    public CancellationToken Stopping => stop.Token;

    public static Task AnswerAsync(NetworkStream stream, int status, string body, params string[] headers) => AnswerAsync(stream, status, Encoding.UTF8.GetBytes(body), headers);

    public static async Task AnswerAsync(NetworkStream stream, int status, byte[] body, params string[] headers)
    {
        await HeadAsync(stream, status, body.Length, headers);
        await stream.WriteAsync(body);
    }

    public static Task HeadAsync(NetworkStream stream, int status, long length, params string[] headers) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Test\r\nContent-Length: {length}\r\nConnection: close\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n"))).AsTask();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await ReadAsync(stream);
                Requests.Enqueue(request);
                await respond(request, stream).WaitAsync(stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task<LoopbackRequest> ReadAsync(NetworkStream stream)
    {
        var received = new List<byte>();
        var buffer = new byte[16384];
        int end;
        while ((end = received.ToArray().AsSpan().IndexOf("\r\n\r\n"u8)) < 0)
        {
            received.AddRange(buffer.AsSpan(0, await ReadSomeAsync()));
        }

        var lines = Encoding.ASCII.GetString([.. received[..end]]).Split("\r\n");
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1], StringComparer.OrdinalIgnoreCase);
        var length = headers.TryGetValue("Content-Length", out var given) ? int.Parse(given, CultureInfo.InvariantCulture) : 0;
        while (received.Count < end + 4 + length)
        {
            received.AddRange(buffer.AsSpan(0, await ReadSomeAsync()));
        }

        return new LoopbackRequest(lines[0].Split(' ')[0], lines[0].Split(' ')[1], headers, Encoding.UTF8.GetString([.. received[(end + 4)..]]));

        async Task<int> ReadSomeAsync() => await stream.ReadAsync(buffer, stop.Token) is > 0 and var count ? count : throw new IOException("the client went away");
    }
}
