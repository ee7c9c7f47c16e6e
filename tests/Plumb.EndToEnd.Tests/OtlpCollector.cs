using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Plumb.EndToEnd.Tests;

/// <summary>A span or a metric as it came over the wire, with its attributes.</summary>
internal sealed record Told(string Name, string Id, string Parent, string Unit, int Status, IReadOnlyDictionary<string, object> Attributes);

/// <summary>An OpenTelemetry collector on loopback: takes OTLP over HTTP and reads the protocol buffers itself.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public OtlpCollector()
    {
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public List<Told> Spans { get; } = [];

    /// <summary>One for each data point.</summary>
    public List<Told> Metrics { get; } = [];

    public Dictionary<string, object> Resource { get; } = [];

    /// <summary>All that came, as text: what is not in it was not sent.</summary>
    public StringBuilder Raw { get; } = new();

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
                await using var stream = client.GetStream();
                var (path, body) = await ReadAsync(stream);
                Raw.Append(Encoding.Latin1.GetString(body));
                if (path == "/v1/traces")
                {
                    ReadTraces(body);
                }
                else if (path == "/v1/metrics")
                {
                    ReadMetrics(body);
                }

                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private static async Task<(string Path, byte[] Body)> ReadAsync(NetworkStream stream)
    {
        var received = new List<byte>();
        var buffer = new byte[8192];
        int end;
        while ((end = received.ToArray().AsSpan().IndexOf("\r\n\r\n"u8)) < 0)
        {
            received.AddRange(buffer.AsSpan(0, await stream.ReadAsync(buffer)));
        }

        var head = Encoding.ASCII.GetString([.. received[..end]]).Split("\r\n");
        var length = head.Where(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Select(l => int.Parse(l.Split(':')[1])).Single();
        while (received.Count < end + 4 + length)
        {
            received.AddRange(buffer.AsSpan(0, await stream.ReadAsync(buffer)));
        }

        return (head[0].Split(' ')[1], [.. received[(end + 4)..]]);
    }

    private void ReadTraces(byte[] request)
    {
        foreach (var resourceSpans in Fields(request).Where(f => f.Number == 1))
        {
            ReadResource(resourceSpans.Bytes);
            foreach (var span in Fields(resourceSpans.Bytes).Where(f => f.Number == 2).SelectMany(scope => Fields(scope.Bytes)).Where(f => f.Number == 2).Select(f => Fields(f.Bytes).ToList()))
            {
                var status = span.Where(f => f.Number == 15).SelectMany(f => Fields(f.Bytes)).Where(f => f.Number == 3).Select(f => (int)f.Value).FirstOrDefault();
                Spans.Add(new Told(Text(span, 5), Hex(span, 2), Hex(span, 4), "", status, Attributes(span, 9)));
            }
        }
    }

    private void ReadMetrics(byte[] request)
    {
        foreach (var metric in Fields(request).Where(f => f.Number == 1).SelectMany(r => Fields(r.Bytes)).Where(f => f.Number == 2).SelectMany(s => Fields(s.Bytes)).Where(f => f.Number == 2).Select(f => Fields(f.Bytes).ToList()))
        {
            foreach (var point in metric.Where(f => f.Number == 9).SelectMany(histogram => Fields(histogram.Bytes)).Where(f => f.Number == 1).Select(f => Fields(f.Bytes).ToList()))
            {
                var attributes = Attributes(point, 9);
                attributes["count"] = (long)point.Single(f => f.Number == 4).Value;
                attributes["sum"] = BitConverter.UInt64BitsToDouble(point.Single(f => f.Number == 5).Value);
                Metrics.Add(new Told(Text(metric, 1), "", "", Text(metric, 3), 0, attributes));
            }
        }
    }

    private void ReadResource(byte[] resourceSpans)
    {
        foreach (var (name, value) in Fields(resourceSpans).Where(f => f.Number == 1).SelectMany(resource => Attributes([.. Fields(resource.Bytes)], 1)))
        {
            Resource[name] = value;
        }
    }

    private static Dictionary<string, object> Attributes(List<Field> fields, int number)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var pair in fields.Where(f => f.Number == number).Select(f => Fields(f.Bytes).ToList()))
        {
            attributes[Text(pair, 1)] = ValueOf(pair.Single(f => f.Number == 2).Bytes);
        }

        return attributes;
    }

    private static object ValueOf(byte[] any)
    {
        var field = Fields(any).FirstOrDefault() ?? new Field(1, 0, []);
        return field.Number switch
        {
            1 => Encoding.UTF8.GetString(field.Bytes),
            2 => field.Value != 0,
            3 => (long)field.Value,
            4 => BitConverter.UInt64BitsToDouble(field.Value),
            5 => Fields(field.Bytes).Select(f => ValueOf(f.Bytes)).ToArray(),
            _ => throw new InvalidDataException($"a value of kind {field.Number}"),
        };
    }

    private static string Text(List<Field> fields, int number) => Encoding.UTF8.GetString(fields.Find(f => f.Number == number)?.Bytes ?? []);

    private static string Hex(List<Field> fields, int number) => Convert.ToHexStringLower(fields.Find(f => f.Number == number)?.Bytes ?? []);

    private sealed record Field(int Number, ulong Value, byte[] Bytes);

    /// <summary>The fields of one message: https://protobuf.dev/programming-guides/encoding.</summary>
    private static IEnumerable<Field> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint();
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return new Field(number, Varint(), []);
                    break;
                case 1:
                    yield return new Field(number, BitConverter.ToUInt64(message, at), []);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint();
                    yield return new Field(number, 0, message[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    yield return new Field(number, BitConverter.ToUInt32(message, at), []);
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7}");
            }

            ulong Varint()
            {
                ulong value = 0;
                for (var shift = 0; ; shift += 7)
                {
                    var next = message[at++];
                    value |= (ulong)(next & 0x7F) << shift;
                    if (next < 0x80)
                    {
                        return value;
                    }
                }
            }
        }
    }
}
