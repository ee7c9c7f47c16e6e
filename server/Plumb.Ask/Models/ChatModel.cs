using System.ClientModel;
using System.Text;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace Plumb.Ask.Models;

/// <summary>Asks a model over the OpenAI protocol and streams what it writes. Semantic Kernel is loaded on first use.</summary>
internal sealed class ChatModel(ModelSettings settings)
{
    /// <summary>The whole answer.</summary>
    /// <exception cref="ModelException">The service cannot be reached, refuses, is too slow, or stops in the middle.</exception>
    public async Task<string> WriteAsync(string system, string user, IProgress<string>? partial, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Timeout);
        try
        {
            // The time-out is ours: it starts anew with every piece, so a long answer may take its time.
            using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            var service = Create(http);
            var history = new ChatHistory(system);
            history.AddUserMessage(user);
            var written = new StringBuilder();
            var finished = false;
            await foreach (var piece in service.GetStreamingChatMessageContentsAsync(history, new OpenAIPromptExecutionSettings { Temperature = 0 }, null, patience.Token).ConfigureAwait(false))
            {
                patience.CancelAfter(settings.Timeout);
                finished |= piece.Metadata is not null && piece.Metadata.TryGetValue("FinishReason", out var reason) && reason is not null;
                if (piece.Content is { Length: > 0 } content)
                {
                    written.Append(content);
                    partial?.Report(content);
                }
            }

            if (!finished)
            {
                throw new ModelException($"{settings} stopped in the middle of its answer.");
            }

            return written.Length > 0 ? written.ToString() : throw new ModelException($"{settings} sent an empty answer.");
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ModelException($"{settings} sent nothing for {settings.Timeout.TotalSeconds:0} s.", e);
        }
        catch (HttpOperationException e)
        {
            throw new ModelException(e.StatusCode is { } status ? $"{settings} answered with HTTP {(int)status} ({Shorten(e.Message)})." : $"{settings} cannot be reached ({Shorten(e.Message)}).", e);
        }
        catch (ClientResultException e)
        {
            throw new ModelException(e.Status > 0 ? $"{settings} answered with HTTP {e.Status} ({Shorten(e.Message)})." : $"{settings} cannot be reached ({Shorten(e.Message)}).", e);
        }
        catch (HttpRequestException e)
        {
            throw new ModelException($"{settings} cannot be reached ({Shorten(e.Message)}).", e);
        }
        catch (Exception e) when (e is IOException or System.Text.Json.JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            throw new ModelException($"{settings} stopped in the middle of its answer or sent what is no chat stream ({Shorten(e.Message)}).", e);
        }
    }

    private OpenAIChatCompletionService Create(HttpClient http)
    {
        // The constructor with an endpoint is marked experimental; it is the only one that local servers can use.
#pragma warning disable SKEXP0010
        return new OpenAIChatCompletionService(settings.Model, settings.Endpoint, settings.ApiKey.Length > 0 ? settings.ApiKey : "none", httpClient: http);
#pragma warning restore SKEXP0010
    }

    private static string Shorten(string message)
    {
        message = message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return message.Length <= 160 ? message : message[..159] + "…";
    }
}
