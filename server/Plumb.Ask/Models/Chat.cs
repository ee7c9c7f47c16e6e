using Plumb.Ask.Json;
using Plumb.Tokens;

namespace Plumb.Ask.Models;

/// <summary>Who said a turn of a chat.</summary>
public enum ChatRole
{
    System,
    User,
    Assistant,

    /// <summary>The result of a tool call, for the model.</summary>
    Tool,
}

/// <summary>One turn of a chat.</summary>
public sealed record ChatTurn(ChatRole Role, string Text)
{
    /// <summary>What the assistant wants called.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Of a tool's turn: the call that it answers.</summary>
    public string? ToolCallId { get; init; }
}

/// <summary>A tool that the model wants called.</summary>
/// <param name="Arguments">As the model wrote them: JSON if it is well-behaved.</param>
public sealed record ToolCall(string Id, string Name, string Arguments);

/// <summary>A parameter of a tool.</summary>
/// <param name="Type">"string" or "integer".</param>
public sealed record ToolParameter(string Name, string Type, string Description, bool IsRequired);

/// <summary>A tool that is offered to a model.</summary>
public sealed record ToolDefinition(string Name, string Description, IReadOnlyList<ToolParameter> Parameters)
{
    /// <summary>The JSON Schema of its arguments.</summary>
    public string Schema
    {
        get
        {
            var properties = Parameters.Select(p => ToolArguments.Quote(p.Name) + ":{\"type\":\"" + p.Type + "\",\"description\":" + ToolArguments.Quote(p.Description) + "}");
            var required = Parameters.Where(p => p.IsRequired).Select(p => ToolArguments.Quote(p.Name));
            return "{\"type\":\"object\",\"properties\":{" + string.Join(',', properties) + "},\"required\":[" + string.Join(',', required) + "]}";
        }
    }
}

/// <summary>What is sent to a model.</summary>
/// <param name="Turns">In order; static text first, so that a provider's prompt cache stays warm.</param>
public sealed record ChatRequest(IReadOnlyList<ChatTurn> Turns)
{
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];
}

/// <summary>Tokens of one call, as the service counted them.</summary>
/// <param name="Prompt">Tokens in, the cached ones among them.</param>
/// <param name="Cached">Those of them that the service had from before.</param>
/// <param name="Answer">Tokens out.</param>
public sealed record ChatUsage(int Prompt, int Cached, int Answer);

/// <summary>What a model wrote.</summary>
/// <param name="Usage">Null where the service did not say.</param>
/// <param name="IsCut">The service stopped at its limit of tokens: the text is not whole.</param>
public sealed record ChatReply(string Text, IReadOnlyList<ToolCall> ToolCalls, ChatUsage? Usage, bool IsCut);

/// <summary>A model that can be asked. Its <c>ToString</c> names it for people, without any key.</summary>
public interface IChatModel
{
    /// <summary>The model's name at its service.</summary>
    string Model { get; }

    /// <summary>The service's name: "openai", "ollama", "editor"; for the ledger.</summary>
    string Provider { get; }

    /// <summary>Tokens that one request may have, the answer included; null where nobody said.</summary>
    int? ContextWindow { get; }

    /// <summary>Where it is asked; null where that is nobody's business but the editor's.</summary>
    Uri? Endpoint => null;

    /// <summary>Price in US dollars for a million tokens; null where it is not known.</summary>
    ModelPrice? Price { get; }

    /// <summary>Asks, and reports the text piece by piece.</summary>
    /// <exception cref="ModelException">There is no whole answer; the message says why.</exception>
    Task<ChatReply> CompleteAsync(ChatRequest request, IProgress<string>? partial, CancellationToken cancellation);
}
