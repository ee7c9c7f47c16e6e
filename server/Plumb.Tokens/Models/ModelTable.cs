using System.Text.Json.Serialization;

namespace Plumb.Tokens.Models;

/// <summary>The shape of models.json.</summary>
internal sealed record ModelTable(string AsOf, IReadOnlyList<ModelRow> Models);

/// <summary>Names (a trailing <c>*</c> stands for any ending) and either an encoding or an estimate.</summary>
internal sealed record ModelRow(IReadOnlyList<string> Names, string? Encoding, int? ContextWindow, EstimateRow? Estimate);

/// <summary>Multiples of the o200k_base count, and why there is no exact one.</summary>
internal sealed record EstimateRow(double Factor, double Low, double High, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelTable))]
internal sealed partial class ModelTableJson : JsonSerializerContext;
