using Plumb.Ask.Models;
using Plumb.Tokens;

namespace Plumb.Ask.Settings;

/// <summary>
/// A model that was chosen, in an editor's settings or by its user at run time. All of it may be missing.
/// </summary>
/// <param name="ApiKey">Handed over by the client, from the editor's secret storage; kept in memory only.</param>
public sealed record ModelRequest(string? Provider, string? Model, string? Endpoint, string? ApiKey)
{
    public override string ToString() => $"{Model} of {Provider}";
}

/// <summary>
/// Which model is asked: what the client says comes before the environment, which comes before the user's settings file.
/// Nothing in a workspace is ever read for it.
/// </summary>
internal static class ModelChoice
{
    /// <summary>Null when no model is configured: then nothing leaves the machine.</summary>
    /// <param name="problem">What is wrong with the configuration, in one sentence; empty where nothing is.</param>
    public static ModelSettings? Resolve(AskSettings user, ModelRequest? client, Func<string, string?> environment, out string problem)
    {
        problem = "";
        var byClient = client?.Model?.Trim() is { Length: > 0 };
        var byEnvironment = !byClient && Read(environment, ModelSettings.ModelVariable) is not null;
        var model = byClient ? client!.Model!.Trim() : Read(environment, ModelSettings.ModelVariable) ?? user.Model;
        if (model is null)
        {
            return null;
        }

        // Each of the three is taken whole: an address from one place must not get the key or the model of another.
        var name = byClient ? client!.Provider : byEnvironment ? Read(environment, ModelSettings.ProviderVariable) : user.Provider;
        var address = byClient ? client!.Endpoint : byEnvironment ? Read(environment, ModelSettings.EndpointVariable) : null;
        var source = byClient ? "The editor's plumb.ask.endpoint" : byEnvironment ? ModelSettings.EndpointVariable : "plumb.json";
        var provider = string.IsNullOrWhiteSpace(name) ? null : user.Providers.Concat(Provider.Known).FirstOrDefault(p => p.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
        if (provider is null && !string.IsNullOrWhiteSpace(name))
        {
            problem = $"There is no provider \"{name}\", so the model was not asked; there are {string.Join(", ", user.Providers.Concat(Provider.Known).Select(p => p.Name).Distinct())}.";
            return null;
        }

        address = address is { Length: > 0 } ? address.Trim() : provider is null ? ModelSettings.DefaultEndpoint : provider.Url;
        if (address is null)
        {
            problem = $"The provider {provider!.Name} has no address of its own, so the model was not asked: set {ModelSettings.EndpointVariable}, or ask.providers.{provider.Name}.url in your plumb.json.";
            return null;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https") || endpoint.UserInfo.Length > 0)
        {
            problem = $"{source} is \"{OutboundGate.Pass(address)}\", which is no http or https URL without a user name, so the model was not asked.";
            return null;
        }

        // A key that is kept for a named service goes to that service's own address only, or where the user sends it by name.
        var key = byClient ? client!.ApiKey : Read(environment, ModelSettings.KeyVariable);
        key ??= provider?.KeyVariable is { } variable ? Read(environment, variable) : null;
        var seconds = int.TryParse(environment(ModelSettings.TimeoutVariable), out var wanted) && wanted > 0 ? wanted : provider?.TimeoutSeconds ?? ModelSettings.DefaultTimeout;
        return new ModelSettings(model, endpoint, key ?? "", TimeSpan.FromSeconds(seconds))
        {
            Provider = provider?.Name ?? (endpoint.AbsoluteUri.TrimEnd('/') == ModelSettings.DefaultEndpoint ? "openai" : "openai-compatible"),
            KeyVariableName = provider?.KeyVariable ?? ModelSettings.KeyVariable,
            ContextWindow = provider?.ContextWindow ?? ModelCatalogue.Find(model)?.ContextWindow,
            // A server of one's own takes no money, whatever its model costs elsewhere.
            Price = user.Prices.GetValueOrDefault(model) ?? (endpoint.IsLoopback ? null : ModelCatalogue.Find(model)?.Price),
        };
    }

    /// <summary>Another model at the address of the configured one.</summary>
    public static ModelSettings? ResolveNamed(AskSettings user, string model, Func<string, string?> environment, out string problem)
    {
        if (Resolve(user, null, environment, out problem) is not { } configured)
        {
            problem = problem.Length > 0 ? problem : $"No model is configured, so it is not known where \"{model}\" is: name its provider as well.";
            return null;
        }

        return configured with
        {
            Model = model,
            ContextWindow = user.Providers.FirstOrDefault(p => p.Name == configured.Provider)?.ContextWindow ?? ModelCatalogue.Find(model)?.ContextWindow,
            Price = user.Prices.GetValueOrDefault(model) ?? (configured.Endpoint.IsLoopback ? null : ModelCatalogue.Find(model)?.Price),
        };
    }

    private static string? Read(Func<string, string?> environment, string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;
}
