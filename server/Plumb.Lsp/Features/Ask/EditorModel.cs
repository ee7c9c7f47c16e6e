using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Plumb.Ask.Models;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;

namespace Plumb.Lsp.Features.Ask;

/// <summary>The editor's own model: what is asked goes to the client by <c>plumb/chat</c>, and its pieces come back as progress.</summary>
/// <param name="callsTools">The client passes tools on to it.</param>
internal sealed class EditorModel(IClient client, TimeProvider time, bool callsTools) : IChatModel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Action<string>> running = new(StringComparer.Ordinal);
    private int next;

    public string Model => "editor's model";

    public string Provider => Plumb.Ask.Settings.Provider.Editor;

    // The client knows, and refuses what is too long.
    public int? ContextWindow => null;

    public Plumb.Tokens.ModelPrice? Price => null;

    public override string ToString() => "the editor's model";

    /// <summary>A <c>$/progress</c> of the client; one of no running chat is nobody's.</summary>
    public void OnProgress(ProgressParams progress)
    {
        if (running.TryGetValue(progress.Token.ToString(), out var receive) && Json.FromElement<ChatPartial>(progress.Value) is { Content: { Length: > 0 } content })
        {
            receive(content);
        }
    }

    public async Task<ChatReply> CompleteAsync(ChatRequest request, IProgress<string>? partial, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Tools.Count > 0 && !callsTools)
        {
            throw new ModelException(ModelFailure.NoTools, "This editor does not pass tools on to its model.");
        }

        StringOrInteger token = $"plumb-chat-{Interlocked.Increment(ref next)}";
        var streamed = new StringBuilder();
        using var patience = new CancellationTokenSource(Patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        running[token.ToString()] = piece =>
        {
            lock (streamed)
            {
                // The client's user may have to agree first, and a long answer takes its time.
                patience.CancelAfter(Patience);
                streamed.Append(piece);
                partial?.Report(piece);
            }
        };
        try
        {
            var parameters = new ChatParams([.. request.Turns.Select(MessageOf)], token) { Tools = request.Tools.Count > 0 ? [.. request.Tools.Select(ToolOf)] : null };
            var result = await client.RequestAsync<ChatParams, ChatResult>(AskMethods.Chat, parameters, stop.Token).ConfigureAwait(false);
            return Complete(result, streamed, partial);
        }
        catch (RequestFailedException e)
        {
            throw new ModelException(ModelFailure.Refused, $"The editor's model gave no answer ({e.Message.TrimEnd('.')}).", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ModelException(ModelFailure.TimedOut, $"The editor's model sent nothing for {Patience.TotalSeconds:0} s.", e);
        }
        finally
        {
            running.TryRemove(token.ToString(), out _);
        }
    }

    private static ChatReply Complete(ChatResult? result, StringBuilder streamed, IProgress<string>? partial)
    {
        lock (streamed)
        {
            var text = streamed.ToString();
            if (result?.Content is { Length: > 0 } whole)
            {
                // What was not streamed is shown now.
                if (whole.StartsWith(text, StringComparison.Ordinal) && whole.Length > text.Length)
                {
                    partial?.Report(whole[text.Length..]);
                }

                text = whole;
            }

            var usage = result is { PromptTokens: { } prompt, AnswerTokens: { } answer } ? new ChatUsage(prompt, 0, answer) : null;
            var calls = (result?.ToolCalls ?? []).Select((call, i) => new ToolCall(call.Id is { Length: > 0 } id ? id : $"call-{i}", call.Name ?? "", call.Arguments ?? "")).ToList();
            return text.Length > 0 || calls.Count > 0 ? new ChatReply(text, calls, usage, result?.Cut == true) : throw new ModelException(ModelFailure.Empty, "The editor's model sent an empty answer.");
        }
    }

    private static ChatMessage MessageOf(ChatTurn turn) => new(turn.Role switch { ChatRole.System => "system", ChatRole.Assistant => "assistant", ChatRole.Tool => "tool", _ => "user" }, turn.Text)
    {
        ToolCalls = turn.ToolCalls.Count > 0 ? [.. turn.ToolCalls.Select(call => new ChatToolCall(call.Id, call.Name, call.Arguments))] : null,
        ToolCallId = turn.ToolCallId,
    };

    private static ChatTool ToolOf(ToolDefinition tool)
    {
        using var schema = JsonDocument.Parse(tool.Schema);
        return new ChatTool(tool.Name, tool.Description, schema.RootElement.Clone());
    }
}
