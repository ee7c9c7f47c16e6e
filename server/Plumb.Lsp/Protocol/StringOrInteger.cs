using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Lsp.Protocol;

/// <summary>A value that the protocol allows to be a string or an integer: progress tokens and diagnostic codes.</summary>
[JsonConverter(typeof(StringOrIntegerConverter))]
public readonly record struct StringOrInteger(string? Text, int Number)
{
    public static implicit operator StringOrInteger(string text) => new(text, 0);

    public static implicit operator StringOrInteger(int number) => new(null, number);

    public static StringOrInteger FromString(string text) => text;

    public static StringOrInteger FromInt32(int number) => number;

    public override string ToString() => Text ?? Number.ToString(CultureInfo.InvariantCulture);
}

internal sealed class StringOrIntegerConverter : JsonConverter<StringOrInteger>
{
    public override StringOrInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : reader.GetString() ?? throw new JsonException("A string or an integer is expected.");

    public override void Write(Utf8JsonWriter writer, StringOrInteger value, JsonSerializerOptions options)
    {
        if (value.Text is { } text)
        {
            writer.WriteStringValue(text);
        }
        else
        {
            writer.WriteNumberValue(value.Number);
        }
    }
}
