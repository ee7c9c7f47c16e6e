using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Cli.Commands;

/// <summary>What <c>plumb tokens --json</c> prints. The last three are only there for an estimate.</summary>
internal sealed record TokensReport(string Encoding, bool Exact, long Total, long? Low, long? High, string? Method, IReadOnlyList<TokensFile> Files);

internal sealed record TokensFile(string Path, int Tokens);

[JsonSerializable(typeof(TokensReport))]
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
