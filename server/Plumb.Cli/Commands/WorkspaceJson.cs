using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Plumb.Ask;

namespace Plumb.Cli.Commands;

/// <summary>What <c>plumb search --json</c> prints, one line a query.</summary>
internal sealed record SearchReport(string Query, IReadOnlyList<SearchResult> Results, double ElapsedMs);

/// <param name="Signals">Only with <c>--explain</c>.</param>
/// <param name="Duplicates">Other places of the same text; only with <c>--explain</c>, and where there are any.</param>
internal sealed record SearchResult(
    string Path, int StartLine, int EndLine, string Symbol, double Score, string Snippet, IReadOnlyList<SignalReport>? Signals, IReadOnlyList<PlaceReport>? Duplicates);

internal sealed record SignalReport(string Name, double Value, string? Field, string? Word);

internal sealed record PlaceReport(string Path, int StartLine, int EndLine);

/// <summary>What <c>plumb index --json</c> prints.</summary>
internal sealed record IndexRunReport(
    string Workspace, int Files, int Added, int Changed, int Removed, int Unchanged, int Chunks, IReadOnlyDictionary<string, int> Skipped, long Bytes, double ElapsedMs);

/// <summary>What <c>plumb status --json</c> prints.</summary>
internal sealed record StatusReport(
    string Workspace,
    string Store,
    string State,
    int Files,
    int Chunks,
    int Symbols,
    IReadOnlyDictionary<string, int> Languages,
    IReadOnlyDictionary<string, int> Skipped,
    IReadOnlyList<SkippedReport> SkippedExamples,
    long StoreBytes,
    DateTimeOffset? LastIndexed,
    string Embedder,
    string? ChosenEmbedder,
    string? EmbedderProblem,
    IReadOnlyList<VectorReport> Vectors,
    int SchemaVersion,
    SecretsReport Secrets,
    IReadOnlyList<SkippedReport> Failed,
    DateTimeOffset? NextReconcile,
    IReadOnlyList<KeeperReport> Keepers,
    bool InMemory,
    string? Notice);

/// <summary>A language server that keeps the index up to date.</summary>
/// <param name="NextReconcile">When it looks at the whole tree next; null when that is switched off or held.</param>
/// <param name="Watching">Who tells it of changed files: "client", "system" or "none".</param>
internal sealed record KeeperReport(int ProcessId, DateTimeOffset? NextReconcile, string Watching);

/// <summary>What is masked by its content.</summary>
internal sealed record SecretsReport(int Files, int Count, IReadOnlyDictionary<string, int> Kinds);

/// <summary>What <c>plumb index --estimate --json</c> prints.</summary>
internal sealed record EstimateReport(string Workspace, int Files, long Bytes, long Tokens, int Chunks, long StoreBytes, double Seconds, IReadOnlyDictionary<string, int> Skipped);

/// <summary>What <c>plumb why --json</c> prints.</summary>
internal sealed record WhyReport(string Workspace, IReadOnlyList<WhyFileReport> Files);

/// <param name="State">"indexed", "changed", "pending", "skipped", "folder", "absent", "outside" or "disabled".</param>
/// <param name="Reason">Why it is skipped, as in <c>plumb status</c>.</param>
/// <param name="By">What the reason is about: the path itself, or a folder around it, which ends with "/".</param>
internal sealed record WhyFileReport(string Path, string State, string? Reason, string By, string Detail, int Chunks, int Symbols, int Secrets, string? Language);

/// <param name="Serving">Queries are answered with them.</param>
internal sealed record VectorReport(string Embedder, int Dimension, int Chunks, long Bytes, bool Serving);

internal sealed record SkippedReport(string Path, string Reason, string Detail);

/// <summary>What <c>plumb ask --json</c> prints; docs/answer.schema.json tells the fields.</summary>
internal sealed record AnswerReport(
    string Question, string Kind, string Markdown, IReadOnlyList<CitationReport> Citations, int EvidenceTokens, IReadOnlyList<string> Notes,
    ConfidenceReport Confidence, IReadOnlyList<string> FollowUps, AnswerUsage Usage)
{
    public static AnswerReport Of(Answer answer, string root) => new(
        answer.Question,
        char.ToLowerInvariant(answer.Kind.ToString()[0]) + answer.Kind.ToString()[1..],
        answer.Markdown,
        [.. answer.Citations.Select(c => new CitationReport(c.Path, c.StartLine, c.EndLine, c.Label, c.ContentHash, new Uri(System.IO.Path.Combine(root, c.Path)).AbsoluteUri))],
        answer.EvidenceTokens,
        answer.Notes,
        new ConfidenceReport(answer.Confidence.Level, answer.Confidence.Coverage, answer.Confidence.Supported),
        answer.FollowUps,
        answer.Usage);
}

internal sealed record CitationReport(string Path, int StartLine, int EndLine, string Label, string ContentHash, string Uri);

internal sealed record ConfidenceReport(string Level, double Coverage, double? Supported);

/// <summary>The part of a saved answer that <c>plumb ask --check</c> reads.</summary>
internal sealed record SavedAnswer(string? Question, IReadOnlyList<Citation>? Citations);

/// <summary>What <c>plumb ask --check FILE --json</c> prints.</summary>
internal sealed record StaleReport(string? Question, bool Stale, IReadOnlyList<StaleCitation> Citations);

/// <param name="State">"fresh", "moved", "changed" or "gone".</param>
internal sealed record StaleCitation(string Path, int StartLine, int EndLine, string State, int? NowStartLine, int? NowEndLine);

/// <summary>What <c>plumb map --json</c> prints.</summary>
/// <param name="Path">The folder or file that was asked for; empty for the whole workspace.</param>
internal sealed record MapReport(string Path, IReadOnlyList<MapFileReport> Files, int TotalFiles, int TotalSymbols);

internal sealed record MapFileReport(string Path, string Language, double Share, int MentionedBy, IReadOnlyList<MapDeclarationReport> Declarations);

internal sealed record MapDeclarationReport(string Name, string Kind, string Signature, int StartLine, int EndLine, int Depth, double Share, int MentionedBy);

/// <summary>What <c>plumb map --symbol NAME --json</c> prints.</summary>
internal sealed record MentionReport(string Name, IReadOnlyList<DeclarationReport> Declarations, IReadOnlyList<MentionPlaceReport> Mentions, bool Complete);

internal sealed record DeclarationReport(string Path, int Line, string Name, string Container, string Kind);

internal sealed record MentionPlaceReport(string Path, int Line, string Text, string Symbol, int StartLine, int EndLine, int Times);

[JsonSerializable(typeof(MapReport))]
[JsonSerializable(typeof(MentionReport))]
[JsonSerializable(typeof(SearchReport))]
[JsonSerializable(typeof(IndexRunReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(WhyReport))]
[JsonSerializable(typeof(EstimateReport))]
[JsonSerializable(typeof(AnswerReport))]
[JsonSerializable(typeof(PromptPreview))]
[JsonSerializable(typeof(SavedAnswer))]
[JsonSerializable(typeof(StaleReport))]
[JsonSerializable(typeof(Plumb.Ask.Ledger.UsageReport))]
[JsonSerializable(typeof(FeedbackReport))]
[JsonSerializable(typeof(FeedbackGoldenReport))]
internal sealed partial class WorkspaceJson : JsonSerializerContext
{
    /// <summary>One line, camel case, with characters as they are.</summary>
    public static WorkspaceJson Line { get; } = new(Configure(indented: false));

    public static WorkspaceJson Indented { get; } = new(Configure(indented: true));

    private static JsonSerializerOptions Configure(bool indented) => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = indented,
    };
}
