using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Cli.Commands;

/// <summary>
/// What <c>plumb tokens --json</c> prints. The low, high and method are only there for an estimate, the high not where something
/// was left out of which no most is known; the model with its window and the cost of the total as input, in US dollars, where
/// a model was named and they are known; limited where --limit cut it short; the tree with --tree.
/// </summary>
internal sealed record TokensReport(
    string Encoding,
    bool Exact,
    long Total,
    long? Low,
    long? High,
    string? Method,
    string? Model,
    int? ContextWindow,
    decimal? InputCost,
    bool? Limited,
    IReadOnlyList<TokensFile> Files,
    TokensNode? Tree);

/// <summary>What <c>plumb tokens --models --json</c> prints: prices in US dollars for a million tokens.</summary>
/// <param name="AsOf">Of the newest built-in row; each has its own.</param>
/// <param name="OldestAsOf">Of the oldest.</param>
internal sealed record ModelsReport(string AsOf, string OldestAsOf, IReadOnlyList<CatalogueModel> Models);

internal sealed record CatalogueModel(
    string Name,
    string? Family,
    string Encoding,
    bool Exact,
    string? Method,
    int? ContextWindow,
    int? MaxOutput,
    Plumb.Tokens.ModelPrice? Price,
    IReadOnlyList<string>? Capabilities,
    IReadOnlyList<string>? Parameters,
    string? Retires,
    string? Source,
    string? AsOf);

internal sealed record TokensFile(string Path, int Tokens, int? Budget);

/// <param name="Path">As the files' paths are; empty for the root.</param>
/// <param name="Files">Files in it; 1 for a file.</param>
/// <param name="Children">The heaviest first; absent for a file.</param>
internal sealed record TokensNode(string Name, string Path, long Tokens, int Files, IReadOnlyList<TokensNode>? Children);

[JsonSerializable(typeof(TokensReport))]
[JsonSerializable(typeof(ModelsReport))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    /// <summary>Indented, camel case, and with characters as they are: the output goes to a terminal or a file, not into a page.</summary>
    public static CommandJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    });
}
