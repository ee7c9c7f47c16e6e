using Plumb.Tokens;

namespace Plumb.Ask.Models;

/// <summary>The model that the user configured, and where it is.</summary>
/// <param name="Model">Its name at the endpoint.</param>
/// <param name="Endpoint">Base URL of an OpenAI-compatible service.</param>
/// <param name="ApiKey">Empty where the service needs none.</param>
/// <param name="Timeout">Longest wait for the next piece of the answer.</param>
public sealed record ModelSettings(string Model, Uri Endpoint, string ApiKey, TimeSpan Timeout)
{
    public const string ProviderVariable = "PLUMB_PROVIDER";
    public const string ModelVariable = "PLUMB_MODEL";
    public const string EndpointVariable = "PLUMB_ENDPOINT";
    public const string KeyVariable = "PLUMB_API_KEY";
    public const string TimeoutVariable = "PLUMB_MODEL_TIMEOUT";
    public const string DefaultEndpoint = "https://api.openai.com/v1";

    /// <summary>Seconds.</summary>
    public const int DefaultTimeout = 60;

    // A whole answer may take so many times what the next piece of it may; pieces that say nothing are signs of life too.
    private const int MostWaits = 10;

    /// <summary>Longest wait for the end of the answer.</summary>
    public TimeSpan LongestAnswer { get; init; } = Timeout * MostWaits;

    /// <summary>The service's name, for the ledger.</summary>
    public string Provider { get; init; } = "openai-compatible";

    /// <summary>The environment variable that holds its key, for messages.</summary>
    public string KeyVariableName { get; init; } = KeyVariable;

    /// <summary>Tokens of one request, the answer included; null: as the model table says, if it knows.</summary>
    public int? ContextWindow { get; init; }

    public ModelPrice? Price { get; init; }

    /// <summary>Null when no model is configured in the environment: then nothing leaves the machine.</summary>
    /// <param name="problem">What is wrong with the configuration, in one sentence; empty where nothing is.</param>
    /// <param name="environment">Reads a variable; null: the process's environment.</param>
    public static ModelSettings? FromEnvironment(out string problem, Func<string, string?>? environment = null) =>
        Settings.ModelChoice.Resolve(Settings.AskSettings.None, null, environment ?? Environment.GetEnvironmentVariable, out problem);

    /// <summary>Without the key.</summary>
    public override string ToString() => $"{Model} at {Endpoint}";
}
