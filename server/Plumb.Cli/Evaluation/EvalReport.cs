using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Cli.Evaluation;

/// <summary>What <c>plumb eval --json</c> prints, and <c>--baseline</c> reads again.</summary>
/// <param name="Version">Of this format.</param>
/// <param name="Golden">The golden file as it was named.</param>
/// <param name="Configuration">How was searched: "hybrid", "lexical" or "vectors".</param>
/// <param name="Embedder">The id of the vectors that the index holds, as <c>plumb status</c> tells it.</param>
/// <param name="K">Hits that were looked at for each question.</param>
/// <param name="Answerable">Questions that the metrics are means of.</param>
/// <param name="Metrics">Means over all answerable questions.</param>
/// <param name="Tags">The same for the questions of each tag.</param>
/// <param name="LatencyMs">Percentiles over one warm search for each answerable question, in milliseconds.</param>
/// <param name="Refusals">Null where nothing was asked.</param>
/// <param name="Problems">Labels that are not in the workspace (any more), and the like: one sentence each.</param>
/// <param name="Comparison">Null without another configuration or a baseline.</param>
internal sealed record EvalReport(
    int Version,
    string Golden,
    string Configuration,
    string Embedder,
    int K,
    int Answerable,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, TagReport> Tags,
    LatencyReport LatencyMs,
    RefusalReport? Refusals,
    IReadOnlyList<BarReport> Bars,
    IReadOnlyList<string> Problems,
    IReadOnlyList<QuestionReport> Questions,
    ComparisonReport? Comparison = null)
{
    public const int CurrentVersion = 1;
}

internal sealed record TagReport(int Questions, IReadOnlyDictionary<string, double> Metrics);

internal sealed record LatencyReport(double P50, double P95, double P99);

internal sealed record RefusalReport(int Unanswerable, int RefusedRightly, double Refusal, int Answerable, int RefusedFalsely, double FalseRefusal);

/// <param name="Upper">The value must not be exceeded.</param>
internal sealed record BarReport(string Name, double Wanted, double Reached, bool Met, bool Upper);

/// <param name="Rank">Rank of the first answer, from 1; null for none and for an unanswerable question.</param>
/// <param name="Metrics">Null for an unanswerable question.</param>
/// <param name="Missed">Expectations that no hit matched.</param>
/// <param name="Hits">What was found, best first.</param>
/// <param name="Refused">Whether <c>plumb ask</c> refused it; null where it was not asked.</param>
internal sealed record QuestionReport(
    string Question,
    IReadOnlyList<string> Tags,
    bool Unanswerable,
    int? Rank,
    IReadOnlyDictionary<string, double>? Metrics,
    IReadOnlyList<string> Missed,
    IReadOnlyList<HitReport> Hits,
    double? ElapsedMs,
    bool? Refused);

/// <param name="Answer">The hit is the first that matches an expectation.</param>
internal sealed record HitReport(string Path, int StartLine, int EndLine, string Symbol, bool Answer);

/// <param name="Baseline">What was compared with: a configuration or a file.</param>
/// <param name="Questions">Answerable questions that both have: only they are compared.</param>
/// <param name="Better">Questions at which NDCG is better now.</param>
/// <param name="Worse">Questions at which it is worse now.</param>
internal sealed record ComparisonReport(
    string Baseline, int Questions, IReadOnlyList<DifferenceReport> Metrics, IReadOnlyList<ChangeReport> Better, IReadOnlyList<ChangeReport> Worse);

/// <param name="Low">Lower end of the 95 % confidence interval of the difference.</param>
/// <param name="P">Of the paired bootstrap test, two-sided.</param>
/// <param name="SignP">Of the sign test, two-sided.</param>
/// <param name="Significant">The difference is a change and not noise: p is below 0.05.</param>
internal sealed record DifferenceReport(
    string Metric, double Baseline, double Now, double Difference, double Low, double High, double P, double SignP, int Better, int Worse, bool Significant);

internal sealed record ChangeReport(string Question, int? RankBefore, int? RankNow, double Difference);

[JsonSerializable(typeof(EvalReport))]
internal sealed partial class EvalJson : JsonSerializerContext
{
    public static EvalJson Indented { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = false,
        RespectNullableAnnotations = true,
        WriteIndented = true,
    });
}
