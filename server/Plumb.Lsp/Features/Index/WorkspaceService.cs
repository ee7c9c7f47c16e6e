using System.Globalization;
using Plumb.Ask;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Scheduling;
using Plumb.Lsp.Session;
using Plumb.Lsp.Wire;
using Plumb.Search;
using Plumb.Search.Embedding;
using Serilog;

namespace Plumb.Lsp.Features.Index;

/// <summary>How the server gets at the rooms below it; the command line hands it in.</summary>
internal sealed record WorkspaceFactory(
    Func<string, IEmbedder?, WorkspaceIndex> OpenIndex, Func<string, string?, CancellationToken, Task<EmbedderOpening>> OpenEmbedder, Func<WorkspaceIndex, AskEngine> OpenAsk);

/// <summary>
/// The index of the open folder over the server's life: opened after <c>initialized</c>, brought up to date under a
/// progress bar, kept up to date by file events, its state told to the client whenever it changes.
/// </summary>
internal sealed class WorkspaceService : IDisposable
{
    private const int MostQueuedPaths = 4096;
    private const int FewChunks = 200;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(150);

    private readonly WorkspaceFactory factory;
    private readonly RequestScheduler scheduler;
    private readonly IClient client;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly BackgroundLane lane = new("index", width: 1);
    private readonly BackgroundLane embedding = new("embedding", width: 1);
    private readonly FileChangeQueue changes;
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile WorkspaceIndex? index;
    private volatile AskEngine? ask;
    private volatile WorkDoneProgress? running;
    private volatile WorkDoneProgress? embeddingProgress;
    private volatile StatusResult status = new() { State = "starting" };
    private FolderWatcher? watcher;
    private WorkspacePaths? paths;
    private IEmbedder? embedder;
    private string? embedderProblem;
    private ClientProfile profile = ClientProfile.None;
    private int runs;
    private int embeddingQueued;

    public WorkspaceService(WorkspaceFactory factory, RequestScheduler scheduler, IClient client, TimeProvider time, ILogger log)
    {
        this.factory = factory;
        this.scheduler = scheduler;
        this.client = client;
        this.time = time;
        this.log = log;
        changes = new FileChangeQueue(time, Quiet, Longest, MostQueuedPaths);
    }

    /// <summary>Null outside of a folder.</summary>
    public WorkspacePaths? Paths => paths;

    /// <summary>Known from <c>initialize</c> on, before anything is opened.</summary>
    public void Configure(ClientProfile client)
    {
        profile = client;
        paths = client.Root is { } root ? new WorkspacePaths(root) : null;
        status = status with { Root = client.Root };
    }

    /// <summary>Opens the index, brings it up to date and keeps it so until the scheduler stops.</summary>
    public async Task RunAsync(bool enabled)
    {
        var stopping = scheduler.Stopping;
        try
        {
            if (profile.Root is not { } root)
            {
                await SetStatusAsync(new StatusResult { State = "noFolder", Message = "No folder is open: search and questions need one." }).ConfigureAwait(false);
                return;
            }

            if (!enabled)
            {
                await SetStatusAsync(new StatusResult { State = "disabled", Root = root, Message = "Indexing is switched off (plumb.index.enabled)." }).ConfigureAwait(false);
                return;
            }

            var open = factory.OpenIndex(root, await OpenEmbedderAsync(root, stopping).ConfigureAwait(false));
            ask = factory.OpenAsk(open);
            index = open;
            opened.TrySetResult();
            if (!profile.RegistersWatchers)
            {
                watcher = new FolderWatcher(root, OnFileChanged, changes.AddEverything, log);
            }

            try
            {
                await UpdateAsync(rebuild: false, stopping).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OutOfMemoryException && !stopping.IsCancellationRequested)
            {
                // The status says so, and the next change tries again.
                log.Error(e, "{Root} could not be indexed", root);
            }

            await FollowChangesAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            log.Error(e, "The workspace's index could not be used");
            await SetStatusAsync(status with { State = "error", Message = e.Message }).ConfigureAwait(false);
        }
        finally
        {
            opened.TrySetResult();
        }
    }

    /// <summary>The index, once it is open.</summary>
    /// <exception cref="RequestFailedException">There is none, with the reason.</exception>
    public async Task<WorkspaceIndex> GetIndexAsync(CancellationToken cancellation)
    {
        return await FindIndexAsync(cancellation).ConfigureAwait(false) ?? throw new RequestFailedException(status.Message ?? "The workspace's index is not open.");
    }

