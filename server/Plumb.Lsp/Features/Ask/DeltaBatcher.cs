using System.Text;

namespace Plumb.Lsp.Features.Ask;

/// <summary>
/// Sends the first piece of an answer at once, and gathers those that follow for 40 ms each time, in order: a model that
/// streams a hundred tokens a second must not cost a hundred messages. Disposal sends what is left.
/// </summary>
internal sealed class DeltaBatcher : IProgress<string>, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(40);

    private readonly Lock gate = new();
    private readonly StringBuilder pending = new();
    private readonly Func<string, Task> send;
    private readonly ITimer timer;
    private Task sent = Task.CompletedTask;
    private bool waiting;
    private bool started;

    public DeltaBatcher(TimeProvider time, Func<string, Task> send)
    {
        this.send = send;
        timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Report(string value)
    {
        lock (gate)
        {
            pending.Append(value);
            if (!started && pending.Length > 0)
            {
                started = true;
                Flush();
            }
            else if (!waiting && pending.Length > 0)
            {
                waiting = true;
                timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync().ConfigureAwait(false);
        Flush();
        await sent.ConfigureAwait(false);
    }

    private void Flush()
    {
        lock (gate)
        {
            waiting = false;
            if (pending.Length == 0)
            {
                return;
            }

            var piece = pending.ToString();
            pending.Clear();
            sent = SendAfterAsync(sent, piece);
        }
    }

    private async Task SendAfterAsync(Task before, string piece)
    {
        await before.ConfigureAwait(false);
        await send(piece).ConfigureAwait(false);
    }
}
