using System.Text;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using Plumb.Tokens;
using ChatTokenUsage = OpenAI.Chat.ChatTokenUsage;

namespace Plumb.Ask.Models;

/// <summary>Asks a model over the OpenAI protocol and streams what it writes. Semantic Kernel is loaded on first use.</summary>
internal sealed class ChatModel(ModelSettings settings, HttpClient? http = null) : IChatModel
{
    // No window of a model holds an answer as long as this: it repeats itself.
    private const int MostCharacters = 400_000;

    private readonly Lazy<OpenAIChatCompletionService> service = new(() => Create(settings, http ?? ModelHttp.Client));
    private readonly Lazy<ToolChat> tools = new(() => new ToolChat(settings, http ?? ModelHttp.Client));
    private volatile bool takesNoTemperature;

    public string Model => settings.Model;

    public string Provider => settings.Provider;

    public int? ContextWindow => settings.ContextWindow;

    public Uri? Endpoint => settings.Endpoint;

    public ModelPrice? Price => settings.Price;

    public override string ToString() => settings.ToString();

    public async Task<ChatReply> CompleteAsync(ChatRequest request, IProgress<string>? partial, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        whole.CancelAfter(settings.LongestAnswer);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
        patience.CancelAfter(settings.Timeout);
        partial = new Limit(partial, settings);
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
            throw Late(e);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ModelException) && ModelErrors.Explain(e, settings) is not null)
        {
            // A connection that is closed by our own cancellation may say so in any of these ways.
            cancellation.ThrowIfCancellationRequested();
            throw patience.IsCancellationRequested ? Late(e) : ModelErrors.Explain(e, settings)!;
        }

        ModelException Late(Exception e) => whole.IsCancellationRequested ? ModelErrors.Endless(settings, $"{settings.LongestAnswer.TotalSeconds:0} s", e) : ModelErrors.TimedOut(settings, e);
    }

    private async Task<ChatReply> StreamAsync(ChatRequest request, IProgress<string>? partial, CancellationTokenSource patience)
    {
        var (text, calls, usage, finish) = request.Tools.Count > 0 || request.Turns.Any(turn => turn.Role == ChatRole.Tool)
            ? await tools.Value.StreamAsync(request, !takesNoTemperature, partial, patience).ConfigureAwait(false)
            : await StreamTextAsync(request, partial, patience).ConfigureAwait(false);
        if (finish is null)
        {
            throw new ModelException(ModelFailure.Interrupted, $"{settings} stopped in the middle of its answer: ask again.");
        }

        if (finish.Equals("ContentFilter", StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelException(ModelFailure.Refused, $"{settings} withheld its answer: the service's content filter took offence.");
        }

        return text.Length > 0 || calls.Count > 0
            ? new ChatReply(text, calls, usage, finish.Equals("Length", StringComparison.OrdinalIgnoreCase))
            : throw new ModelException(ModelFailure.Empty, $"{settings} sent an empty answer: ask again, in other words or another model.");
    }

    private async Task<(string Text, IReadOnlyList<ToolCall> Calls, ChatUsage? Usage, string? Finish)> StreamTextAsync(ChatRequest request, IProgress<string>? partial, CancellationTokenSource patience)
    {
        var written = new StringBuilder();
        ChatUsage? usage = null;
        string? finish = null;
        var execution = new OpenAIPromptExecutionSettings { Temperature = takesNoTemperature ? null : 0 };
        await foreach (var piece in service.Value.GetStreamingChatMessageContentsAsync(HistoryOf(request), execution, null, patience.Token).ConfigureAwait(false))
        {
            patience.CancelAfter(settings.Timeout);
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

        return (written.ToString(), [], usage, finish);
    }

    /// <summary>Stops an answer that no window of a model would hold.</summary>
    private sealed class Limit(IProgress<string>? inner, ModelSettings settings) : IProgress<string>
    {
        private int written;

        public void Report(string value)
        {
            written += value.Length;
            if (written > MostCharacters)
            {
                throw ModelErrors.Endless(settings, $"{written} characters");
            }

            inner?.Report(value);
        }
    }

    private static ChatHistory HistoryOf(ChatRequest request)
    {
        var history = new ChatHistory();
        foreach (var turn in request.Turns)
        {
            history.AddMessage(turn.Role switch { ChatRole.System => AuthorRole.System, ChatRole.Assistant => AuthorRole.Assistant, _ => AuthorRole.User }, turn.Text);
        }

        return history;
    }

    private static OpenAIChatCompletionService Create(ModelSettings settings, HttpClient http)
    {
        // The constructor with an endpoint is marked experimental; it is the only one that local servers can use.
#pragma warning disable SKEXP0010
        return new OpenAIChatCompletionService(settings.Model, settings.Endpoint, settings.ApiKey.Length > 0 ? settings.ApiKey : "none", httpClient: http);
#pragma warning restore SKEXP0010
    }
}
