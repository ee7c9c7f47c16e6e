namespace Plumb.Ask;

/// <summary>A question to the workspace.</summary>
/// <param name="Text">The question, in any words.</param>
/// <param name="EvidenceTokens">Most evidence, in tokens of the model's encoding (o200k_base without a model).</param>
public sealed record Question(string Text, int EvidenceTokens = Question.DefaultEvidenceTokens)
{
    public const int DefaultEvidenceTokens = 6000;

    /// <summary>What was asked and answered before, oldest first.</summary>
    public IReadOnlyList<AskTurn> Conversation { get; init; } = [];

    /// <summary>What the asker looks at; its lines are evidence, and its file is near at hand.</summary>
    public AskFocus? Focus { get; init; }
}

/// <summary>A question that was asked before, and its answer.</summary>
public sealed record AskTurn(string Question, string Answer);

/// <summary>An open file, and the lines that are selected in it, if any.</summary>
/// <param name="Path">Posix path from the workspace root.</param>
/// <param name="StartLine">First line, 1-based; null: the file as a whole.</param>
/// <param name="EndLine">Last line, inclusive.</param>
public sealed record AskFocus(string Path, int? StartLine = null, int? EndLine = null);

/// <summary>A cited range, checked against the file as it is at answer time.</summary>
/// <param name="Path">Posix path from the workspace root.</param>
/// <param name="StartLine">First line, 1-based.</param>
/// <param name="EndLine">Last line, 1-based, inclusive.</param>
/// <param name="Label">What stands there: the symbol or heading path, else the file name.</param>
/// <param name="ContentHash">SHA-256 (hex, first 16 digits) of the cited lines joined by "\n".</param>
public sealed record Citation(string Path, int StartLine, int EndLine, string Label, string ContentHash)
{
    /// <summary>Why these lines were evidence, in a sentence; empty where a model asked for them itself.</summary>
    public string Why { get; init; } = "";
}

/// <summary>How an answer was made.</summary>
public enum AnswerKind
{
    /// <summary>Nothing in the workspace matches: no guess is made.</summary>
    NotFound,

    /// <summary>The best passages themselves, ranked, each with its reason.</summary>
    Extractive,

    /// <summary>Written by a configured model from the evidence.</summary>
    Model,
}

/// <summary>An answer in Markdown with its checked citations.</summary>
/// <param name="EvidenceTokens">Tokens of evidence that were packed.</param>
/// <param name="Notes">What the reader should know: no model configured and how to set one, citations struck out.</param>
public sealed record Answer(
    string Question,
    AnswerKind Kind,
    string Markdown,
    IReadOnlyList<Citation> Citations,
    int EvidenceTokens,
    IReadOnlyList<string> Notes)
{
    public AnswerConfidence Confidence { get; init; } = new(0, null);

    /// <summary>Questions that lead on from here.</summary>
    public IReadOnlyList<string> FollowUps { get; init; } = [];

    public AnswerUsage Usage { get; init; } = AnswerUsage.None;

    /// <summary>Citations that a model wrote and that were struck out.</summary>
    public int FalseCitations { get; init; }
}

/// <summary>How far an answer stands on evidence; no probability that it is right.</summary>
/// <param name="Coverage">Share of the question's words that the evidence has, each by its weight, 0 to 1.</param>
/// <param name="Supported">Of a model's answer: the share of its sentences that a citation holds up; null without a model.</param>
public sealed record AnswerConfidence(double Coverage, double? Supported)
{
    private const double High = 0.8;
    private const double Medium = 0.5;

    /// <summary>"high", "medium" or "low", by the weaker of the two.</summary>
    public string Level => Math.Min(Coverage, Supported ?? 1) switch { >= High => "high", >= Medium => "medium", _ => "low" };
}

/// <summary>What an answer took.</summary>
/// <param name="Model">Null where none was asked.</param>
/// <param name="PromptTokens">Tokens in, over all calls; as the service counted, else as we did.</param>
/// <param name="CachedTokens">Those of them that the service had from before.</param>
/// <param name="CostUsd">Null where no price is known.</param>
/// <param name="Calls">Calls to the model; 0 for an answer that was kept from before.</param>
public sealed record AnswerUsage(string? Model, int PromptTokens, int CachedTokens, int AnswerTokens, decimal? CostUsd, int Calls, IReadOnlyList<AskStep> Steps)
{
    public static AnswerUsage None { get; } = new(null, 0, 0, 0, null, 0, []);
}

/// <summary>A step of the pipeline that is done.</summary>
/// <param name="Name">"standalone", "search", "expand", "model" or "tool".</param>
/// <param name="Detail">For people.</param>
public sealed record AskStep(string Name, string Detail, double ElapsedMs);

/// <summary>Exactly what would be sent to the model, secrets removed.</summary>
/// <param name="Tokens">Tokens of the whole prompt.</param>
/// <param name="Exact">False where the model's tokenizer is not public and the count is an estimate.</param>
/// <param name="CostUsd">Of the prompt alone; null where no price is known.</param>
public sealed record PromptPreview(
    string? Model, IReadOnlyList<PromptMessage> Messages, int Tokens, bool Exact, decimal? CostUsd, int? ContextWindow, IReadOnlyList<Citation> Evidence, int SecretsRemoved, IReadOnlyList<AskStep> Steps)
{
    /// <summary>What else would be sent, before or after; why nothing would be.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <param name="Role">"system", "user", or "tools" for the tools that a model is offered.</param>
public sealed record PromptMessage(string Role, string Text);
