using System.Text.Json;

namespace Plumb.Ask.Json;

/// <summary>The arguments of a tool call: one JSON object whose values are taken as text.</summary>
internal static class ToolArguments
{
    /// <summary>Null where the text is no JSON object: models do write such.</summary>
    public static Dictionary<string, string>? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var read = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                read[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
            }

            return read;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Write(IEnumerable<KeyValuePair<string, string>> arguments) =>
        "{" + string.Join(',', arguments.Select(pair => Quote(pair.Key) + ":" + Quote(pair.Value))) + "}";

    public static string Quote(string text) => "\"" + JsonEncodedText.Encode(text).ToString() + "\"";
}
