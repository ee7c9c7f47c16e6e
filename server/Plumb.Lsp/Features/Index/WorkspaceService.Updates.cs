using System.Globalization;
using Plumb.Lsp.Session;
using Plumb.Search;
using Plumb.Search.Discovery;

namespace Plumb.Lsp.Features.Index;

/// <summary>Runs of the indexer and of the embedder.</summary>
internal sealed partial class WorkspaceService
{
    private const int FewChunks = 200;
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(150);

    private volatile WorkDoneProgress? running;
    private volatile WorkDoneProgress? embeddingProgress;
    private IndexSettings settings;
    private int embeddingQueued;

    // Of the store, when its state was told last.
    private long toldRevision;

    // Whether the last run over everything came to its end: until one did, single files cannot be added.
    private volatile bool isComplete;

    /// <summary>A file was made, changed or deleted, says the client or the file system.</summary>
    public void OnFileChanged(string path) => OnFileChanged(path, saved: false);

    /// <param name="path">Absolute.</param>
    /// <param name="saved">By the user, in the editor: wherever the file lies, that is no noise.</param>
    public void OnFileChanged(string path, bool saved)
    {
        if (Paths.ToRelative(path) is not { } relative || (!saved && WorkspacePaths.IsNoise(relative)))
        {
            return;
        }

        if (RuleFiles.DecideAboutOthers(relative))
        {
            changes.AddEverything();
        }
        else
        {
            changes.Add(relative);
        }
    }

    private async Task FollowChangesAsync(CancellationToken stopping)
    {
        // The first look at the tree is the first change: what happened while no server ran.
        var batch = new FileChanges([], Everything: true);
        while (true)
        {
            if (IsPaused)
            {
                // Held before its first run it would be told as one that only just starts.
                await SetStatusAsync(Refresh(status)).ConfigureAwait(false);
            }

            await Resumed.WaitAsync(stopping).ConfigureAwait(false);
            try
            {
                await BringUpToDateAsync(batch, stopping).ConfigureAwait(false);
            }
            catch (IndexingOffException e)
            {
                // Until plumb.json is changed, which is a change like any other.
                isComplete = false;
                isOff = true;
                await SetStatusAsync(Refresh(status) with { State = "disabled", Phase = null, Message = e.Message }).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OutOfMemoryException && !stopping.IsCancellationRequested)
            {
                // An error never wipes an index: what was there stays, and the next change tries again.
                isComplete = false;
                context.Log.Error(e, "{Root} could not be indexed", Root);
            }

            batch = await changes.TakeAsync(stopping).ConfigureAwait(false);
        }
    }

    private async Task BringUpToDateAsync(FileChanges batch, CancellationToken stopping)
    {
        if (index!.IsDamaged)
        {
            await context.Scheduler.RunBackgroundAsync(
                lane,
                async cancellation =>
                {
                    await ReopenAsync(replaceNewer: false, cancellation).ConfigureAwait(false);
                    return true;
                },
                stopping).ConfigureAwait(false);
        }

        if (!isComplete)
        {
            // A first run, or what a failed or cancelled one left: long enough to show.
            await UpdateAsync(rebuild: false, isShown: true, stopping).ConfigureAwait(false);
        }
        else if (batch.Everything)
        {
            await UpdateAsync(rebuild: false, isShown: false, stopping).ConfigureAwait(false);
        }
        else
        {
            var report = await context.Scheduler.RunBackgroundAsync(lane, cancellation => index!.UpdateFilesAsync(batch.Paths, cancellation), stopping).ConfigureAwait(false);
            await OnUpdatedAsync(report).ConfigureAwait(false);
        }
    }

    private async Task OnUpdatedAsync(IndexReport report)
    {
        await TellNoticeAsync().ConfigureAwait(false);
        // Another server or a terminal on this workspace may have been faster: then nothing is left to do but to tell.
        if (report.Added + report.Changed + report.Removed > 0 || index!.Revision != toldRevision)
        {
            lastChange = context.Time.GetUtcNow();
            EmbedInBackground();
            await SetStatusAsync(Refresh(status)).ConfigureAwait(false);
        }
    }

    /// <param name="isShown">With a progress bar, and its state told from the beginning; else only when it has much to do.</param>
    private Task<bool> UpdateAsync(bool rebuild, bool isShown, CancellationToken caller) => context.Scheduler.RunBackgroundAsync(
        context.Runs,
        shared => context.Scheduler.RunBackgroundAsync(lane, cancellation => RunAsync(rebuild, isShown, cancellation), shared),
        caller);

