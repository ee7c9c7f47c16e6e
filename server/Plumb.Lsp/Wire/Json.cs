using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Plumb.Lsp.Protocol;

namespace Plumb.Lsp.Wire;

/// <summary>The one set of serialiser options: source-generated contexts only, so that Native AOT can run it.</summary>
internal static class Json
{
    public static IJsonTypeInfoResolver Resolver { get; } = JsonTypeInfoResolver.Combine(ProtocolJson.Default, PlumbJson.Default);

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
