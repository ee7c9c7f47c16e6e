using System.Collections.Concurrent;

namespace Plumb.Embedders.Tests.Support;

/// <summary>A clock on which waiting takes no time: a timer is due at once and moves the clock there. Long ones never are.</summary>
/// <param name="longest">Timers above it never fire: the time-outs that a test does not want.</param>
internal sealed class JumpingTime(TimeSpan longest) : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> waits = [];
    private long now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).Ticks;

    /// <summary>What was waited for, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. waits];

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref now), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero && dueTime <= longest)
        {
            waits.Enqueue(dueTime);
            Interlocked.Add(ref now, dueTime.Ticks);
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
