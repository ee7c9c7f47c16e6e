namespace Plumb.Search.Ranking;

/// <summary>
/// Work in pieces. A thread of the pool begins, and whoever needs the result takes part in what is left: a thread that was
/// called may take longer to come than the work, and one that waits could have done half of it.
/// </summary>
internal sealed class SharedWork
{
    private readonly Action<int> work;
    private readonly int pieces;
    private readonly TaskCompletionSource allDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? failure;
    private int next;
    private int done;

    private SharedWork(int pieces, Action<int> work)
    {
        this.pieces = pieces;
        this.work = work;
        if (pieces == 0)
        {
            allDone.SetResult();
        }
    }

    /// <param name="pieces">How many there are.</param>
    /// <param name="work">Does one of them; several at once, from several threads.</param>
    public static SharedWork Start(int pieces, Action<int> work)
    {
        var shared = new SharedWork(pieces, work);
        if (pieces > 0 && Environment.ProcessorCount > 1)
        {
            _ = Task.Run(shared.TakePart, CancellationToken.None);
        }

        return shared;
    }

    /// <summary>Takes part, and returns when all is done. What a piece threw is thrown here.</summary>
    public void Finish()
    {
        TakePart();
        allDone.Task.GetAwaiter().GetResult();
    }

    /// <summary>Leaves what is left undone, and returns when no thread is at work any more. Nothing after <see cref="Finish"/>.</summary>
    public void Abandon()
    {
        for (var piece = Take(); piece < pieces; piece = Take())
        {
            Count();
        }

        Task.WaitAny(allDone.Task);
        _ = allDone.Task.Exception;
    }

    private void TakePart()
    {
        for (var piece = Take(); piece < pieces; piece = Take())
        {
            try
            {
                work(piece);
            }
#pragma warning disable CA1031 // It is thrown where the result is wanted.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = e;
            }

            Count();
        }
    }

    private int Take() => Interlocked.Increment(ref next) - 1;

    private void Count()
    {
        if (Interlocked.Increment(ref done) < pieces)
        {
            return;
        }

        if (failure is null)
        {
            allDone.SetResult();
        }
        else
        {
            allDone.SetException(failure);
        }
    }
}
