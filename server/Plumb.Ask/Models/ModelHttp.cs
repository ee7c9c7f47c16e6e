using System.Net;

namespace Plumb.Ask.Models;

/// <summary>
/// The one HTTP client of all models: connections are kept, redirects are not followed (nobody configured where they
/// lead), and what may be tried again is.
/// </summary>
internal static class ModelHttp
{
    private static readonly Lazy<HttpClient> Shared = new(() => Create(TimeProvider.System));

    public static HttpClient Client => Shared.Value;

    public static HttpClient Create(TimeProvider time)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };

        // Time-outs are the caller's: they start anew with every piece of an answer.
        return new HttpClient(new StreamCheckHandler { InnerHandler = new RetryHandler(time) { InnerHandler = sockets } }) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
