using System.Net;

namespace Plumb.Ask.Models;

/// <summary>
/// Tries again what a service refused for the moment (408, 429, 5xx): after the pause that its Retry-After names, else
/// after one that doubles. A pause that nobody would wait for is not waited for: the refusal goes to the caller.
/// </summary>
internal sealed class RetryHandler(TimeProvider time) : DelegatingHandler
{
    private const int MostRetries = 2;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var retries = 0; ; retries++)
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (retries == MostRetries || !IsForTheMoment(response.StatusCode))
            {
                return response;
            }

            var pause = PauseOf(response) ?? FirstPause * Math.Pow(2, retries);
            if (pause > LongestPause)
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsForTheMoment(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || ((int)status >= 500 && status is not HttpStatusCode.NotImplemented);

    private TimeSpan? PauseOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };
}
