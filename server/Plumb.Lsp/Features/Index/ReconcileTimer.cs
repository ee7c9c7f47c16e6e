namespace Plumb.Lsp.Features.Index;

/// <summary>
/// Asks for a look at the whole tree from time to time, for what no watcher told: a queue that overflowed, a network drive.
/// One sleeping timer; between its ticks it costs nothing.
/// </summary>
internal sealed class ReconcileTimer : IDisposable
{
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private readonly Action scheduled;
    private long due;
    private TimeSpan interval;

    /// <param name="time">The clock.</param>
    /// <param name="reconcile">Asks for the look.</param>
    /// <param name="scheduled">Told whenever <see cref="Next"/> changed.</param>
    public ReconcileTimer(TimeProvider time, Action reconcile, Action scheduled)
    {
        this.time = time;
        this.scheduled = scheduled;
        timer = time.CreateTimer(
            _ =>
            {
                Restart();
                reconcile();
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>When it will ask next, UTC; null when it never will.</summary>
    public DateTimeOffset? Next => Interlocked.Read(ref due) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Zero stops it.</summary>
    public void Start(TimeSpan every)
    {
        interval = every;
        Restart();
    }

    /// <summary>Somebody looked at the tree just now.</summary>
    public void Restart()
    {
        var runs = interval > TimeSpan.Zero;
        Interlocked.Exchange(ref due, runs ? (time.GetUtcNow() + interval).UtcTicks : 0);
        timer.Change(runs ? interval : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        scheduled();
    }

    public void Dispose() => timer.Dispose();
}
