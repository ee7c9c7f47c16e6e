using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plumb.Lsp.Protocol;

// The requests around questions; docs/ask.md tells the whole of it.

/// <summary>Names of the methods around questions, besides <see cref="PlumbMethods.Ask"/>.</summary>
public static class AskMethods
{
    public const string ShowPrompt = "plumb/showPrompt";
    public const string SetModel = "plumb/setModel";
    public const string CheckAnswer = "plumb/checkAnswer";
    public const string Feedback = "plumb/feedback";
    public const string Usage = "plumb/usage";

    /// <summary>A notification of the server.</summary>
    public const string Step = "plumb/askStep";

    /// <summary>A request of the server to the client.</summary>
    public const string Chat = "plumb/chat";
}

/// <summary>
/// <c>plumb/ask</c> and <c>plumb/showPrompt</c>. Partial answers come as <c>$/progress</c> on the token, value
/// <see cref="AskPartial"/>; steps as <c>plumb/askStep</c> on the same token.
/// </summary>
public sealed record AskParams
{
    /// <summary>May be empty where there is a task.</summary>
    public required string Question { get; init; }

    /// <summary>"explain", "tests", "impact", "summarize", "diff" or "tour" instead of a free question.</summary>
    public string? Task { get; init; }

    /// <summary>Of a task: a path from the workspace root, with lines ("a.cs:10-20"), or a symbol; the open file and its selection where it is absent.</summary>
    public string? Target { get; init; }

    public StringOrInteger? PartialResultToken { get; init; }

    /// <summary>What was asked and answered before, oldest first.</summary>
    public IReadOnlyList<AskConversationTurn>? Conversation { get; init; }

    /// <summary>The open file.</summary>
    public TextDocumentIdentifier? TextDocument { get; init; }

    /// <summary>What is selected in it.</summary>
    public Range? Selection { get; init; }

    /// <summary>The model looks around by itself, with tools that only read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] // Some clients send a false that they were given back as null.
    public bool Deep { get; init; }
}

public sealed record AskConversationTurn(string Question, string Answer);

/// <param name="Markdown">A piece of the answer, to be appended to the pieces before it.</param>
public sealed record AskPartial(string Markdown);

/// <param name="Name">"standalone", "search", "expand", "model" or "tool".</param>
public sealed record AskStepParams(StringOrInteger Token, string Name, string Detail, double ElapsedMs);

public sealed record AskCitation
{
    public required string Uri { get; init; }

    public required Range Range { get; init; }

    /// <summary>Posix path from the workspace root, as the answer writes it: with several folders open it begins with the folder's name.</summary>
    public required string Path { get; init; }

    /// <summary>Absolute path of the workspace folder that the file belongs to.</summary>
    public required string Root { get; init; }

    public required int StartLine { get; init; }

    public required int EndLine { get; init; }

    public required string Label { get; init; }

    /// <summary>Of the cited lines; <c>plumb/checkAnswer</c> wants it back.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>Why these lines were evidence, in a sentence; absent where a model asked for them itself.</summary>
    public string? Why { get; init; }
}

/// <param name="Answer">The whole answer in Markdown.</param>
/// <param name="Kind">"notFound", "extractive" or "model".</param>
/// <param name="Notes">What the reader should know.</param>
public sealed record AskResult(string Answer, string Kind, IReadOnlyList<AskCitation> Citations, IReadOnlyList<string> Notes, int EvidenceTokens)
{
    public AskConfidence? Confidence { get; init; }

    public IReadOnlyList<string> FollowUps { get; init; } = [];

    public AskUsage? Usage { get; init; }
}

/// <param name="Level">"high", "medium" or "low".</param>
/// <param name="Coverage">Share of the question that the evidence has, 0 to 1.</param>
/// <param name="Supported">Share of the answer's sentences that a citation holds up; absent without a model.</param>
public sealed record AskConfidence(string Level, double Coverage, double? Supported);

public sealed record AskUsage(string? Model, int PromptTokens, int CachedTokens, int AnswerTokens, decimal? CostUsd, int Calls, IReadOnlyList<AskUsageStep> Steps);

public sealed record AskUsageStep(string Name, string Detail, double ElapsedMs);

