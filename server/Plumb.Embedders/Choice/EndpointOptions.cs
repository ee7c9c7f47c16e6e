using System.Globalization;
using Plumb.Embedders.Endpoint;
using Plumb.Search.Embedding;

namespace Plumb.Embedders.Choice;

/// <summary>What settings.json keeps of an endpoint. Never its key.</summary>
/// <param name="Dimensions">Asked of the service; null: as its model makes them.</param>
/// <param name="Measured">Numbers in its vectors when it was chosen.</param>
public sealed record EndpointOptions(string Url, string Model, int? Dimensions = null, int? Measured = null, string? QueryPrefix = null, string? PassagePrefix = null)
{
    public const string UrlVariable = "PLUMB_EMBEDDER_ENDPOINT";
    public const string ModelVariable = "PLUMB_EMBEDDER_MODEL";
    public const string KeyVariable = "PLUMB_EMBEDDER_API_KEY";
    public const string DimensionsVariable = "PLUMB_EMBEDDER_DIMENSIONS";
    public const string TimeoutVariable = "PLUMB_EMBEDDER_TIMEOUT";
    public const string RateVariable = "PLUMB_EMBEDDER_RATE";
    public const string QueryPrefixVariable = "PLUMB_EMBEDDER_QUERY_PREFIX";
    public const string PassagePrefixVariable = "PLUMB_EMBEDDER_PASSAGE_PREFIX";

    private const int MostDimensions = 16_384;
    private const int MostSeconds = 3600;

    /// <summary>Lays the environment over what the user's settings say, if they say anything.</summary>
    /// <exception cref="EmbedderException">Something is missing or is no address or number.</exception>
    internal static (EndpointSettings Settings, int? Measured) Resolve(EndpointOptions? stored, Func<string, string?> environment)
    {
        var url = Read(UrlVariable) ?? stored?.Url ?? throw Missing(UrlVariable);
        var model = Read(ModelVariable) ?? stored?.Model ?? throw Missing(ModelVariable);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
        {
            throw new EmbedderException($"The embeddings endpoint \"{url}\" is no http or https URL without a user name; a key belongs into {KeyVariable}.");
        }

        var settings = new EndpointSettings(address, model, Read(KeyVariable) ?? "", Number(DimensionsVariable, MostDimensions) ?? stored?.Dimensions)
        {
            QueryPrefix = environment(QueryPrefixVariable) ?? stored?.QueryPrefix ?? "",
            PassagePrefix = environment(PassagePrefixVariable) ?? stored?.PassagePrefix ?? "",
            RequestsPerMinute = Number(RateVariable, int.MaxValue),
        };
        settings = Number(TimeoutVariable, MostSeconds) is { } seconds ? settings with { Timeout = TimeSpan.FromSeconds(seconds) } : settings;
        return (settings, stored is not null && stored.Url == url && stored.Model == model ? stored.Measured : null);

        string? Read(string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;

        int? Number(string name, int most) => Read(name) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most ? number
            : throw new EmbedderException($"{name} is \"{text}\", not a whole number between 1 and {most}.");

        static EmbedderException Missing(string name) => new($"An embeddings endpoint was chosen but {name} is not set: set it, or run 'plumb model use endpoint --url URL --model NAME'.");
    }
}
