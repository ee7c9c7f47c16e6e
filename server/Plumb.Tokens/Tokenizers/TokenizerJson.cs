using System.Text.Json;

namespace Plumb.Tokens.Tokenizers;

/// <summary>Reads properties of tokenizer.json, where null and absent mean the default.</summary>
internal static class TokenizerJson
{
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static bool Flag(this JsonElement element, string name, bool missing = false) => element.Find(name) switch
    {
        null => missing,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Wrong($"'{name}' is neither true nor false"),
    };

    public static string? Text(this JsonElement element, string name) => element.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw Wrong($"'{name}' is no text"),
    };

    public static int? Number(this JsonElement element, string name) => element.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) => number,
        _ => throw Wrong($"'{name}' is no whole number"),
    };

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } value => value.EnumerateArray(),
        _ => throw Wrong($"'{name}' is no list"),
    };

    public static string Type(this JsonElement element) => element.Text("type") ?? "";

    /// <summary>Says what is wrong; the reader of the file puts its name in front.</summary>
    public static FormatException Wrong(string problem) => new(problem);
}
