namespace Plumb.Ask.Models;

/// <summary>The model that the user configured, and where it is.</summary>
/// <param name="Model">Its name at the endpoint.</param>
/// <param name="Endpoint">Base URL of an OpenAI-compatible service.</param>
/// <param name="ApiKey">Empty where the service needs none.</param>
/// <param name="Timeout">Longest wait for the next piece of the answer.</param>
public sealed record ModelSettings(string Model, Uri Endpoint, string ApiKey, TimeSpan Timeout)
{
    public const string ModelVariable = "PLUMB_MODEL";
    public const string EndpointVariable = "PLUMB_ENDPOINT";
    public const string KeyVariable = "PLUMB_API_KEY";
    public const string TimeoutVariable = "PLUMB_MODEL_TIMEOUT";
    public const string DefaultEndpoint = "https://api.openai.com/v1";

    private const int DefaultTimeoutSeconds = 60;

    /// <summary>Null when no model is configured: then nothing leaves the machine.</summary>
    /// <param name="problem">What is wrong with the configuration, in one sentence; empty where nothing is.</param>
    /// <param name="environment">Reads a variable; null: the process's environment.</param>
    public static ModelSettings? FromEnvironment(out string problem, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        problem = "";
        if (environment(ModelVariable)?.Trim() is not { Length: > 0 } model)
        {
            return null;
        }

        var address = environment(EndpointVariable) is { Length: > 0 } given ? given.Trim() : DefaultEndpoint;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            problem = $"{EndpointVariable} is \"{address}\", which is no http or https URL, so the model was not asked.";
            return null;
        }

        var seconds = int.TryParse(environment(TimeoutVariable), out var wanted) && wanted > 0 ? wanted : DefaultTimeoutSeconds;
        return new ModelSettings(model, endpoint, environment(KeyVariable) ?? "", TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Without the key.</summary>
    public override string ToString() => $"{Model} at {Endpoint}";
}
