using Plumb.Lsp.Protocol;
using Plumb.Lsp.Scheduling;
using Plumb.Lsp.Session;
using Plumb.Search;
using Plumb.Search.Embedding;
using Plumb.Search.Overlay;

namespace Plumb.Lsp.Features.Index;

/// <summary>
/// The index of one folder from its opening to its closing: brought up to date under a progress bar, kept up to date by
/// file events, by git's own and by a timer, its state told whenever it changes. What is typed lies over it.
/// </summary>
internal sealed partial class WorkspaceService : IDisposable
{
    private const int MostQueuedPaths = 500;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostHeld = TimeSpan.FromSeconds(10);

    private readonly WorkspaceContext context;
    private readonly CancellationTokenSource ending;
    private readonly BackgroundLane lane = new("index", width: 1);
    private readonly BackgroundLane embedding = new("embedding", width: 1);
    private readonly FileChangeQueue changes;
    private readonly ReconcileTimer reconcile;
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock views = new();
    private bool isDisposed;

    private volatile WorkspaceIndex? index;

    // By the workspace's own plumb.json, which may change while the store is open.
    private volatile bool isOff;
    private IReadOnlyCollection<string> elsewhere = [];
    private WorkspaceOverlay overlay = WorkspaceOverlay.Empty;
    private FolderWatcher? watcher;
    private RepositoryWatcher? repository;
    private IEmbedder? embedder;
    private string? embedderProblem;
    private string? toldNotice;

    public WorkspaceService(string root, IndexSettings settings, WorkspaceContext context)
    {
        Root = root;
        Paths = new WorkspacePaths(root);
        this.context = context;
        this.settings = settings;
        ending = CancellationTokenSource.CreateLinkedTokenSource(context.Scheduler.Stopping);
        changes = new FileChangeQueue(context.Time, Quiet, Longest, MostQueuedPaths, () => repository?.IsBusy == true, MostHeld);
        reconcile = new ReconcileTimer(context.Time, changes.AddEverything, Announce);
        status = new StatusResult { State = "starting", Root = root };
    }

    /// <summary>Absolute path of the folder.</summary>
    public string Root { get; }

    public WorkspacePaths Paths { get; }

    /// <summary>Null until it is open, and where there is none.</summary>
    public WorkspaceIndex? Index => isOff ? null : index;

    /// <summary>Ends when the index is open, or when it is clear that it will not be.</summary>
    public Task Opened => opened.Task;

    /// <summary>Opens the index, brings it up to date and keeps it so until the folder is closed or the server stops.</summary>
    private async Task FollowAsync()
    {
        var stopping = ending.Token;
        try
        {
            if (!settings.Enabled)
            {
                await SetStatusAsync(new StatusResult { State = "disabled", Root = Root, Message = "Indexing is switched off (plumb.index.enabled)." }).ConfigureAwait(false);
                return;
            }

            await OpenEmbedderAsync(stopping).ConfigureAwait(false);
            OpenIndex(replaceNewer: false);
            opened.TrySetResult();
            await TellNoticeAsync().ConfigureAwait(false);
            Watch();
            await FollowChangesAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            context.Log.Error(e, "The index of {Root} could not be used", Root);
            await SetStatusAsync(status with { State = "error", Message = e.Message }).ConfigureAwait(false);
        }
        finally
        {
            opened.TrySetResult();
        }
    }