    /// <summary>The index, once it is open; null when there is none.</summary>
    public async Task<WorkspaceIndex?> FindIndexAsync(CancellationToken cancellation)
    {
        await opened.Task.WaitAsync(cancellation).ConfigureAwait(false);
        return index;
    }

    /// <summary>The engine that answers questions, once the index is open.</summary>
    /// <exception cref="RequestFailedException">There is none, with the reason.</exception>
    public async Task<AskEngine> GetAskAsync(CancellationToken cancellation)
    {
        await GetIndexAsync(cancellation).ConfigureAwait(false);
        return ask!;
    }

    public StatusResult GetStatus() => Refresh(status);

    /// <summary>Indexes everything anew; ends when that is done.</summary>
    public async Task<StatusResult> RebuildAsync(CancellationToken cancellation)
    {
        await GetIndexAsync(cancellation).ConfigureAwait(false);
        await UpdateAsync(rebuild: true, cancellation).ConfigureAwait(false);
        return status;
    }

    /// <summary>The user's cancel button.</summary>
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

    /// <summary>A file was made, changed or deleted, says the client or the file system.</summary>
    public void OnFileChanged(string path) => OnFileChanged(path, saved: false);

    /// <param name="saved">By the user, in the editor: wherever the file lies, that is no noise.</param>
    public void OnFileChanged(string path, bool saved)
    {
        if (paths?.ToRelative(path) is not { } relative || (!saved && WorkspacePaths.IsNoise(relative)))
        {
            return;
        }

        if (WorkspacePaths.DecidesAboutOthers(relative))
        {
            changes.AddEverything();
        }
        else
        {
            changes.Add(relative);
        }
    }

    public void Dispose()
    {
        watcher?.Dispose();
        lane.Dispose();
        embedding.Dispose();
        index?.Dispose();
        embedder?.Dispose();
    }

    // A bad choice is told, and the index goes on with the embedder that is built in.
    private async Task<IEmbedder?> OpenEmbedderAsync(string root, CancellationToken stopping)
    {
        var opening = await factory.OpenEmbedder(root, profile.Embedder, stopping).ConfigureAwait(false);
        embedder = opening.Embedder;
        embedderProblem = opening.Problem;
        if (opening.Problem is { } problem)
        {
            log.Warning("The embedder that was chosen is not used: {Problem}", problem);
            await client.NotifyAsync("window/showMessage", new ShowMessageParams { Type = MessageType.Warning, Message = $"Plumb uses its built-in embedder. {problem}" }).ConfigureAwait(false);
        }

        return embedder;
    }

