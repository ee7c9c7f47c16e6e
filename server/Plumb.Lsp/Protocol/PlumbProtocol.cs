using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Lsp.Protocol;

// Plumb's own requests. Parameters are objects; lines of ranges are zero-based, as everywhere in the protocol, while
// startLine and endLine are 1-based and inclusive, as people and `plumb search` write them.

/// <summary>Names of Plumb's own methods.</summary>
public static class PlumbMethods
{
    public const string Tokens = "plumb/tokens";
    public const string TokenBoundaries = "plumb/tokenBoundaries";
    public const string TokenTree = "plumb/tokenTree";
    public const string Search = "plumb/search";
    public const string Ask = "plumb/ask";
    public const string Status = "plumb/status";
    public const string Rebuild = "plumb/rebuild";
    public const string StatusChanged = "plumb/statusChanged";
    public const string Pause = "plumb/pause";
    public const string Resume = "plumb/resume";
    public const string Cancel = "plumb/cancel";
    public const string Clear = "plumb/clear";
    public const string Why = "plumb/why";
}

/// <summary><c>plumb/search</c>.</summary>
public sealed record SearchParams
{
    public required string Query { get; init; }

    /// <summary>Most results wanted; 20 when absent.</summary>
    public int? Limit { get; init; }

    /// <summary>A glob over posix paths from the folder's root; what it does not match is left out.</summary>
    public string? Include { get; init; }

    /// <summary>"code" (without tests), "docs", "data" or "tests"; all of them when absent.</summary>
    public string? Kind { get; init; }

    /// <summary>Identifier of a language, such as "csharp"; all of them when absent.</summary>
    public string? Language { get; init; }
}

public sealed record SearchResultItem
{
    public required string Uri { get; init; }

    public required Range Range { get; init; }

    /// <summary>Posix path from the workspace root.</summary>
    public required string Path { get; init; }

    /// <summary>Absolute path of the workspace folder that the file belongs to.</summary>
    public required string Root { get; init; }

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

    /// <summary>Share of the indexable files that queries see, 0 to 1.</summary>
    public double Coverage { get; init; }

    /// <summary>The user paused indexing: queries are answered, and what is typed is found.</summary>
    public bool Paused { get; init; }

    /// <summary>Open texts that lie over the files.</summary>
    public int Unsaved { get; init; }

    /// <summary>Files that could not be read, each with its error; at most a hundred.</summary>
    public IReadOnlyList<StatusSkipped>? Failed { get; init; }

    /// <summary>When the index last took something in. ISO 8601, UTC.</summary>
    public DateTimeOffset? LastChange { get; init; }

    /// <summary>When the whole tree is looked at next; null when that is switched off or held. ISO 8601, UTC.</summary>
    public DateTimeOffset? NextReconcile { get; init; }

    /// <summary>Who tells of changed files: "client", "system", or "none": then they are found at the next reconcile.</summary>
    public string? Watching { get; init; }

    /// <summary>What happened to the store when it was opened: it was set aside, or could not be used; null when nothing did.</summary>
    public string? Notice { get; init; }

    /// <summary>The store could not be used: the index lives in memory and ends with the server.</summary>
    public bool InMemory { get; init; }

    /// <summary>What is masked in the indexed texts.</summary>
    public StatusSecrets? Secrets { get; init; }

    /// <summary>The state of each folder, in the client's order; the other members are about all of them together.</summary>
    public IReadOnlyList<StatusResult>? Roots { get; init; }
}

/// <param name="Files">Files that hold any.</param>
/// <param name="Count">Secrets.</param>
/// <param name="Kinds">How many, by what they were known by.</param>
public sealed record StatusSecrets(int Files, int Count, IReadOnlyDictionary<string, int> Kinds);

public sealed record StatusSkipped(string Path, string Reason, string Detail);

/// <summary>For methods whose parameters are not looked at.</summary>
public sealed record NoParams;

/// <summary><c>plumb/pause</c>, <c>plumb/resume</c>, <c>plumb/cancel</c>, <c>plumb/clear</c>, <c>plumb/rebuild</c>.</summary>
public sealed record RootParams
{
    /// <summary>URI of one of the open folders; all of them when absent.</summary>
    public string? Root { get; init; }
}

/// <param name="Cancelled">False when nothing ran that could be cancelled.</param>
/// <param name="Status">The state afterwards.</param>
public sealed record CancelResult(bool Cancelled, StatusResult Status);

/// <summary><c>plumb/why</c>: why a file is, or is not, indexed.</summary>
public sealed record WhyParams
{
    public required string Uri { get; init; }
}

/// <param name="Indexed">Whether queries find it.</param>
/// <param name="State">"indexed", "unsaved", "skipped", "pending", "folder", "missing", "outside" (of all open folders), "disabled" or "unopened" (see the status).</param>
/// <param name="Root">Absolute path of the folder that answers for it; null outside.</param>
/// <param name="Path">Posix path from there.</param>
/// <param name="Reason">Class of the reason for skipping, as in the status ("Ignored", "Binary", ...); null when it is not skipped.</param>
/// <param name="By">What the reason is about: the path itself, or a folder around it, which ends with "/".</param>
/// <param name="Detail">One clause: which ignore file and line, which limit, which error.</param>
/// <param name="Message">All of that as a sentence for people.</param>
/// <param name="Chunks">Chunks that the index holds of it.</param>
public sealed record WhyResult(bool Indexed, string State, string? Root, string? Path, string? Reason, string? By, string Detail, string Message, int Chunks);

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
[JsonSerializable(typeof(FeedbackParams))]
[JsonSerializable(typeof(FeedbackResult))]
[JsonSerializable(typeof(UsageParams))]
[JsonSerializable(typeof(Plumb.Ask.Ledger.UsageReport))]
[JsonSerializable(typeof(ChatParams))]
[JsonSerializable(typeof(ChatResult))]
[JsonSerializable(typeof(ChatPartial))]
[JsonSerializable(typeof(StatusResult))]
[JsonSerializable(typeof(NoParams))]
[JsonSerializable(typeof(RootParams))]
[JsonSerializable(typeof(CancelResult))]
[JsonSerializable(typeof(WhyParams))]
[JsonSerializable(typeof(WhyResult))]
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
