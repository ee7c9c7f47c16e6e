namespace Plumb.Lsp.Scheduling;

/// <summary>
/// Runs requests by their declared kind.
/// <list type="bullet">
/// <item><b>Sync</b>: a change of the server's state. Runs at once, in the order of the calls, alone; microseconds.</item>
/// <item><b>Read</b>: takes its snapshot at the call, between two changes, then runs in parallel with everything.
/// Cancelled by its own token only.</item>
/// <item><b>Background</b>: minutes, on a lane of its own that runs a fixed number of jobs at once, the rest in order.
/// No change ever cancels it.</item>
/// </list>
/// It knows no server and no protocol. Safe to use from many threads; the order of calls is the order of changes.
/// </summary>
public sealed class RequestScheduler : IDisposable
{
    private readonly Lock state = new();
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Cancelled when the scheduler stops: for what is started outside of it.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>Runs a change: alone, before this returns.</summary>
    public void RunSync(Action change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (state)
        {
            change();
        }
    }

    /// <summary>Takes the snapshot before this returns, and reads it on the thread pool.</summary>
    public Task<TResult> RunReadAsync<TSnapshot, TResult>(
        Func<TSnapshot> takeSnapshot,
        Func<TSnapshot, CancellationToken, TResult> read,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(takeSnapshot);
        TSnapshot snapshot;
        lock (state)
        {
            snapshot = takeSnapshot();
        }

        return Task.Run(
            () =>
            {
                cancellation.ThrowIfCancellationRequested();
                return read(snapshot, cancellation);
            },
            cancellation);
    }

    /// <summary>Runs a long job when its lane has room. Its token is cancelled by the caller's and when the scheduler stops.</summary>
    public Task<TResult> RunBackgroundAsync<TResult>(
        BackgroundLane lane,
        Func<CancellationToken, Task<TResult>> job,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lane);
        ArgumentNullException.ThrowIfNull(job);
        return Task.Run(
            async () =>
            {
                using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping.Token);
                using (await lane.EnterAsync(both.Token).ConfigureAwait(false))
                {
                    return await job(both.Token).ConfigureAwait(false);
                }
            },
            CancellationToken.None);
    }

    /// <summary>Cancels what runs in the background and all of it that is to come. Reads are short, and still answered.</summary>
    public void Stop() => stopping.Cancel();

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
    }
}