    private async Task FollowChangesAsync(CancellationToken stopping)
    {
        var missed = false;
        while (true)
        {
            var batch = await changes.TakeAsync(stopping).ConfigureAwait(false);
            try
            {
                if (Refresh(status).State != "ready")
                {
                    // The last run failed, was cancelled or cut short: what is left of it is long enough to show.
                    await UpdateAsync(rebuild: false, stopping).ConfigureAwait(false);
                    missed = false;
                    continue;
                }

                var report = await scheduler.RunBackgroundAsync(
                    lane,
                    cancellation => batch.Everything || missed ? index!.UpdateAsync(false, null, cancellation) : index!.UpdateFilesAsync(batch.Paths, cancellation),
                    stopping).ConfigureAwait(false);
                missed = false;
                if (report.Added + report.Changed + report.Removed > 0)
                {
                    EmbedInBackground();
                    await SetStatusAsync(Refresh(status)).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
            {
                // An error never wipes an index: what was there stays, and the next change brings this one along.
                missed = true;
                log.Error(e, "{Count} changed files could not be indexed", batch.Paths.Count);
            }
        }
    }

    private Task UpdateAsync(bool rebuild, CancellationToken caller) => scheduler.RunBackgroundAsync(
        lane,
        async cancellation =>
        {
            var token = string.Create(CultureInfo.InvariantCulture, $"plumb/index/{Interlocked.Increment(ref runs)}");
            using var progress = await WorkDoneProgress.BeginAsync(
                client, profile.ShowsProgress, token, rebuild ? "Plumb: rebuilding the index" : "Plumb: indexing", time, cancellation).ConfigureAwait(false);
            var outcome = "";
            string? failure = null;
            try
            {
                running = progress;
                await SetStatusAsync(Refresh(status) with { State = "indexing", Message = null }).ConfigureAwait(false);
                var report = await index!.UpdateAsync(rebuild, new Reporter(this, progress), progress.Cancellation).ConfigureAwait(false);
                outcome = string.Create(CultureInfo.InvariantCulture, $"{report.Files:N0} files in {report.Elapsed.TotalSeconds:0.0} s");
                log.Information("Indexed {Root}: {Outcome}", profile.Root, outcome);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                outcome = "cancelled";
                log.Information("Indexing was cancelled by the user");
            }
            catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
            {
                outcome = failure = e.Message;
                throw;
            }
            finally
            {
                running = null;
                await progress.EndAsync(outcome).ConfigureAwait(false);
                await SetStatusAsync(failure is null
                    ? Refresh(status with { State = "ready", Phase = null, Message = null })
                    : status with { State = "error", Phase = null, Message = failure }).ConfigureAwait(false);
            }

            EmbedInBackground();
            return true;
        },
        caller);

    // After every update and beside the next one: whoever edits never waits for an embedder.
    private void EmbedInBackground()
    {
        if (index?.Options.Embedder is not null && Interlocked.Exchange(ref embeddingQueued, 1) == 0)
        {
            _ = scheduler.RunBackgroundAsync(embedding, EmbedAsync, scheduler.Stopping);
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
        var token = string.Create(CultureInfo.InvariantCulture, $"plumb/embed/{Interlocked.Increment(ref runs)}");
        using var progress = await WorkDoneProgress.BeginAsync(
            client, profile.ShowsProgress && before.Chunks - has > FewChunks, token, "Plumb: embedding", time, cancellation).ConfigureAwait(false);
        var outcome = "";
        try
        {
            embeddingProgress = progress;
            var report = await index.EmbedAsync(new Reporter(this, progress), progress.Cancellation).ConfigureAwait(false);
            outcome = report.Problem ?? string.Create(CultureInfo.InvariantCulture, $"{report.Embedded:N0} chunks");
            if (report.Problem is { } problem)
            {
                log.Warning("{Root} was not embedded to the end: {Problem}", profile.Root, problem);
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
            log.Error(e, "{Root} could not be embedded", profile.Root);
        }
        finally
        {
            embeddingProgress = null;
            await progress.EndAsync(outcome).ConfigureAwait(false);
            await SetStatusAsync(Refresh(status with { Phase = null, Message = null })).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>What the store says, laid over the state that only the server knows.</summary>
    private StatusResult Refresh(StatusResult before)
    {
        if (index is not { } open)
        {
            return before;
        }

        var store = open.GetStatus();
        var vectors = store.Vectors.FirstOrDefault(v => v.IsServing);
        return before with
        {
            State = running is not null ? "indexing" : before.State == "error" ? "error" : store.State,
            Root = store.Root,
            Files = store.Files,
            Chunks = store.Chunks,
            Symbols = store.Symbols,
            StorePath = store.StorePath,
            StoreBytes = store.StoreBytes,
            LastIndexed = store.LastIndexed,
            Embedder = store.Embedder,
            EmbedderProblem = embedderProblem ?? store.EmbedderProblem,
            EmbedderDimension = vectors?.Dimension ?? 0,
            VectorChunks = vectors?.Chunks ?? 0,
            VectorBytes = vectors?.Bytes ?? 0,
            Skipped = store.Skipped.ToDictionary(s => s.Key.ToString(), s => s.Value),
            SkippedExamples = [.. store.SkippedExamples.Select(s => new StatusSkipped(s.Path, s.Reason.ToString(), s.Detail))],
            Languages = store.Languages,
        };
    }

    private Task SetStatusAsync(StatusResult now)
    {
        status = now;
        return client.NotifyAsync(PlumbMethods.StatusChanged, now);
    }

    /// <summary>Passes progress on, but no faster than a person reads.</summary>
    private sealed class Reporter(WorkspaceService owner, WorkDoneProgress progress) : IProgress<IndexProgress>
    {
        private readonly Lock gate = new();
        private long last;

        public void Report(IndexProgress value)
        {
            lock (gate)
            {
                if (last != 0 && owner.time.GetElapsedTime(last) < BetweenReports)
                {
                    return;
                }

                last = owner.time.GetTimestamp();
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
