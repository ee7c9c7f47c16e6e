using System.Text.Json;

namespace Plumb.Lsp.Session;

/// <summary>Reads the user's settings leniently: clients nest them, or do not, and some send nothing.</summary>
internal static class Settings
{
    /// <summary>Looks for <c>index.enabled</c>, under <c>plumb</c> or at the top, nested or dotted.</summary>
    public static bool? FindIndexEnabled(JsonElement options) =>
        Find(options, "plumb.index.enabled") ?? Find(options, "index.enabled");

    private static bool? Find(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (element.TryGetProperty(name, out var value))
        {
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
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
