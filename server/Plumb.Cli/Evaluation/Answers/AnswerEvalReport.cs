using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Cli.Evaluation.Answers;

/// <summary>What <c>plumb eval --answers --json</c> prints, and <c>--baseline</c> reads again.</summary>
/// <param name="Kind">"answers".</param>
/// <param name="Golden">The golden file as it was named.</param>
/// <param name="Configuration">How was answered.</param>
/// <param name="Model">Who answered; null without a model.</param>
/// <param name="Judge">Who judged; null where nobody did.</param>
/// <param name="Metrics">Means over the questions that have them; docs/evaluation.md tells what each is.</param>
/// <param name="LatencyMs">Of answers that were not kept from before; null where all were.</param>
/// <param name="Agreement">Null without a judge, or without labels.</param>
internal sealed record AnswerEvalReport(
    int Version,
    string Kind,
    string Golden,
    string Configuration,
    string? Model,
    string? Judge,
    int Answerable,
    int Unanswerable,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, AnswerTagReport> Tags,
    LatencyReport? LatencyMs,
    AnswerCost Cost,
    AgreementReport? Agreement,
    IReadOnlyList<BarReport> Bars,
    IReadOnlyList<string> Problems,
    IReadOnlyList<AnswerQuestionReport> Questions,
    AnswerComparisonReport? Comparison = null)
{
    public const int CurrentVersion = 1;
    public const string AnswersKind = "answers";
}

internal sealed record AnswerTagReport(int Questions, IReadOnlyDictionary<string, double> Metrics);

/// <summary>What the answers, and what their judge took.</summary>
internal sealed record AnswerCost(int Calls, long PromptTokens, long AnswerTokens, decimal? CostUsd, int JudgeCalls, long JudgeTokens, decimal? JudgeCostUsd);

/// <param name="Observed">Share of the labelled answers on which the judge agrees with people.</param>
/// <param name="Kappa">Cohen's; null where it cannot be told.</param>
/// <param name="KappaLow">Lower end of its 95 % interval.</param>
/// <param name="Source">Where the measure is from.</param>
internal sealed record AgreementReport(
    int Labels, double Observed, double? Kappa, double? KappaLow, double? KappaHigh, int BothGood, int BothBad, int JudgeOnlyGood, int JudgeOnlyBad, string Source)
{
    public const string Cohen = "Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20 (1960)";
}

/// <param name="Kind">"notFound", "extractive" or "model".</param>
/// <param name="Metrics">Those that the question has.</param>
/// <param name="MissingFacts">Expected facts that the answer does not say.</param>
/// <param name="Uncited">Expected places that it does not cite.</param>
/// <param name="ElapsedMs">Null for an answer that was kept from before.</param>
internal sealed record AnswerQuestionReport(
    string Question,
    IReadOnlyList<string> Tags,
    bool Unanswerable,
    string Kind,
    string Answer,
    IReadOnlyList<AnswerCitationReport> Citations,
    int FalseCitations,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyList<string> MissingFacts,
    IReadOnlyList<string> Uncited,
    VerdictReport? Verdict,
    double? ElapsedMs,
    IReadOnlyList<string> Notes);

/// <param name="Valid">The lines are as the answer cited them.</param>
internal sealed record AnswerCitationReport(string Path, int StartLine, int EndLine, bool Valid);

/// <param name="Verdict">"good" or "bad".</param>
internal sealed record VerdictReport(double Score, int Correct, int Complete, int Grounded, string Verdict, string Reason);

/// <param name="Baseline">What was compared with.</param>
/// <param name="Questions">Questions that both have: only they are compared.</param>

internal sealed record AnswerComparisonReport(string Baseline, int Questions, IReadOnlyList<DifferenceReport> Metrics, IReadOnlyList<AnswerChangeReport> Changes);

internal sealed record AnswerChangeReport(string Question, string Metric, double Before, double Now);

[JsonSerializable(typeof(AnswerEvalReport))]
internal sealed partial class AnswerEvalJson : JsonSerializerContext
{
    public static AnswerEvalJson Indented { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = false,
        RespectNullableAnnotations = true,
        WriteIndented = true,
    });
}
