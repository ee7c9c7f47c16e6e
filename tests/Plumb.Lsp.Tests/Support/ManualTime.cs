namespace Plumb.Lsp.Tests.Support;

/// <summary>A clock that stands still until a test moves it.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private long now = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref now);

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    /// <summary>Waits until somebody has set a timer, then moves on and fires what is due.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        for (var tries = 0; tries < 10_000; tries++)
        {
            lock (gate)
            {
                if (timers.Any(t => t.Due != long.MaxValue))
                {
                    break;
                }
            }

            await Task.Yield();
        }

        Interlocked.Add(ref now, by.Ticks);
        ManualTimer[] due;
        lock (gate)
        {
            due = [.. timers.Where(t => t.Due <= GetTimestamp())];
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        lock (gate)
        {
            timers.Add(timer);
        }

        return timer;
    }

    private sealed class ManualTimer(ManualTime owner, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime < TimeSpan.Zero ? long.MaxValue : owner.GetTimestamp() + dueTime.Ticks;
            return true;
        }

        public void Fire()
        {
            Due = long.MaxValue;
            callback(state);
        }

        public void Dispose()
        {
            lock (owner.gate)
            {
                owner.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
