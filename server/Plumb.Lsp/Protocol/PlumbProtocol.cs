using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Lsp.Protocol;

// Plumb's own requests. Parameters are objects; lines of ranges are zero-based, as everywhere in the protocol, while
// startLine and endLine are 1-based and inclusive, as people and `plumb search` write them.

/// <summary>Names of Plumb's own methods.</summary>
public static class PlumbMethods
{
    public const string Tokens = "plumb/tokens";
    public const string Search = "plumb/search";
    public const string Ask = "plumb/ask";
    public const string Status = "plumb/status";
    public const string Rebuild = "plumb/rebuild";
    public const string StatusChanged = "plumb/statusChanged";
}

/// <summary><c>plumb/tokens</c>: tokens of a document or of one range of it.</summary>
public sealed record TokensParams
{
    public required TextDocumentIdentifier TextDocument { get; init; }

    public Range? Range { get; init; }
}

/// <param name="Encoding">"o200k_base" or "cl100k_base".</param>
/// <param name="Tokens">The count.</param>
/// <param name="Exact">True for an exact count, false for an estimate.</param>
public sealed record EncodingCount(string Encoding, int Tokens, bool Exact);

/// <param name="Version">Version of the document that was counted; 0 when it is not open and was read from disk.</param>
/// <param name="Tokens">The count in the default encoding, the first of <paramref name="Counts"/>.</param>
/// <param name="Counts">One per encoding, the default encoding first.</param>
public sealed record TokensResult(int Version, int Lines, int Tokens, string Encoding, bool Exact, IReadOnlyList<EncodingCount> Counts);

/// <summary><c>plumb/search</c>.</summary>
public sealed record SearchParams
{
    public required string Query { get; init; }

    /// <summary>Most results wanted; 20 when absent.</summary>
    public int? Limit { get; init; }
}

public sealed record SearchResultItem
{
    public required string Uri { get; init; }

    public required Range Range { get; init; }

    /// <summary>Posix path from the workspace root.</summary>
    public required string Path { get; init; }

    public required int StartLine { get; init; }

    public required int EndLine { get; init; }

    public required string Symbol { get; init; }

    public required string Language { get; init; }

    public required double Score { get; init; }

    public required string Snippet { get; init; }

    /// <summary>Why it ranks where it ranks, most important first.</summary>
    public required IReadOnlyList<SearchSignal> Signals { get; init; }
}

public sealed record SearchSignal(string Name, double Value);

/// <param name="Coverage">Share of the workspace's files that the index covers, 0 to 1.</param>
/// <param name="Message">What the reader should know: no folder open, still indexing.</param>
public sealed record SearchResult(IReadOnlyList<SearchResultItem> Results, double ElapsedMs, double Coverage, string? Message);

/// <summary><c>plumb/status</c> and <c>plumb/statusChanged</c>.</summary>
public sealed record StatusResult
{
    /// <summary>
    /// "noFolder", "disabled", "starting", "absent" (never indexed), "indexing", "ready", "partial" (a run was cut
    /// short) or "error" (see the message).
    /// </summary>
    public required string State { get; init; }

    public string? Root { get; init; }

    public string? Message { get; init; }

    public int Files { get; init; }

    public int Chunks { get; init; }

    public int Symbols { get; init; }

    /// <summary>While indexing: "discovering", "indexing", "waiting" or "committing"; "embedding" in chunks, while queries are answered.</summary>
    public string? Phase { get; init; }

    public int FilesDone { get; init; }

    public int FilesTotal { get; init; }

    public string? StorePath { get; init; }

    public long StoreBytes { get; init; }

    /// <summary>ISO 8601, UTC.</summary>
    public DateTimeOffset? LastIndexed { get; init; }

    /// <summary>Whose vectors answer queries, for people.</summary>
    public string? Embedder { get; init; }

    /// <summary>Why the embedder that the user chose is not used; null when it is, or will be.</summary>
    public string? EmbedderProblem { get; init; }

    /// <summary>Numbers in each of its vectors; 0 without any.</summary>
    public int EmbedderDimension { get; init; }

    /// <summary>Chunks that have one.</summary>
    public int VectorChunks { get; init; }

    public long VectorBytes { get; init; }

    /// <summary>Files that are not indexed, by reason.</summary>
    public IReadOnlyDictionary<string, int>? Skipped { get; init; }

    public IReadOnlyList<StatusSkipped>? SkippedExamples { get; init; }

    /// <summary>Files by language id.</summary>
    public IReadOnlyDictionary<string, int>? Languages { get; init; }
}

public sealed record StatusSkipped(string Path, string Reason, string Detail);

/// <summary>For methods whose parameters are not looked at.</summary>
public sealed record NoParams;

[JsonSerializable(typeof(TokensParams))]
[JsonSerializable(typeof(TokensResult))]
[JsonSerializable(typeof(SearchParams))]
[JsonSerializable(typeof(SearchResult))]
[JsonSerializable(typeof(AskParams))]
[JsonSerializable(typeof(AskPartial))]
[JsonSerializable(typeof(AskResult))]
[JsonSerializable(typeof(AskStepParams))]
[JsonSerializable(typeof(ShowPromptResult))]
[JsonSerializable(typeof(SetModelParams))]
[JsonSerializable(typeof(SetModelResult))]
[JsonSerializable(typeof(CheckAnswerParams))]
[JsonSerializable(typeof(CheckAnswerResult))]
[JsonSerializable(typeof(ChatParams))]
[JsonSerializable(typeof(ChatResult))]
[JsonSerializable(typeof(ChatPartial))]
[JsonSerializable(typeof(StatusResult))]
[JsonSerializable(typeof(NoParams))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(IReadOnlyList<JsonElement>))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(object))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class PlumbJson : JsonSerializerContext;
