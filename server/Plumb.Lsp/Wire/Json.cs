using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Plumb.Lsp.Protocol;
using StreamJsonRpc;

namespace Plumb.Lsp.Wire;

/// <summary>The one set of serialiser options: source-generated contexts only, so that Native AOT can run it.</summary>
internal static class Json
{
    public static IJsonTypeInfoResolver Resolver { get; } = JsonTypeInfoResolver.Combine(ProtocolJson.Default, PlumbJson.Default, TokensJson.Default, new RequestIdResolver());

    public static JsonElement Null { get; } = ParseNull();

    private static JsonSerializerOptions Options { get; } = new()
    {
        TypeInfoResolver = Resolver,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static JsonElement ToElement<T>(T value) =>
        value is null ? Null : value is JsonElement element ? element : JsonSerializer.SerializeToElement(value, TypeInfo<T>());

    public static T? FromElement<T>(JsonElement element) =>
        element is T same ? same : element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? default : element.Deserialize(TypeInfo<T>());

    public static byte[] ToBytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>());

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonElement ParseNull()
    {
        using var document = JsonDocument.Parse("null");
        return document.RootElement.Clone();
    }
}

/// <summary>
/// StreamJsonRpc reads the parameter of <c>$/cancelRequest</c> through the formatter's options, and its own converter
/// is not public: without this, cancellations are dropped in silence.
/// </summary>
internal sealed class RequestIdResolver : IJsonTypeInfoResolver
{
    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        type == typeof(RequestId) ? JsonMetadataServices.CreateValueInfo<RequestId>(options, new Converter()) : null;

    private sealed class Converter : JsonConverter<RequestId>
    {
        public override RequestId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.Number => new RequestId(reader.GetInt64()),
            JsonTokenType.String => new RequestId(reader.GetString()),
            _ => RequestId.Null,
        };

        public override void Write(Utf8JsonWriter writer, RequestId value, JsonSerializerOptions options)
        {
            if (value.Number is { } number)
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteStringValue(value.String);
            }
        }
    }
}
