using System.Text.Json;
using Plumb.Search.Workspaces;
using Plumb.Text.Configuration;
using Plumb.Tokens;

namespace Plumb.Ask.Settings;

/// <summary>When a model is asked for likely identifiers before the search.</summary>
public enum Expansion
{
    Never,

    /// <summary>Where the words of the question find little.</summary>
    Auto,
    Always,
}

/// <summary>Where an opened workspace has a say: what leaves the machine, and where to, is none of it.</summary>
/// <param name="EvidenceTokens">Most tokens of evidence; null: the default.</param>
public sealed record WorkspaceAskSettings(int? EvidenceTokens, bool NoExpansion, IReadOnlyList<string> Problems);

/// <summary>The section <c>ask</c> of the user's own <c>plumb.json</c>, which lies in Plumb's data folder.</summary>
/// <param name="TokensPerDay">Budget for all calls of a day, in tokens in and out; null: none.</param>
/// <param name="CostPerDay">The same in US dollars, for models whose price is known.</param>
public sealed record AskSettings(
    string? Provider,
    string? Model,
    IReadOnlyList<Provider> Providers,
    IReadOnlyDictionary<string, ModelPrice> Prices,
    Expansion Expand,
    long? TokensPerDay,
    decimal? CostPerDay,
    bool Cache,
    IReadOnlyList<string> Problems)
{
    private const int MostBytes = 1 << 20;

    /// <summary>Where spans and metrics are sent, an OTLP base address; null: nowhere, unless the environment says so.</summary>
    public string? TelemetryEndpoint { get; init; }

    /// <summary>Whether spans hold what was asked and answered.</summary>
    public bool TelemetryContent { get; init; }

    // Of no use to a workspace but to send text somewhere.
    private static readonly string[] UsersOnly = ["provider", "model", "providers", "prices", "budget", "cache", "telemetry", "url", "endpoint", "apiKey", "key"];

    public static AskSettings None { get; } = new(null, null, [], new Dictionary<string, ModelPrice>(), Expansion.Auto, null, null, true, []);

    /// <param name="folder">Plumb's data folder.</param>
    public static AskSettings ReadUser(string folder)
    {
        var path = Path.Combine(folder, ConfigurationFile.FileName);
        var (section, problems) = ReadSection(path);
        if (section is not { } ask)
        {
            return None with { Problems = problems };
        }

        var found = new List<string>(problems);
        foreach (var name in ask.EnumerateObject().Select(p => p.Name).Where(name => name.Contains("key", StringComparison.OrdinalIgnoreCase) && name != "keyVariable"))
        {
            found.Add($"{path}: ask.{name} is not read: a key belongs into the environment.");
        }

        var budget = Get(ask, "budget", JsonValueKind.Object);
        return new AskSettings(
            Text(ask, "provider"),
            Text(ask, "model"),
            Get(ask, "providers", JsonValueKind.Object) is { } providers ? [.. providers.EnumerateObject().Select(p => ReadProvider(p, path, found)).OfType<Provider>()] : [],
            Get(ask, "prices", JsonValueKind.Object) is { } prices ? ReadPrices(prices, path, found) : new Dictionary<string, ModelPrice>(),
            Text(ask, "expand") switch { "never" => Expansion.Never, "always" => Expansion.Always, _ => Expansion.Auto },
            budget is { } b && Get(b, "tokensPerDay", JsonValueKind.Number) is { } tokens && tokens.TryGetInt64(out var most) ? most : null,
            budget is { } c && Get(c, "costPerDay", JsonValueKind.Number) is { } cost && cost.TryGetDecimal(out var dollars) ? dollars : null,
            Get(ask, "cache", JsonValueKind.False) is null,
            found)
        {
            TelemetryEndpoint = Get(ask, "telemetry", JsonValueKind.Object) is { } telemetry ? Text(telemetry, "endpoint") : null,
            TelemetryContent = Get(ask, "telemetry", JsonValueKind.Object) is { } told && Get(told, "content", JsonValueKind.True) is not null,
        };
    }

    /// <summary>Of several folders: the least evidence that one of them wants, and no other words where one wants none.</summary>
    public static WorkspaceAskSettings ReadWorkspace(IWorkspaceReader workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var read = workspace.Folders.Select(folder => ReadWorkspace(folder.Root)).ToList();
        return new WorkspaceAskSettings(read.Min(r => r.EvidenceTokens), read.Exists(r => r.NoExpansion), [.. read.SelectMany(r => r.Problems)]);
    }

    /// <summary>What a workspace's own <c>plumb.json</c> says, as far as it may say something.</summary>
    public static WorkspaceAskSettings ReadWorkspace(string root)
    {
        var path = Path.Combine(root, ConfigurationFile.FileName);
        var (section, problems) = ReadSection(path);
        if (section is not { } ask)
        {
            return new WorkspaceAskSettings(null, false, problems);
        }

        var ignored = ask.EnumerateObject().Select(p => p.Name).Where(name => UsersOnly.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
        return new WorkspaceAskSettings(
            Get(ask, "evidenceTokens", JsonValueKind.Number) is { } number && number.TryGetInt32(out var tokens) && tokens > 0 ? tokens : null,
            Text(ask, "expand") == "never",
            ignored.Count == 0 ? problems : [.. problems, $"The workspace's {ConfigurationFile.FileName} says ask.{string.Join(", ask.", ignored)}, which is not listened to: only you choose where text is sent."]);
    }

    private static (JsonElement? Section, IReadOnlyList<string> Problems) ReadSection(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MostBytes)
            {
                return (null, []);
            }

            var (read, problems) = ConfigurationFile.Parse(File.ReadAllText(path));
            return (read.Section("ask"), [.. problems.Where(p => p.Path.Length == 0).Select(p => $"{path}: {p.Message}")]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [$"{path} cannot be read: {e.Message}"]);
        }
    }

    private static Provider? ReadProvider(JsonProperty property, string path, List<string> problems)
    {
        var known = Settings.Provider.Known.FirstOrDefault(p => p.Name == property.Name);
        if (property.Value.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{path}: ask.providers.{property.Name} has to be an object, such as {{ \"url\": \"http://localhost:8000/v1\" }}.");
            return null;
        }

        foreach (var name in property.Value.EnumerateObject().Select(p => p.Name).Where(name => name is not ("url" or "keyVariable" or "timeout" or "contextWindow")))
        {
            problems.Add($"{path}: ask.providers.{property.Name}.{name} is not read; there are url, keyVariable (the name of an environment variable), timeout and contextWindow.");
        }

        return new Provider(
            property.Name,
            Text(property.Value, "url") ?? known?.Url,
            Text(property.Value, "keyVariable") ?? known?.KeyVariable,
            Number(property.Value, "timeout") ?? known?.TimeoutSeconds,
            Number(property.Value, "contextWindow"));
    }

    private static Dictionary<string, ModelPrice> ReadPrices(JsonElement prices, string path, List<string> problems)
    {
        var read = new Dictionary<string, ModelPrice>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in prices.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object && Price(property.Value, "input") is { } input && Price(property.Value, "output") is { } output)
            {
                read[property.Name] = new ModelPrice(input, output, Price(property.Value, "cached"));
            }
            else
            {
                problems.Add($"{path}: ask.prices.{property.Name} needs input and output, in US dollars for a million tokens.");
            }
        }

        return read;
    }

    private static decimal? Price(JsonElement element, string name) =>
        Get(element, name, JsonValueKind.Number) is { } found && found.TryGetDecimal(out var price) && price >= 0 ? price : null;

    private static int? Number(JsonElement element, string name) =>
        Get(element, name, JsonValueKind.Number) is { } found && found.TryGetInt32(out var number) && number > 0 ? number : null;

    private static string? Text(JsonElement element, string name) =>
        Get(element, name, JsonValueKind.String)?.GetString()?.Trim() is { Length: > 0 } text ? text : null;

    private static JsonElement? Get(JsonElement element, string name, JsonValueKind kind) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
