namespace Plumb.Ask.Models;

/// <summary>
/// Refuses what is no stream at all before anything reads it as one: the page of a sign-in, of a proxy or of a service's own
/// website, and an answer that comes as one JSON object. To a reader of streams both look like an answer that broke off.
/// </summary>
internal sealed class StreamCheckHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml" or "application/json" or "application/x-ndjson")
        {
            var type = response.Content.Headers.ContentType!.MediaType!;
            response.Dispose();
            throw new NoStreamException(type);
        }

        return response;
    }
}

/// <summary>What was asked answered, and not with a chat stream.</summary>
internal sealed class NoStreamException(string mediaType) : Exception($"The answer is {mediaType}, which is no chat stream.")
{
    public string MediaType => mediaType;
}
