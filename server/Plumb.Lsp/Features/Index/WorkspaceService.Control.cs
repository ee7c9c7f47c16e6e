using Plumb.Lsp.Protocol;
using Plumb.Lsp.Session;

namespace Plumb.Lsp.Features.Index;

/// <summary>What the user may do with the index: hold it, let it go on, cancel, rebuild, empty it.</summary>
internal sealed partial class WorkspaceService
{
    private readonly Lock holding = new();
    private TaskCompletionSource resumed = Completed();
    private bool isPaused;
    private bool isCancelled;

    /// <summary>The user paused it: nothing is indexed or embedded, queries are answered, what is typed is found.</summary>
    public bool IsPaused => Volatile.Read(ref isPaused);

    private bool IsCancelled => Volatile.Read(ref isCancelled);

    private Task Resumed
    {
        get
        {
            lock (holding)
            {
                return resumed.Task;
            }
        }
    }

    /// <summary>Holds everything: a run that is under way commits what it read and ends.</summary>
    public Task PauseAsync()
    {
        Hold(ref isPaused);
        running?.Cancel();
        embeddingProgress?.Cancel();
        return SetStatusAsync(Refresh(status));
    }

    /// <summary>Goes on where a pause or a cancellation stopped.</summary>
    public Task ResumeAsync()
    {
        Release();
        changes.AddEverything();
        EmbedInBackground();
        return SetStatusAsync(Refresh(status with { Message = null }));
    }

    /// <summary>Ends the run that is under way; it stays ended until the user resumes or rebuilds.</summary>
    /// <returns>False when nothing ran.</returns>
    public bool Cancel()
    {
        var (index, vectors) = (running, embeddingProgress);
        index?.Cancel();
        vectors?.Cancel();
        return index is not null || vectors is not null;
    }

    /// <summary>The user's cancel button on a progress bar.</summary>
    public void CancelProgress(StringOrInteger token)
    {
        foreach (var progress in new[] { running, embeddingProgress })
        {
            if (progress is not null && progress.Token == token)
            {
                progress.Cancel();
            }
        }
    }

    /// <summary>
    /// Indexes everything anew; ends when that is done. An index in memory tries the disk again, and sets a store of a newer
    /// version aside.
    /// </summary>
    public async Task RebuildAsync(CancellationToken cancellation)
    {
        await Opened.WaitAsync(cancellation).ConfigureAwait(false);
        if (index is null)
        {
            throw new Wire.RequestFailedException(status.Message ?? "The workspace's index is not open.");
        }

        Release();
        if (index.IsInMemory)
        {
            await context.Scheduler.RunBackgroundAsync(
                lane,
                async c =>
                {
                    await ReopenAsync(replaceNewer: true, c).ConfigureAwait(false);
                    return true;
                },
                cancellation).ConfigureAwait(false);
        }

        await UpdateAsync(rebuild: true, isShown: true, cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends what runs, empties the store and holds, so that nothing fills it again before the user resumes or rebuilds.</summary>
    public async Task ClearAsync(CancellationToken cancellation)
    {
        await Opened.WaitAsync(cancellation).ConfigureAwait(false);
        var open = index ?? throw new Wire.RequestFailedException(status.Message ?? "The workspace's index is not open.");
        Hold(ref isPaused);
        running?.Cancel();
        embeddingProgress?.Cancel();
        await context.Scheduler.RunBackgroundAsync(
            lane,
            async c =>
            {
                await open.ClearAsync(c).ConfigureAwait(false);
                isComplete = false;
                return true;
            },
            cancellation).ConfigureAwait(false);
        lastChange = context.Time.GetUtcNow();
        await SetStatusAsync(Refresh(status with { State = "absent", Phase = null, Message = null })).ConfigureAwait(false);
    }

    /// <summary>Takes new settings over, but for <see cref="IndexSettings.Enabled"/>, which makes another service.</summary>
    public void Apply(IndexSettings now)
    {
        settings = now;
        if (index is { } open)
        {
            reconcile.Start(now.Reconcile);
            if (open.Limits != now.Limits)
            {
                open.Limits = now.Limits;
                changes.AddEverything();
            }
        }
    }

    /// <summary>The one that takes this one's place, with other settings: it is held as this one is.</summary>
    public WorkspaceService Renew(IndexSettings now)
    {
        var next = new WorkspaceService(Root, now, context);
        if (IsPaused)
        {
            next.Hold(ref next.isPaused);
        }

        return next;
    }

    private void Hold(ref bool reason)
    {
        lock (holding)
        {
            Volatile.Write(ref reason, true);
            if (resumed.Task.IsCompleted)
            {
                resumed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        Announce();
    }

    private void Release()
    {
        lock (holding)
        {
            Volatile.Write(ref isPaused, false);
            Volatile.Write(ref isCancelled, false);
            resumed.TrySetResult();
        }

        Announce();
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        source.SetResult();
        return source;
    }
}
