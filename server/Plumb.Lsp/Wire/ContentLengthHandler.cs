using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Serilog;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Plumb.Lsp.Wire;

/// <summary>
/// Messages behind Content-Length headers. Answers by itself what the <see cref="LifecycleGate"/> refuses, and reads
/// past a message whose body is no JSON-RPC: the header says where the next one starts. StreamJsonRpc's own handler
/// ends the connection there, and does not let a message be dropped.
/// </summary>
internal sealed class ContentLengthHandler : MessageHandlerBase
{
    /// <summary>More than any editor sends, less than what would take the machine down.</summary>
    private const int LongestBody = 512 * 1024 * 1024;
    private const int LongestHeader = 8 * 1024;

    /// <summary>Room in front of a body for its header.</summary>
    private const int HeaderRoom = 40;

    /// <summary>How long the end of the input waits for the answers that are still owed.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);

    private readonly PipeReader reader;
    private readonly Stream output;
    private readonly LifecycleGate gate;
    private readonly ILogger log;
    private readonly ArrayBufferWriter<byte> frame = new(4096);
    private readonly Lock owing = new();
    private readonly HashSet<RequestId> owed = [];
    private TaskCompletionSource? settled;
    private bool complained;

    public ContentLengthHandler(Stream input, Stream output, IJsonRpcMessageFormatter formatter, LifecycleGate gate, ILogger log)
        : base(formatter)
    {
        reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));
        this.output = output;
        this.gate = gate;
        this.log = log;
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    /// <summary>Waits until every request that was read has its answer written, or until the patience is over.</summary>
    public async Task DrainAsync(TimeSpan patience, CancellationToken cancellation)
    {
        Task all;
        lock (owing)
        {
            if (owed.Count == 0)
            {
                return;
            }

            settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            all = settled.Task;
        }

        try
        {
            await all.WaitAsync(patience, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            log.Information("Requests were left without an answer at the end");
        }
    }

    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        var message = await ReadMessageAsync(cancellationToken).ConfigureAwait(false);
        if (message is null)
        {
            // The connection is closed as soon as this returns.
            await DrainAsync(DrainPatience, cancellationToken).ConfigureAwait(false);
        }

        return message;
    }

    private async ValueTask<JsonRpcMessage?> ReadMessageAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadHeaderAsync(cancellationToken).ConfigureAwait(false) is not { } length)
            {
                return null;
            }

            // The formatter keeps pointing into the body until the message has been handled: it gets an array of its own.
            var bytes = new byte[length];
            if (length > 0)
            {
                var read = await reader.ReadAtLeastAsync(length, cancellationToken).ConfigureAwait(false);
                if (read.Buffer.Length < length)
                {
                    return null;
                }

                var content = read.Buffer.Slice(0, length);
                content.CopyTo(bytes);
                reader.AdvanceTo(content.End);
            }

            LoneSurrogates.Replace(bytes);
            JsonRpcMessage message;
            try
            {
                message = Formatter.Deserialize(new ReadOnlySequence<byte>(bytes));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
            {
                log.Warning("A message that is no JSON-RPC was read past: {Error}", e.Message);
                await RefuseAsync(RequestId.Null, ErrorCodes.ParseError, "The message is no JSON-RPC: " + e.Message).ConfigureAwait(false);
                continue;
            }

            if (message is not JsonRpcRequest { Method: { } method } request)
            {
                return message;
            }

            var admission = gate.Admit(method, request.IsResponseExpected);
            if (admission.Pass)
            {
                if (request.IsResponseExpected)
                {
                    lock (owing)
                    {
                        owed.Add(request.RequestId);
                    }
                }

                return message;
            }

            if (admission.ErrorCode != 0)
            {
                await RefuseAsync(request.RequestId, admission.ErrorCode, admission.Message).ConfigureAwait(false);
            }
        }
    }

    protected override async ValueTask WriteCoreAsync(JsonRpcMessage content, CancellationToken cancellationToken)
    {
        frame.ResetWrittenCount();
        frame.GetSpan(HeaderRoom);
        frame.Advance(HeaderRoom);
        Formatter.Serialize(frame, content);
        var header = string.Create(CultureInfo.InvariantCulture, $"Content-Length: {frame.WrittenCount - HeaderRoom}\r\n\r\n");
        var start = HeaderRoom - header.Length;
        Encoding.ASCII.GetBytes(header, MemoryMarshal.AsMemory(frame.WrittenMemory).Span[start..]);

        // One write, which nothing cancels: half a message would make the rest of the stream unreadable.
        await output.WriteAsync(frame.WrittenMemory[start..], CancellationToken.None).ConfigureAwait(false);
        if (content is JsonRpcResult { RequestId: var answered })
        {
            Settle(answered);
        }
        else if (content is JsonRpcError { RequestId: var failed })
        {
            Settle(failed);
        }
    }

    protected override ValueTask FlushAsync(CancellationToken cancellationToken) => new(output.FlushAsync(cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            output.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Settle(RequestId id)
    {
        lock (owing)
        {
            if (owed.Remove(id) && owed.Count == 0)
            {
                settled?.TrySetResult();
                settled = null;
            }
        }
    }

    /// <summary>The body's length; null at the input's end.</summary>
    private async ValueTask<int?> ReadHeaderAsync(CancellationToken cancellation)
    {
        int? length = null;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (TakeLine(ref buffer, out var line))
            {
                if (line.Length == 0 && length is not null)
                {
                    reader.AdvanceTo(buffer.Start);
                    return length;
                }

                if (line.Length > 0 && !line.AsSpan().Contains((byte)':'))
                {
                    Complain();
                }

                length = ParseLength(line) ?? length;
            }

            if (read.IsCompleted)
            {
                if (buffer.Length > 0)
                {
                    Complain();
                }

                return null;
            }

            if (buffer.Length > LongestHeader)
            {
                Complain();
                throw new BadRpcHeaderException("A header is too long.");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>Once: whoever started the server by hand has to see it, and a broken client may send much of it.</summary>
    private void Complain()
    {
        if (!complained)
        {
            complained = true;
            log.Warning("The input is no stream of messages behind Content-Length headers");
        }
    }

    private static bool TakeLine(ref ReadOnlySequence<byte> buffer, out byte[] line)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            line = [];
            return false;
        }

        line = buffer.Slice(0, end).ToArray();
        if (line.Length > 0 && line[^1] == '\r')
        {
            line = line[..^1];
        }

        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }

    private static int? ParseLength(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon < 0 || !Ascii.EqualsIgnoreCase(line[..colon].Trim((byte)' '), "content-length"u8))
        {
            return null;
        }

        return Utf8Parser.TryParse(line[(colon + 1)..].Trim((byte)' '), out int length, out _) && length is >= 0 and <= LongestBody
            ? length
            : throw new BadRpcHeaderException("A Content-Length header holds no usable length.");
    }

    private ValueTask RefuseAsync(RequestId id, int code, string message)
    {
        var answer = ((IJsonRpcMessageFactory)Formatter).CreateErrorMessage();
        answer.RequestId = id;
        answer.Error = new JsonRpcError.ErrorDetail { Code = (JsonRpcErrorCode)code, Message = message };
        return WriteAsync(answer, CancellationToken.None);
    }
}
