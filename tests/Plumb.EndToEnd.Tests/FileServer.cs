using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Plumb.EndToEnd.Tests;

/// <summary>An HTTP server on loopback that serves files by their last name, and counts who came.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly IReadOnlyDictionary<string, byte[]> files;
    private readonly Task serving;
    private int connections;

    public FileServer(IReadOnlyDictionary<string, byte[]> files)
    {
        this.files = files;
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public int Connections => Volatile.Read(ref connections);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref connections);
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                var path = (await reader.ReadLineAsync(stop.Token))!.Split(' ')[1];
                while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 })
                {
                }

                var found = files.TryGetValue(path.Split('/')[^1], out var content);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(found ? 200 : 404)} Test\r\nContent-Length: {content?.Length ?? 0}\r\nConnection: close\r\n\r\n"), stop.Token);
                await stream.WriteAsync(content ?? [], stop.Token);
            }
            catch (IOException)
            {
                // The client went away.
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
            {
                return;
            }
        }
    }
}
