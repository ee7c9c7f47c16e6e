using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Tests.Support;

namespace Plumb.Lsp.Tests.Features;

public sealed class FileChangeQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ManualTime time = new();

    [Fact]
    public async Task Changes_of_one_path_are_one_path()
    {
        var queue = Queue();
        for (var i = 0; i < 10; i++)
        {
            queue.Add("a");
            queue.Add("b");
        }

        var batch = await TakeAsync(queue);
        Assert.Equal(["a", "b"], batch.Paths.Order());
        Assert.False(batch.Everything);
    }

    [Fact]
    public async Task A_batch_waits_until_changes_rest()
    {
        var queue = Queue();
        queue.Add("a");
        var taking = queue.TakeAsync(CancellationToken.None);
        await time.AdvanceAsync(TimeSpan.FromMilliseconds(150));
        queue.Add("b");
        await time.AdvanceAsync(TimeSpan.FromMilliseconds(150));
        Assert.False(taking.IsCompleted);
        await time.AdvanceAsync(TimeSpan.FromMilliseconds(60));
        Assert.Equal(2, (await taking.WaitAsync(Patience)).Paths.Count);
    }

    [Fact]
    public async Task Changes_that_never_rest_are_handed_out_all_the_same()
    {
        var queue = Queue();
        queue.Add("a");
        var taking = queue.TakeAsync(CancellationToken.None);
        for (var i = 0; i < 25 && !taking.IsCompleted; i++)
        {
            await time.AdvanceAsync(TimeSpan.FromMilliseconds(100));
            queue.Add("p" + i);
        }

        Assert.True((await taking.WaitAsync(Patience)).Paths.Count >= 15);
    }

    [Fact]
    public async Task More_paths_than_the_queue_holds_are_everything()
    {
        var queue = Queue();
        for (var i = 0; i < 200; i++)
        {
            queue.Add("p" + i);
        }

        var batch = await TakeAsync(queue);
        Assert.True(batch.Everything);
        Assert.Empty(batch.Paths);
        queue.Add("later");
        Assert.False((await TakeAsync(queue)).Everything);
    }

    [Fact]
    public async Task Waiting_for_a_change_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var taking = Queue().TakeAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking.WaitAsync(Patience));
    }

    private FileChangeQueue Queue() => new(time, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2), capacity: 100);

    private async Task<FileChanges> TakeAsync(FileChangeQueue queue)
    {
        var taking = queue.TakeAsync(CancellationToken.None);
        await time.AdvanceAsync(TimeSpan.FromMilliseconds(250));
        return await taking.WaitAsync(Patience);
    }
}
