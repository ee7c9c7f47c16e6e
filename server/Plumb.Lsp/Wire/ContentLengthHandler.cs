using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
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

    private readonly PipeReader reader;
    private readonly Stream output;
    private readonly LifecycleGate gate;
    private readonly ILogger log;
    private readonly ArrayBufferWriter<byte> body = new(4096);

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

    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
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
        body.ResetWrittenCount();
        Formatter.Serialize(body, content);
        await output.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.WrittenCount}\r\n\r\n")), cancellationToken).ConfigureAwait(false);
        await output.WriteAsync(body.WrittenMemory, cancellationToken).ConfigureAwait(false);
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

                length = ParseLength(line) ?? length;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            if (buffer.Length > LongestHeader)
            {
                throw new BadRpcHeaderException("The input is no stream of messages behind Content-Length headers.");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
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
