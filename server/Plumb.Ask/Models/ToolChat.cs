using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using Plumb.Ask.Json;

namespace Plumb.Ask.Models;

/// <summary>
/// A chat with tools, by the client below Semantic Kernel: the kernel's own description of functions is made by
/// reflection, which Native AOT does not have.
/// </summary>
internal sealed class ToolChat(ModelSettings settings, HttpClient http)
{
    private readonly ChatClient client = new(settings.Model, new ApiKeyCredential(settings.ApiKey.Length > 0 ? settings.ApiKey : "none"), new OpenAIClientOptions
    {
        Endpoint = settings.Endpoint,
        Transport = new HttpClientPipelineTransport(http),
        RetryPolicy = new ClientRetryPolicy(0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
    });

    /// <summary>The text, the calls as they were written, and why it ended; null where the stream was cut.</summary>
    public async Task<(string Text, IReadOnlyList<ToolCall> Calls, ChatUsage? Usage, string? Finish)> StreamAsync(ChatRequest request, bool withTemperature, IProgress<string>? partial, CancellationTokenSource patience)
    {
        var options = new ChatCompletionOptions { Temperature = withTemperature ? 0 : null };
        foreach (var tool in request.Tools)
        {
            options.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.Schema)));
        }

        var written = new StringBuilder();
        var calls = new SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)>();
        ChatUsage? usage = null;
        string? finish = null;
        await foreach (var piece in client.CompleteChatStreamingAsync(request.Turns.Select(MessageOf), options, patience.Token).ConfigureAwait(false))
        {
            patience.CancelAfter(settings.Timeout);
            finish = piece.FinishReason?.ToString() ?? finish;
            usage = piece.Usage is { } told ? new ChatUsage(told.InputTokenCount, told.InputTokenDetails?.CachedTokenCount ?? 0, told.OutputTokenCount) : usage;
            foreach (var update in piece.ToolCallUpdates)
            {
                var call = calls.TryGetValue(update.Index, out var known) ? known : ("", "", new StringBuilder());
                call.Item3.Append(update.FunctionArgumentsUpdate?.ToString());
                calls[update.Index] = (update.ToolCallId ?? call.Item1, update.FunctionName is { Length: > 0 } name ? name : call.Item2, call.Item3);
            }

            foreach (var part in piece.ContentUpdate.Where(part => part.Text is { Length: > 0 }))
            {
                written.Append(part.Text);
                partial?.Report(part.Text);
            }
        }

        // What a model left out is filled in: the call goes back to the service with its result, which takes none without a name.
        return (written.ToString(), [.. calls.Select(c => new ToolCall(c.Value.Id.Length > 0 ? c.Value.Id : $"call-{c.Key}", c.Value.Name.Length > 0 ? c.Value.Name : "unnamed", c.Value.Arguments.ToString()))], usage, finish);
    }

    private static OpenAI.Chat.ChatMessage MessageOf(ChatTurn turn) => turn.Role switch
    {
        ChatRole.System => new SystemChatMessage(turn.Text),
        ChatRole.User => new UserChatMessage(turn.Text),
        ChatRole.Tool => new ToolChatMessage(turn.ToolCallId, turn.Text),
        _ when turn.ToolCalls.Count > 0 => AssistantOf(turn),
        _ => new AssistantChatMessage(turn.Text),
    };

    private static AssistantChatMessage AssistantOf(ChatTurn turn)
    {
        // A service refuses a history whose arguments are no JSON, even if it wrote them itself.
        var message = new AssistantChatMessage(turn.ToolCalls.Select(call => ChatToolCall.CreateFunctionToolCall(call.Id, call.Name, BinaryData.FromString(ToolArguments.Read(call.Arguments) is null ? "{}" : call.Arguments))));
        if (turn.Text.Length > 0)
        {
            message.Content.Add(ChatMessageContentPart.CreateTextPart(turn.Text));
        }

        return message;
    }
}
