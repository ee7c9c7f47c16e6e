using Plumb.Lsp.Protocol;
using Plumb.Lsp.Wire;

namespace Plumb.Lsp.Features.Index;

/// <summary>One progress bar in the client, where the client shows any; the user may cancel it.</summary>
internal sealed class WorkDoneProgress : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IClient client;
    private readonly StringOrInteger token;
    private readonly CancellationTokenSource cancelled;
    private readonly bool shown;

    private WorkDoneProgress(IClient client, StringOrInteger token, bool shown, CancellationToken cancellation)
    {
        this.client = client;
        this.token = token;
        this.shown = shown;
        cancelled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    /// <summary>Cancelled by the user, or by the token that the progress was begun with.</summary>
    public CancellationToken Cancellation => cancelled.Token;

    public StringOrInteger Token => token;

    /// <param name="client">Shows it.</param>
    /// <param name="supported">The client shows what the server begins.</param>
    /// <param name="token">Names it.</param>
    /// <param name="title">What is done.</param>
    /// <param name="counts">It is known how much there is to do.</param>
    /// <param name="isGiven">The token is the client's own, which waits for what is told on it.</param>
    public static async Task<WorkDoneProgress> BeginAsync(
        IClient client, bool supported, StringOrInteger token, string title, TimeProvider time, CancellationToken cancellation, bool counts = true, bool isGiven = false)
    {
        var shown = supported || isGiven;
        if (supported && !isGiven)
        {
            try
            {
                await client.RequestAsync<WorkDoneProgressCreateParams, System.Text.Json.JsonElement>(
                    "window/workDoneProgress/create", new WorkDoneProgressCreateParams { Token = token }, cancellation)
                    .WaitAsync(Patience, time, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is RequestFailedException or TimeoutException)
            {
                // The work does not wait for its picture.
                shown = false;
            }
        }

        var progress = new WorkDoneProgress(client, token, shown, cancellation);
        await progress.SendAsync(new WorkDoneProgressBegin { Title = title, Cancellable = true, Percentage = counts ? 0 : null }).ConfigureAwait(false);
        return progress;
    }

    public void Cancel() => cancelled.Cancel();

    /// <param name="message">What is done now.</param>
    /// <param name="percentage">0 to 100; null where that is not known.</param>
    public Task ReportAsync(string message, int? percentage) =>
        SendAsync(new WorkDoneProgressReport { Message = message, Percentage = percentage is { } known ? Math.Clamp(known, 0, 100) : null, Cancellable = true });

    public Task EndAsync(string message) => SendAsync(new WorkDoneProgressEnd { Message = message });

    public void Dispose() => cancelled.Dispose();

    private Task SendAsync<T>(T value) =>
        shown ? client.NotifyAsync("$/progress", new ProgressParams { Token = token, Value = Json.ToElement(value) }) : Task.CompletedTask;
}
