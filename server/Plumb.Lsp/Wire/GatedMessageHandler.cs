using System.Text.Json;
using Serilog;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Plumb.Lsp.Wire;

/// <summary>
/// Reads messages behind Content-Length headers, answers by itself what the <see cref="LifecycleGate"/> refuses, and
/// reads past a message whose body is no JSON-RPC: the header says where the next one starts.
/// </summary>
internal sealed class GatedMessageHandler(Stream output, Stream input, IJsonRpcMessageFormatter formatter, LifecycleGate gate, ILogger log)
    : HeaderDelimitedMessageHandler(output, input, formatter)
{
    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            JsonRpcMessage? message;
            try
            {
                message = await base.ReadCoreAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
            {
                log.Warning("A message that is no JSON-RPC was read past: {Error}", e.Message);
                await RefuseAsync(RequestId.Null, ErrorCodes.ParseError, "The message is no JSON-RPC: " + e.Message).ConfigureAwait(false);
                continue;
            }

            if (message is JsonRpcRequest { Method: { } method } request)
            {
                var admission = gate.Admit(method, request.IsResponseExpected);
                if (!admission.Pass)
                {
                    if (admission.ErrorCode != 0)
                    {
                        await RefuseAsync(request.RequestId, admission.ErrorCode, admission.Message).ConfigureAwait(false);
                    }

                    continue;
                }
            }

            return message;
        }
    }

    private ValueTask RefuseAsync(RequestId id, int code, string message)
    {
        var answer = ((IJsonRpcMessageFactory)Formatter).CreateErrorMessage();
        answer.RequestId = id;
        answer.Error = new JsonRpcError.ErrorDetail { Code = (JsonRpcErrorCode)code, Message = message };
        return WriteAsync(answer, CancellationToken.None);
    }
}
