using System.Text.Json.Serialization;

namespace Plumb.Tokens.Models;

/// <summary>The shape of models.json.</summary>
internal sealed record ModelFile(
    string AsOf,
    IReadOnlyDictionary<string, EstimateRow> Estimates,
    IReadOnlyDictionary<string, ChatOverhead> Chat,
    IReadOnlyList<ModelRow> Models);

/// <summary>
/// A row of the catalogue. <see cref="Name"/> and <see cref="Aliases"/> are whole names, or with a trailing <c>*</c> stand for
/// any ending. What is not known is null.
/// </summary>
internal sealed record ModelRow
{
    public required string Name { get; init; }

    public IReadOnlyList<string>? Aliases { get; init; }

    public string? Family { get; init; }

    public string? Encoding { get; init; }

    /// <summary>A file of the user's: tokenizer.json or tokenizer.model.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>The name of an estimate.</summary>
    public string? Estimate { get; init; }

    public int? ContextWindow { get; init; }

    public int? MaxOutput { get; init; }

    public ModelPrice? Price { get; init; }

    public IReadOnlyList<string>? Capabilities { get; init; }

    public IReadOnlyList<string>? Parameters { get; init; }

    /// <summary>Whether the service can hold its answers to a JSON schema.</summary>
    public bool? StructuredOutput { get; init; }

    /// <summary>yyyy-mm-dd.</summary>
    public string? Retires { get; init; }

    /// <summary>A later model of the same kind and provider.</summary>
    public string? Replacement { get; init; }

    /// <summary>The name of a way to count the overhead of chat messages.</summary>
    public string? Chat { get; init; }

    public string? Source { get; init; }

    public string? AsOf { get; init; }
}

/// <summary>Multiples of the o200k_base count, why there is no exact one, and where the multiples come from.</summary>
internal sealed record EstimateRow(double Factor, double Low, double High, string Reason, string Source);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelFile))]
internal sealed partial class ModelFileJson : JsonSerializerContext;
