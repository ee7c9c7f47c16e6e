namespace Plumb.Lsp.Wire;

/// <summary>What the server says to the client. Messages leave in the order of the calls.</summary>
public interface IClient
{
    /// <summary>Sends a notification; the task ends when it has been written.</summary>
    Task NotifyAsync<T>(string method, T parameters);

    /// <summary>
    /// Sends a request and waits for its result; null when the client answered null. What the client said before its answer,
    /// a change of a text say, has been taken in by then.
    /// </summary>
    /// <exception cref="RequestFailedException">The client answered with an error.</exception>
    Task<TResult?> RequestAsync<TParams, TResult>(string method, TParams parameters, CancellationToken cancellation);
}

/// <summary>
/// A connection that speaks JSON-RPC. Handlers are started in the order of the messages, one at a time, up to their
/// first await; what follows it runs in parallel. All parameter and result types must be known to <see cref="Json"/>.
/// </summary>
public interface IWire : IClient, IAsyncDisposable
{
    void OnRequest<TParams, TResult>(string method, Func<TParams, CancellationToken, Task<TResult>> handler);

    void OnNotification<TParams>(string method, Action<TParams> handler);

    /// <summary>Listens until the other side closes the connection or this one is disposed.</summary>
    Task RunAsync();

    /// <summary>Waits until every request that has come has its answer written, or until the patience is over.</summary>
    Task DrainAsync(TimeSpan patience);
}

/// <summary>A request that is answered with an error of the given code.</summary>
public sealed class RequestFailedException : Exception
{
    public RequestFailedException(int code, string message)
        : base(message) => Code = code;

    public RequestFailedException(string message)
        : this(ErrorCodes.RequestFailed, message)
    {
    }

    public RequestFailedException(string message, Exception inner)
        : base(message, inner) => Code = ErrorCodes.RequestFailed;

    public RequestFailedException()
        : this("The request failed.")
    {
    }

    public int Code { get; }
}

/// <summary>Error codes of JSON-RPC and of the Language Server Protocol.</summary>
public static class ErrorCodes
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int MethodNotFound = -32601;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;
    public const int ServerNotInitialized = -32002;
    public const int RequestFailed = -32803;
    public const int RequestCancelled = -32800;
}
