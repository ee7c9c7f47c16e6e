using Plumb.Lsp.Scheduling;

namespace Plumb.Lsp.Tests.Scheduling;

public sealed class RequestSchedulerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly RequestScheduler scheduler = new();
    private readonly BackgroundLane lane = new("test", width: 1);

    public void Dispose()
    {
        scheduler.Dispose();
        lane.Dispose();
    }

    [Fact]
    public void Changes_run_in_the_order_of_the_calls_and_before_the_call_returns()
    {
        var order = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            var number = i;
            scheduler.RunSync(() => order.Add(number));
            Assert.Equal(i + 1, order.Count);
        }

        Assert.Equal(Enumerable.Range(0, 100), order);
    }

    [Fact]
    public async Task A_read_answers_from_the_state_at_its_call_whatever_changes_come_after()
    {
        var state = 1;
        using var held = new ManualResetEventSlim();
        var reading = scheduler.RunReadAsync(
            () => state,
            (snapshot, cancellation) =>
            {
                held.Wait(Patience, cancellation);
                return snapshot;
            },
            CancellationToken.None);
        scheduler.RunSync(() => state = 2);
        held.Set();
        Assert.Equal(1, await reading.WaitAsync(Patience));
        Assert.Equal(2, state);
    }

    [Fact]
    public async Task A_read_that_takes_long_blocks_neither_a_change_nor_another_read()
    {
        using var held = new ManualResetEventSlim();
        var slow = scheduler.RunReadAsync(() => 0, (_, cancellation) => held.Wait(Patience, cancellation), CancellationToken.None);
        var changed = false;
        scheduler.RunSync(() => changed = true);
        Assert.True(changed);
        Assert.Equal(7, await scheduler.RunReadAsync(() => 7, (s, _) => s, CancellationToken.None).WaitAsync(Patience));
        Assert.False(slow.IsCompleted);
        held.Set();
        Assert.True(await slow.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_read_is_cancelled_by_its_own_token()
    {
        using var cancel = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var reading = scheduler.RunReadAsync(
            () => 0,
            (_, cancellation) =>
            {
                started.SetResult();
                cancellation.WaitHandle.WaitOne(Patience);
                cancellation.ThrowIfCancellationRequested();
                return 0;
            },
            cancel.Token);
        await started.Task.WaitAsync(Patience);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_read_cancelled_before_it_runs_never_runs()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var ran = false;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scheduler.RunReadAsync(() => 0, (_, _) => ran = true, cancel.Token).WaitAsync(Patience));
        Assert.False(ran);
    }

    [Fact]
    public async Task A_change_never_cancels_a_background_job()
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource<CancellationToken>();
        var job = scheduler.RunBackgroundAsync(
            lane,
            async cancellation =>
            {
                started.SetResult(cancellation);
                await release.Task;
                return !cancellation.IsCancellationRequested;
            },
            CancellationToken.None);
        var token = await started.Task.WaitAsync(Patience);
        for (var i = 0; i < 1000; i++)
        {
            scheduler.RunSync(() => { });
        }

        Assert.False(token.IsCancellationRequested);
        release.SetResult();
        Assert.True(await job.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_lane_runs_no_more_jobs_at_once_than_it_is_wide()
    {
        var release = new TaskCompletionSource();
        var running = 0;
        var most = 0;
        using var wide = new BackgroundLane("wide", width: 2);
        var jobs = Enumerable.Range(0, 6).Select(_ => scheduler.RunBackgroundAsync(
            wide,
            async _ =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await release.Task;
                Interlocked.Decrement(ref running);
                return 0;
            },
            CancellationToken.None)).ToArray();
        release.SetResult();
        await Task.WhenAll(jobs).WaitAsync(Patience);
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task A_job_can_be_cancelled_while_it_waits_for_its_lane()
    {
        var release = new TaskCompletionSource<int>();
        var first = scheduler.RunBackgroundAsync(lane, _ => release.Task, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var ran = false;
        var second = scheduler.RunBackgroundAsync(
            lane,
            _ =>
            {
                ran = true;
                return Task.FromResult(0);
            },
            cancel.Token);
        await cancel.CancelAsync();
        release.SetResult(1);
        await first.WaitAsync(Patience);
        try
        {
            await second.WaitAsync(Patience);
        }
        catch (OperationCanceledException)
        {
            Assert.False(ran);
        }
    }

    [Fact]
    public async Task A_job_that_fails_leaves_its_lane()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => scheduler.RunBackgroundAsync<int>(lane, _ => throw new InvalidOperationException(), CancellationToken.None).WaitAsync(Patience));
        Assert.Equal(3, await scheduler.RunBackgroundAsync(lane, _ => Task.FromResult(3), CancellationToken.None).WaitAsync(Patience));
    }

    [Fact]
    public async Task Stopping_cancels_what_runs_and_what_is_to_come()
    {
        var started = new TaskCompletionSource();
        var job = scheduler.RunBackgroundAsync(
            lane,
            async cancellation =>
            {
                started.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
                return 0;
            },
            CancellationToken.None);
        await started.Task.WaitAsync(Patience);
        scheduler.Stop();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.WaitAsync(Patience));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scheduler.RunBackgroundAsync(lane, _ => Task.FromResult(0), CancellationToken.None).WaitAsync(Patience));
    }

    [Fact]
    public async Task Stopping_leaves_reads_alone()
    {
        scheduler.Stop();
        Assert.Equal(1, await scheduler.RunReadAsync(() => 1, (s, _) => s, CancellationToken.None).WaitAsync(Patience));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
