using System.Net;
using System.Net.Http.Headers;

namespace Plumb.Embedders.Endpoint;

/// <summary>Which failures may pass, and how long to wait before the next attempt.</summary>
internal static class Backoff
{
    public const int MostAttempts = 5;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or (HttpStatusCode)529;

    /// <summary>Twice as long each time, of which the second half is chance: those who were turned away together do not come back together.</summary>
    /// <param name="attempt">0 for the first.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan After(int attempt, double chance)
    {
        var whole = Math.Min(First.TotalSeconds * Math.Pow(2, attempt), Longest.TotalSeconds);
        return TimeSpan.FromSeconds((whole / 2) + (whole / 2 * chance));
    }

    /// <summary>What the service asks for; null when it asks for nothing.</summary>
    public static TimeSpan? Asked(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - now : null);
        return wait is { } given && given < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
