using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.VisualStudio.Threading;
using Plumb.Search;
using Serilog;
using StreamJsonRpc;

namespace Plumb.Lsp.Wire;

/// <summary>
/// The wire over StreamJsonRpc. Everything crosses it as <see cref="JsonElement"/>, and every handler has the same
/// shape: its reflection then needs nothing that trimming could take away, whatever types the features use.
/// </summary>
internal sealed class StreamJsonRpcWire : IWire
{
    private readonly ContentLengthHandler messages;
    private readonly JsonRpc rpc;
    private readonly ILogger log;

    // Starts handlers in the order of their messages, one at a time, and lets go of them at their first await.
    private readonly NonConcurrentSynchronizationContext order = new(sticky: false);

    public StreamJsonRpcWire(Stream input, Stream output, LifecycleGate gate, ILogger log)
    {
        this.log = log;
        messages = new ContentLengthHandler(input, output, CreateFormatter(), gate, log);
        rpc = new JsonRpc(messages)
        {
            SynchronizationContext = order,
            CancelLocallyInvokedMethodsWhenConnectionIsClosed = true,
        };
    }

    public void OnRequest<TParams, TResult>(string method, Func<TParams, CancellationToken, Task<TResult>> handler) =>
        Add(method, async (parameters, cancellation) => Json.ToElement(await handler(Read<TParams>(parameters), cancellation).ConfigureAwait(false)));

    public void OnNotification<TParams>(string method, Action<TParams> handler) =>
        Add(method, (parameters, _) =>
        {
            handler(Read<TParams>(parameters));
            return Task.FromResult(Json.Null);
        });

    public Task NotifyAsync<T>(string method, T parameters)
    {
        var (names, types) = ToArguments(parameters);
        return rpc.NotifyWithParameterObjectAsync(method, names, types);
    }

    public async Task<TResult?> RequestAsync<TParams, TResult>(string method, TParams parameters, CancellationToken cancellation)
    {
        var (names, types) = ToArguments(parameters);
        try
        {
            return Json.FromElement<TResult>(await rpc.InvokeWithParameterObjectAsync<JsonElement>(method, names, types, cancellation).ConfigureAwait(false));
        }
        catch (Exception e) when (e is RemoteRpcException or ConnectionLostException or ObjectDisposedException)
        {
            throw new RequestFailedException($"The client did not answer '{method}': {e.Message}", e);
        }
        finally
        {
            await InTurnAsync().ConfigureAwait(false);
        }
    }

    public async Task RunAsync()
    {
        rpc.StartListening();
        try
        {
            await rpc.Completion.ConfigureAwait(false);
        }
        catch (BadRpcHeaderException e)
        {
            log.Warning("The connection ended: {Error}", e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.Information("The connection ended: {Error}", e.Message);
        }
    }

    public Task DrainAsync(TimeSpan patience) => messages.DrainAsync(patience, CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        rpc.Dispose();
        return default;
    }

    // An answer wakes who waits for it at once, while what came before it may still wait to be handled.
    private Task InTurnAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        order.Post(_ => turn.SetResult(), null);
        return turn.Task;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only JsonElement crosses the formatter, by a source-generated resolver; the tests drive the native binary.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "As above.")]
    private static SystemTextJsonFormatter CreateFormatter()
    {
        var formatter = new SystemTextJsonFormatter();
        formatter.JsonSerializerOptions.TypeInfoResolver = Json.Resolver;
        return formatter;
    }

    private static T Read<T>(JsonElement parameters)
    {
        try
        {
            return Json.FromElement<T>(parameters)
                ?? throw new RequestFailedException(ErrorCodes.InvalidParams, "Parameters are missing.");
        }
        catch (JsonException e)
        {
            throw new RequestFailedException(ErrorCodes.InvalidParams, "The parameters do not have the expected shape: " + e.Message);
        }
    }

    private static (Dictionary<string, object?> Values, Dictionary<string, Type> Types) ToArguments<T>(T parameters)
    {
        var values = new Dictionary<string, object?>();
        var types = new Dictionary<string, Type>();
        foreach (var property in Json.ToElement(parameters).EnumerateObject())
        {
            values[property.Name] = property.Value;
            types[property.Name] = typeof(JsonElement);
        }

        return (values, types);
    }

    private void Add(string method, Func<JsonElement, CancellationToken, Task<JsonElement>> body)
    {
        var handler = new Handler(method, body, log);
        var settings = new JsonRpcMethodAttribute(method) { UseSingleObjectParameterDeserialization = true };
        rpc.AddLocalRpcMethod(((Func<JsonElement, CancellationToken, Task<JsonElement>>)handler.InvokeAsync).Method, handler, settings);
        rpc.AddLocalRpcMethod(((Func<CancellationToken, Task<JsonElement>>)handler.InvokeWithoutParametersAsync).Method, handler, new JsonRpcMethodAttribute(method));
    }

    /// <summary>The one shape of a handler, with and without parameters. Errors become answers and a log line here.</summary>
    private sealed class Handler(string method, Func<JsonElement, CancellationToken, Task<JsonElement>> body, ILogger log)
    {
        public async Task<JsonElement> InvokeAsync(JsonElement parameters, CancellationToken cancellation)
        {
            try
            {
                return await body(parameters, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw;
            }
            catch (RequestFailedException e)
            {
                throw new LocalRpcException(e.Message) { ErrorCode = e.Code };
            }
            catch (WorkspaceException e)
            {
                throw new LocalRpcException(e.Message) { ErrorCode = ErrorCodes.RequestFailed };
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                log.Error(e, "{Method} failed", method);
                throw new LocalRpcException($"{method} failed: {e.Message}") { ErrorCode = ErrorCodes.InternalError };
            }
        }

        public Task<JsonElement> InvokeWithoutParametersAsync(CancellationToken cancellation) => InvokeAsync(Json.ToElement(new Protocol.NoParams()), cancellation);
    }
}