/// <param name="Tokens">Of all messages together.</param>
/// <param name="Exact">False for an estimate.</param>
public sealed record ShowPromptResult(string? Model, IReadOnlyList<ChatMessage> Messages, int Tokens, bool Exact, decimal? CostUsd, int? ContextWindow, int SecretsRemoved)
{
    /// <summary>What else would be sent, before or after; why nothing would be.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary><c>plumb/setModel</c>: the model to ask from now on; "editor" as provider is the client's own.</summary>
public sealed record SetModelParams
{
    public string? Provider { get; init; }

    public string? Model { get; init; }

    public string? Endpoint { get; init; }

    /// <summary>From the editor's secret storage. Kept in memory only, and never logged.</summary>
    public string? ApiKey { get; init; }
}

/// <param name="Model">The model that is asked from now on; absent when there is none.</param>
public sealed record SetModelResult(string? Model, string? Problem);

public sealed record CheckAnswerParams
{
    public required IReadOnlyList<CheckedCitation> Citations { get; init; }
}

public sealed record CheckedCitation(string Path, int StartLine, int EndLine, string ContentHash);

/// <param name="State">"fresh", "moved", "changed" or "gone".</param>
/// <param name="Range">Where the lines are now; absent where they are nowhere.</param>
public sealed record CitationStateResult(string Path, string State, Range? Range);

public sealed record CheckAnswerResult(bool Stale, IReadOnlyList<CitationStateResult> Citations);

/// <summary><c>plumb/feedback</c>: what somebody thought of an answer. It is kept on this machine and never sent.</summary>
public sealed record FeedbackParams
{
    public required string Question { get; init; }

    /// <summary>In Markdown, as it was shown.</summary>
    public required string Answer { get; init; }

    /// <summary>"up" or "down".</summary>
    public required string Verdict { get; init; }

    public string? Comment { get; init; }

    public IReadOnlyList<FeedbackCitation> Citations { get; init; } = [];

    /// <summary>URI of the workspace folder that the question was about; the first open one where it is absent.</summary>
    public string? Folder { get; init; }
}

/// <param name="Path">As the answer wrote it.</param>
public sealed record FeedbackCitation(string Path, int StartLine, int EndLine);

/// <param name="Count">Judgements of this workspace that are kept now.</param>
public sealed record FeedbackResult(bool Saved, int Count);

/// <summary><c>plumb/usage</c>; the result is what <c>plumb usage --json</c> prints.</summary>
public sealed record UsageParams
{
    /// <summary>How many days back, today included; 30 where it is absent.</summary>
    public int? Days { get; init; }
}

/// <summary>
/// <c>plumb/chat</c>, from the server to a client that announced <c>experimental.plumb.chat</c>. Pieces of the text come
/// as <c>$/progress</c> of the client on the token, value <see cref="ChatPartial"/>.
/// </summary>
public sealed record ChatParams(IReadOnlyList<ChatMessage> Messages, StringOrInteger PartialResultToken)
{
    /// <summary>What the model may have called; only for a client that announced <c>experimental.plumb.chatTools</c>.</summary>
    public IReadOnlyList<ChatTool>? Tools { get; init; }
}

/// <param name="Role">"system", "user", "assistant" or "tool".</param>
public sealed record ChatMessage(string Role, string Content)
{
    /// <summary>Of an assistant: what it wanted called.</summary>
    public IReadOnlyList<ChatToolCall>? ToolCalls { get; init; }

    /// <summary>Of a tool: the call whose result this is.</summary>
    public string? ToolCallId { get; init; }
}

/// <param name="InputSchema">JSON Schema of its arguments, an object.</param>
public sealed record ChatTool(string Name, string Description, JsonElement InputSchema);

/// <param name="Arguments">JSON, as text: a model may write what is none.</param>
public sealed record ChatToolCall(string Id, string Name, string Arguments);

public sealed record ChatPartial(string Content);

public sealed record ChatResult
{
    /// <summary>The whole text; may be left out when all of it was streamed.</summary>
    public string? Content { get; init; }

    /// <summary>Tools that the model wants called before it goes on.</summary>
    public IReadOnlyList<ChatToolCall>? ToolCalls { get; init; }

    /// <summary>Name of the model that answered.</summary>
    public string? Model { get; init; }

    public int? PromptTokens { get; init; }

    public int? AnswerTokens { get; init; }

    /// <summary>The answer was cut off at the model's limit.</summary>
    public bool Cut { get; init; }
}
