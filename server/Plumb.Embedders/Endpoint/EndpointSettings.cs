namespace Plumb.Embedders.Endpoint;

/// <summary>An embeddings endpoint that speaks OpenAI's protocol, as the user configured it.</summary>
/// <param name="Url">The service's base, such as http://localhost:11434/v1.</param>
/// <param name="Model">The model's name there.</param>
/// <param name="ApiKey">From the environment only; empty where the service needs none.</param>
/// <param name="Dimensions">Sent along so that the service shortens its vectors; null: as the model makes them.</param>
internal sealed record EndpointSettings(Uri Url, string Model, string ApiKey, int? Dimensions)
{
    /// <summary>Stands before a query.</summary>
    public string QueryPrefix { get; init; } = "";

    /// <summary>Stands before a passage.</summary>
    public string PassagePrefix { get; init; } = "";

    /// <summary>Most texts in one request.</summary>
    public int BatchTexts { get; init; } = 64;

    /// <summary>Most tokens in one request, by <see cref="TokenEstimate"/>.</summary>
    public int BatchTokens { get; init; } = 32_000;

    /// <summary>Most tokens of one text; the rest of it is cut off.</summary>
    public int TextTokens { get; init; } = 2_000;

    /// <summary>Requests in a minute; null: as many as there are.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Longest wait for one answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Where requests go.</summary>
    public Uri Address => Url.AbsolutePath.TrimEnd('/').EndsWith("/embeddings", StringComparison.Ordinal) ? Url
        : new UriBuilder(Url) { Path = Url.AbsolutePath.TrimEnd('/') + "/embeddings" }.Uri;

    /// <summary>Without the key.</summary>
    public override string ToString() => $"{Model} at {Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}";
}
