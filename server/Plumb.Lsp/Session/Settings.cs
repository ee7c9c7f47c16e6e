using System.Text.Json;

namespace Plumb.Lsp.Session;

/// <summary>Reads the user's settings leniently: clients nest them, or do not, and some send nothing.</summary>
internal static class Settings
{
    /// <summary>Looks for <c>index.enabled</c>, under <c>plumb</c> or at the top, nested or dotted.</summary>
    public static bool? FindIndexEnabled(JsonElement options) =>
        (Find(options, "plumb.index.enabled") ?? Find(options, "index.enabled"))?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    /// <summary>Looks for <c>embedder</c>, in the same places; null when it is absent or no text.</summary>
    public static string? FindEmbedder(JsonElement options) =>
        (Find(options, "plumb.embedder") ?? Find(options, "embedder")) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    /// <summary>True where a flag is set, or an object stands in its place.</summary>
    public static bool FindFlag(JsonElement? options, string name) =>
        options is { } given && Find(given, name)?.ValueKind is (JsonValueKind.True or JsonValueKind.Object);

    /// <summary>Looks for <c>tokens.models</c>, a list of names; null when it is absent.</summary>
    public static IReadOnlyList<string>? FindTokenModels(JsonElement options) =>
        (Find(options, "plumb.tokens.models") ?? Find(options, "tokens.models")) is { ValueKind: JsonValueKind.Array } found
            ? [.. found.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)]
            : null;

    /// <summary>Looks for a text by its dotted name; null when it is absent or no text.</summary>
    public static string? FindText(JsonElement options, string name) =>
        (Find(options, "plumb." + name) ?? Find(options, name)) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    /// <summary>Looks for a number by its dotted name; null when it is absent or no number.</summary>
    public static double? FindNumber(JsonElement options, string name) =>
        (Find(options, "plumb." + name) ?? Find(options, name)) is { ValueKind: JsonValueKind.Number } found && found.TryGetDouble(out var number) ? number : null;

    /// <summary>Looks for true or false by its dotted name; null when it is neither.</summary>
    public static bool? FindSwitch(JsonElement options, string name) =>
        (Find(options, "plumb." + name) ?? Find(options, name))?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    private static JsonElement? Find(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (element.TryGetProperty(name, out var value))
        {
            return value;
        }

        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (element.TryGetProperty(name[..dot], out var inner) && Find(inner, name[(dot + 1)..]) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
