using System.Text;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using ChatTokenUsage = OpenAI.Chat.ChatTokenUsage;

namespace Plumb.Ask.Models;

/// <summary>Asks a model over the OpenAI protocol and streams what it writes. Semantic Kernel is loaded on first use.</summary>
internal sealed class ChatModel(ModelSettings settings, HttpClient? http = null) : IChatModel
{
    private readonly Lazy<OpenAIChatCompletionService> service = new(() => Create(settings, http ?? ModelHttp.Client));
    private volatile bool takesNoTemperature;

    public string Model => settings.Model;

    public string Provider => settings.Provider;

    public int? ContextWindow => settings.ContextWindow;

    public ModelPrice? Price => settings.Price;

    public override string ToString() => settings.ToString();

    public async Task<ChatReply> CompleteAsync(ChatRequest request, IProgress<string>? partial, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Timeout);
        try
        {
            try
            {
                return await StreamAsync(request, partial, patience).ConfigureAwait(false);
            }
            catch (Exception e) when (!takesNoTemperature && ModelErrors.IsAboutTemperature(e))
            {
                takesNoTemperature = true;
                return await StreamAsync(request, partial, patience).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw ModelErrors.TimedOut(settings, e);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ModelException) && ModelErrors.Explain(e, settings) is not null)
        {
            // A connection that is closed by our own cancellation may say so in any of these ways.
            cancellation.ThrowIfCancellationRequested();
            throw patience.IsCancellationRequested ? ModelErrors.TimedOut(settings, e) : ModelErrors.Explain(e, settings)!;
        }
    }

    private async Task<ChatReply> StreamAsync(ChatRequest request, IProgress<string>? partial, CancellationTokenSource patience)
    {
        var written = new StringBuilder();
        var calls = new FunctionCallContentBuilder();
        ChatUsage? usage = null;
        string? finish = null;
        await foreach (var piece in service.Value.GetStreamingChatMessageContentsAsync(HistoryOf(request), Execution(request), null, patience.Token).ConfigureAwait(false))
        {
            patience.CancelAfter(settings.Timeout);
            calls.Append(piece);
            if (piece.Metadata is { } metadata)
            {
                finish = metadata.TryGetValue("FinishReason", out var reason) && reason is not null ? reason.ToString() : finish;
                usage = metadata.TryGetValue("Usage", out var told) && told is ChatTokenUsage tokens
                    ? new ChatUsage(tokens.InputTokenCount, tokens.InputTokenDetails?.CachedTokenCount ?? 0, tokens.OutputTokenCount)
                    : usage;
            }

            if (piece.Content is { Length: > 0 } content)
            {
                written.Append(content);
                partial?.Report(content);
            }
        }

        if (finish is null)
        {
            throw new ModelException(ModelFailure.Interrupted, $"{settings} stopped in the middle of its answer.");
        }

        if (finish.Equals("ContentFilter", StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelException(ModelFailure.Refused, $"{settings} withheld its answer: the service's content filter took offence.");
        }

        var wanted = ReadCalls(calls);
        return written.Length > 0 || wanted.Count > 0
            ? new ChatReply(written.ToString(), wanted, usage, finish.Equals("Length", StringComparison.OrdinalIgnoreCase))
            : throw new ModelException(ModelFailure.Empty, $"{settings} sent an empty answer.");
    }

    private OpenAIPromptExecutionSettings Execution(ChatRequest request) => new()
    {
        Temperature = takesNoTemperature ? null : 0,
        ToolCallBehavior = request.Tools.Count == 0 ? null : ToolCallBehavior.EnableFunctions(request.Tools.Select(FunctionOf), autoInvoke: false),
    };

    // Arguments that are no JSON are the model's fault, and are handed on as they are: it is told.
    private static List<ToolCall> ReadCalls(FunctionCallContentBuilder builder) =>
    [
        .. builder.Build().Select((call, i) => new ToolCall(
            call.Id ?? $"call-{i}",
            call.FunctionName,
            call.Exception is not null ? "malformed" : Json.ToolArguments.Write(call.Arguments?.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.ToString() ?? "")) ?? []))),
    ];

    private static ChatHistory HistoryOf(ChatRequest request)
    {
        var history = new ChatHistory();
        foreach (var turn in request.Turns)
        {
            switch (turn.Role)
            {
                case ChatRole.System:
                    history.AddSystemMessage(turn.Text);
                    break;
                case ChatRole.User:
                    history.AddUserMessage(turn.Text);
                    break;
                case ChatRole.Assistant:
                    var said = new ChatMessageContent(AuthorRole.Assistant, turn.Text.Length > 0 ? turn.Text : null);
                    foreach (var call in turn.ToolCalls)
                    {
                        said.Items.Add(new FunctionCallContent(call.Name, null, call.Id, new KernelArguments(Json.ToolArguments.Read(call.Arguments)?.ToDictionary(pair => pair.Key, pair => (object?)pair.Value) ?? [])));
                    }

                    history.Add(said);
                    break;
                default:
                    history.Add(new ChatMessageContent(AuthorRole.Tool, [new FunctionResultContent(null, null, turn.ToolCallId, turn.Text)]));
                    break;
            }
        }

        return history;
    }

    private static OpenAIFunction FunctionOf(ToolDefinition tool) => new KernelFunctionMetadata(tool.Name)
    {
        Description = tool.Description,
        Parameters = [.. tool.Parameters.Select(parameter => new KernelParameterMetadata(parameter.Name)
        {
            Description = parameter.Description,
            IsRequired = parameter.IsRequired,
            Schema = KernelJsonSchema.Parse($$"""{"type":"{{parameter.Type}}","description":{{Json.ToolArguments.Quote(parameter.Description)}}}"""),
        })],
    }.ToOpenAIFunction();

    private static OpenAIChatCompletionService Create(ModelSettings settings, HttpClient http)
    {
        // The constructor with an endpoint is marked experimental; it is the only one that local servers can use.
#pragma warning disable SKEXP0010
        return new OpenAIChatCompletionService(settings.Model, settings.Endpoint, settings.ApiKey.Length > 0 ? settings.ApiKey : "none", httpClient: http);
#pragma warning restore SKEXP0010
    }
}