    /// <summary>Runs until it is stopped, and closes the store then; a server that stops leaves that to its own end.</summary>
    public async Task LiveAsync()
    {
        try
        {
            await FollowAsync().ConfigureAwait(false);
            if (!context.Scheduler.Stopping.IsCancellationRequested)
            {
                // Switched off or failed, it stays to say so until it is stopped.
                await Task.Delay(Timeout.InfiniteTimeSpan, ending.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            }

            if (!context.Scheduler.Stopping.IsCancellationRequested)
            {
                // A run or an embedding that was told to stop ends first.
                using (await lane.EnterAsync(CancellationToken.None).ConfigureAwait(false))
                using (await embedding.EnterAsync(CancellationToken.None).ConfigureAwait(false))
                {
                }

                Dispose();
            }
        }
        finally
        {
            ended.TrySetResult();
        }
    }

    /// <summary>Ends when the folder is closed and its store too.</summary>
    public Task Ended => ended.Task;

    /// <summary>Closes the folder: ends whatever is done for it; what is committed stays.</summary>
    public void Stop() => ending.Cancel();

    /// <summary>Lays a text over a file, or takes it away (null). Costs microseconds.</summary>
    /// <param name="relative">Posix path from the root.</param>
    /// <param name="text">What the editor shows.</param>
    public void SetText(string relative, string? text)
    {
        lock (views)
        {
            overlay = text is null ? overlay.Without(relative) : overlay.With(relative, text);
            if (index is { } open)
            {
                open.Overlay = overlay;
            }
        }
    }

    /// <summary>All texts that lie over the folder's files, in place of those before.</summary>
    /// <param name="texts">What the editor shows.</param>
    /// <param name="inner">Folders inside this one that answer for themselves: posix paths from the root that end in a slash.</param>
    public void SetView(WorkspaceOverlay texts, IReadOnlyCollection<string> inner)
    {
        lock (views)
        {
            overlay = texts;
            elsewhere = inner;
            if (index is { } open)
            {
                open.Overlay = texts;
                open.Elsewhere = inner;
            }
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, true))
        {
            return;
        }

        watcher?.Dispose();
        repository?.Dispose();
        reconcile.Dispose();
        lane.Dispose();
        embedding.Dispose();
        ending.Dispose();
        index?.Dispose();
        embedder?.Dispose();
    }

    private void Watch()
    {
        if (!context.Profile.RegistersWatchers)
        {
            watcher = new FolderWatcher(Root, OnFileChanged, changes.AddEverything, context.Log);
        }

        repository = new RepositoryWatcher(Root, changes.AddEverything, context.Log);
        reconcile.Start(settings.Reconcile);
    }

    private void OpenIndex(bool replaceNewer)
    {
        var open = context.Factory.OpenIndex(new Plumb.Search.WorkspaceOptions(Root) { Embedder = embedder, InMemory = InMemoryUse.Always, ReplaceNewerStore = replaceNewer });
        open.OnDamaged = changes.AddEverything;
        open.Limits = settings.Limits;
        lock (views)
        {
            open.Overlay = overlay;
            open.Elsewhere = elsewhere;
            index = open;
        }
    }

    /// <summary>Closes a store that cannot be used any more and opens it again, which sets it aside. Beside no run.</summary>
    private async Task ReopenAsync(bool replaceNewer, CancellationToken cancellation)
    {
        using (await embedding.EnterAsync(cancellation).ConfigureAwait(false))
        {
            var old = index;
            old?.Dispose();
            OpenIndex(replaceNewer);
            isComplete = false;
            toldNotice = null;
        }

        await TellNoticeAsync().ConfigureAwait(false);
    }

    // A store that was set aside, or an index in memory: nobody should find that out by chance.
    private async Task TellNoticeAsync()
    {
        if (index?.Notice is { } notice && notice != toldNotice)
        {
            toldNotice = notice;
            context.Log.Warning("{Notice}", notice);
            await context.Client.NotifyAsync("window/showMessage", new ShowMessageParams { Type = MessageType.Warning, Message = "Plumb: " + notice }).ConfigureAwait(false);
        }
    }

    // A bad choice is told, and the index goes on with the embedder that is built in.
    private async Task OpenEmbedderAsync(CancellationToken stopping)
    {
        var opening = await context.Factory.OpenEmbedder(Root, context.Profile.Embedder, stopping).ConfigureAwait(false);
        embedder = opening.Embedder;
        embedderProblem = opening.Problem;
        if (opening.Problem is { } problem)
        {
            context.Log.Warning("The embedder that was chosen is not used: {Problem}", problem);
            await context.Client.NotifyAsync("window/showMessage", new ShowMessageParams { Type = MessageType.Warning, Message = $"Plumb uses its built-in embedder. {problem}" }).ConfigureAwait(false);
        }
    }
}