    private async Task<bool> RunAsync(bool rebuild, bool isShown, CancellationToken cancellation)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"plumb/index/{Tokens.Next()}");
        using var progress = await WorkDoneProgress.BeginAsync(
            context.Client, context.Profile.ShowsProgress && isShown, token, rebuild ? "Plumb: rebuilding the index" : "Plumb: indexing", context.Time, cancellation).ConfigureAwait(false);
        var outcome = "";
        string? failure = null;
        var report = (IndexReport?)null;
        try
        {
            running = progress;
            if (isShown)
            {
                await SetStatusAsync(Refresh(status) with { State = "indexing", Message = null }).ConfigureAwait(false);
            }

            index!.Pace = settings.Pace(PowerSource.IsBattery());
            isOff = false;
            report = await index.UpdateAsync(rebuild, new Reporter(this, progress, isShown), progress.Cancellation).ConfigureAwait(false);
            isComplete = true;
            outcome = string.Create(CultureInfo.InvariantCulture, $"{report.Files:N0} files in {report.Elapsed.TotalSeconds:0.0} s");
            context.Log.Information("Indexed {Root}: {Outcome}", Root, outcome);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // By the user: nothing starts it again but the user.
            isComplete = false;
            outcome = IsPaused ? "paused" : "cancelled";
            if (!IsPaused)
            {
                Hold(ref isCancelled);
            }

            context.Log.Information("Indexing of {Root} was {Outcome} by the user", Root, outcome);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            isComplete = false;
            outcome = failure = e.Message;
            throw;
        }
        finally
        {
            running = null;
            reconcile.Restart();
            await progress.EndAsync(outcome).ConfigureAwait(false);
            if (failure is not null)
            {
                await SetStatusAsync(status with { State = "error", Phase = null, Message = failure }).ConfigureAwait(false);
            }
            else if (isShown || report is null || status.State != "ready" || report.Added + report.Changed + report.Removed > 0 || index!.Revision != toldRevision)
            {
                lastChange = report is { } done && done.Added + done.Changed + done.Removed == 0 && index!.Revision == toldRevision ? lastChange : context.Time.GetUtcNow();
                await SetStatusAsync(Refresh(status with { State = "ready", Phase = null, Message = null, FilesDone = 0, FilesTotal = 0 })).ConfigureAwait(false);
            }
        }

        await TellNoticeAsync().ConfigureAwait(false);
        EmbedInBackground();
        return true;
    }

    // After every update and beside the next one: whoever edits never waits for an embedder.
    private void EmbedInBackground()
    {
        if (index?.Options.Embedder is not null && Resumed.IsCompleted && Interlocked.Exchange(ref embeddingQueued, 1) == 0)
        {
            _ = context.Scheduler.RunBackgroundAsync(embedding, EmbedAsync, ending.Token);
        }
    }

    private async Task<bool> EmbedAsync(CancellationToken cancellation)
    {
        Interlocked.Exchange(ref embeddingQueued, 0);
        var before = index!.GetStatus();
        var has = before.Vectors.FirstOrDefault(v => v.Embedder == index.Options.Embedder!.Id)?.Chunks ?? 0;
        if (has == before.Chunks)
        {
            return true;
        }

        // A few chunks after an edit are no work to show.
        var token = string.Create(CultureInfo.InvariantCulture, $"plumb/embed/{Tokens.Next()}");
        using var progress = await WorkDoneProgress.BeginAsync(
            context.Client, context.Profile.ShowsProgress && before.Chunks - has > FewChunks, token, "Plumb: embedding", context.Time, cancellation).ConfigureAwait(false);
        var outcome = "";
        try
        {
            embeddingProgress = progress;
            var report = await index.EmbedAsync(new Reporter(this, progress, isShown: true), progress.Cancellation).ConfigureAwait(false);
            outcome = report.Problem ?? string.Create(CultureInfo.InvariantCulture, $"{report.Embedded:N0} chunks");
            if (report.Problem is { } problem)
            {
                context.Log.Warning("{Root} was not embedded to the end: {Problem}", Root, problem);
            }
        }
        catch (OperationCanceledException)
        {
            outcome = "cancelled";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Queries go on with the vectors, or the words, of before.
            outcome = e.Message;
            context.Log.Error(e, "{Root} could not be embedded", Root);
        }
        finally
        {
            embeddingProgress = null;
            await progress.EndAsync(outcome).ConfigureAwait(false);
            await SetStatusAsync(Refresh(status with { Phase = null, Message = null })).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Numbers of progress bars, over all folders.</summary>
    private static class Tokens
    {
        private static int last;

        public static int Next() => Interlocked.Increment(ref last);
    }

    /// <summary>Passes progress on, but no faster than a person reads; of a look at the tree only when it has much to do.</summary>
    private sealed class Reporter(WorkspaceService owner, WorkDoneProgress progress, bool isShown) : IProgress<IndexProgress>
    {
        private const int Much = 50;

        private readonly Lock gate = new();
        private long last;

        public void Report(IndexProgress value)
        {
            if (!isShown && (value.Phase is not ("indexing" or "waiting") || value.FilesTotal is > 0 and < Much))
            {
                return;
            }

            lock (gate)
            {
                if (last != 0 && owner.context.Time.GetElapsedTime(last) < BetweenReports)
                {
                    return;
                }

                last = owner.context.Time.GetTimestamp();
            }

            var percentage = value.FilesTotal > 0 ? (int)(100L * value.FilesDone / value.FilesTotal) : 0;
            var message = value.FilesTotal > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{value.Phase} {value.FilesDone:N0} of {value.FilesTotal:N0} {(value.Phase == "embedding" ? "chunks" : "files")}")
                : value.Phase;
            _ = progress.ReportAsync(value.Phase == "waiting" ? value.Message : message, percentage);
            _ = owner.SetStatusAsync(owner.status with
            {
                State = value.Phase == "embedding" && owner.running is null ? "ready" : "indexing",
                Phase = value.Phase,
                FilesDone = value.FilesDone,
                FilesTotal = value.FilesTotal,
                Message = value.Phase == "waiting" ? value.Message : null,
            });
        }
    }
}
