using System.Collections.Immutable;
using Plumb.Ask;
using Plumb.Lsp.Documents;
using Plumb.Lsp.Protocol;
using Plumb.Lsp.Scheduling;
using Plumb.Lsp.Session;
using Plumb.Lsp.Wire;
using Plumb.Search;
using Plumb.Search.Overlay;
using Serilog;

namespace Plumb.Lsp.Features.Index;

/// <summary>
/// The folders that are open, each with an index of its own, answering as one. A folder inside another answers for its own
/// files. Folders come, go and are switched off at run time; all of that and what is typed comes in sync requests.
/// </summary>
internal sealed class Workspaces : IDisposable
{
    private static readonly StringComparer PathComparer = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private readonly WorkspaceFactory factory;
    private readonly RequestScheduler scheduler;
    private readonly IClient client;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly DocumentStore documents;
    private readonly BackgroundLane runs = new("runs", width: 1);
    private readonly Lock gate = new();
    private readonly Lock telling = new();
    private readonly List<Task> lives = [];
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ImmutableArray<WorkspaceService> folders = [];
    private WorkspaceContext? context;
    private IndexSettings settings = IndexSettings.Default;
    private IndexSettings? early;
    private volatile (OpenWorkspace Workspace, AskEngine Engine)[] engines = [];

    public Workspaces(WorkspaceFactory factory, DocumentStore documents, RequestScheduler scheduler, IClient client, TimeProvider time, ILogger log)
    {
        this.factory = factory;
        this.documents = documents;
        this.scheduler = scheduler;
        this.client = client;
        this.time = time;
        this.log = log;
    }

    /// <summary>The state of a folder's index is told anew: it was opened, or brought up to date.</summary>
    public event Action? IndexChanged;

    /// <summary>In the client's order.</summary>
    public IReadOnlyList<WorkspaceService> Folders => folders;

    /// <summary>Of the first folder; null where none is open.</summary>
    public WorkspacePaths? Paths => folders is [var first, ..] ? first.Paths : null;

    /// <summary>Known from <c>initialize</c> on, before anything is opened.</summary>
    public void Configure(ClientProfile profile)
    {
        context = new WorkspaceContext(factory, scheduler, client, time, log, profile, runs, TellStatusAsync);
        settings = profile.Index;
        folders = [.. profile.Roots.Select(Normalize).Distinct(PathComparer).Select(root => new WorkspaceService(root, settings, context))];
        LayViews();
    }

    /// <summary>Opens the folders and keeps their indexes until the server stops.</summary>
    public async Task RunAsync(IndexSettings chosen)
    {
        scheduler.RunSync(() => Begin(chosen));
        if (folders.IsEmpty)
        {
            await TellStatusAsync().ConfigureAwait(false);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, scheduler.Stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        Task[] living;
        lock (gate)
        {
            living = [.. lives];
        }

        await Task.WhenAll(living).ConfigureAwait(false);
    }

    /// <summary>A text was opened, changed or closed. Costs microseconds: what it means for the index is made out by the next query.</summary>
    public void OnDocumentChanged(string uri)
    {
        if (FindOwner(uri) is { } found)
        {
            found.Folder.SetText(found.Relative, documents.Find(uri)?.Text);
        }
    }

    /// <summary>A file was made, changed or deleted, says the client or the file system.</summary>
    /// <param name="uri">Its URI; a folder's stands for all in it.</param>
    /// <param name="saved">By the user, in the editor.</param>
    public void OnFileChanged(string uri, bool saved)
    {
        if (DocumentUri.ToPath(uri) is not { } path)
        {
            return;
        }

        // An outer folder's store holds the inner folder's files too.
        foreach (var folder in folders)
        {
            folder.OnFileChanged(path, saved);
        }
    }

    /// <summary>The client opened and closed folders.</summary>
    public void ChangeFolders(IEnumerable<string> added, IEnumerable<string> removed)
    {
        lock (gate)
        {
            var gone = removed.Select(Normalize).ToHashSet(PathComparer);
            var closing = folders.Where(f => gone.Contains(f.Root)).ToList();
            folders = folders.RemoveRange(closing);
            foreach (var root in added.Select(Normalize).Where(root => !folders.Any(f => PathComparer.Equals(f.Root, root))))
            {
                var folder = new WorkspaceService(root, settings, context!);
                folders = folders.Add(folder);
                if (started.Task.IsCompleted)
                {
                    Start(folder);
                }
            }

            LayViews();
            closing.ForEach(folder => folder.Stop());
        }

        _ = TellStatusAsync();
    }

    /// <summary>The user changed settings: they hold from now on.</summary>
    public void Apply(IndexSettings now) => scheduler.RunSync(() => Switch(now));

    /// <summary>The settings as they are now.</summary>
    public IndexSettings Settings
    {
        get
        {
            lock (gate)
            {
                return early ?? settings;
            }
        }
    }

    /// <summary>The folders that a request names: one by its URI, all without.</summary>
    /// <exception cref="RequestFailedException">It is none of the open ones, or none is open.</exception>
    public IReadOnlyList<WorkspaceService> Select(string? rootUri)
    {
        var now = folders;
        if (now.IsEmpty)
        {
            throw new RequestFailedException("No folder is open.");
        }

        if (rootUri is null)
        {
            return now;
        }

        return DocumentUri.ToPath(rootUri) is { } path && now.FirstOrDefault(f => PathComparer.Equals(f.Root, Normalize(path))) is { } found
            ? [found]
            : throw new RequestFailedException($"{rootUri} is none of the open folders.");
    }

    /// <summary>The folder that answers for a file, the innermost of those that hold it.</summary>
    public (WorkspaceService Folder, string Relative)? FindOwner(string uri) => DocumentUri.ToPath(uri) is { } path ? FindOwnerOfPath(path) : null;

    /// <summary>The same for roots and for what version control keeps: what can be explained, though never indexed.</summary>
    public (WorkspaceService Folder, string Relative)? FindAround(string uri) => DocumentUri.ToPath(uri) is { } path ? FindOwnerOfPath(path, (paths, p) => paths.ToAny(p)) : null;

    private (WorkspaceService Folder, string Relative)? FindOwnerOfPath(string path) => FindOwnerOfPath(path, (paths, p) => paths.ToRelative(p));

    private (WorkspaceService Folder, string Relative)? FindOwnerOfPath(string path, Func<WorkspacePaths, string, string?> find)
    {
        (WorkspaceService Folder, string Relative)? best = null;
        foreach (var folder in folders)
        {
            if (find(folder.Paths, path) is { } relative && (best is null || folder.Root.Length > best.Value.Folder.Root.Length))
            {
                best = (folder, relative);
            }
        }

        return best;
    }

    /// <summary>The open folders as one, once each of them is open or has failed to.</summary>
    /// <exception cref="RequestFailedException">There is none, with the reason.</exception>
    public async Task<OpenWorkspace> GetOpenAsync(CancellationToken cancellation) =>
        await FindOpenAsync(cancellation).ConfigureAwait(false)
        ?? throw new RequestFailedException(folders.IsEmpty
            ? "No folder is open: search needs one."
            : folders.Select(f => f.LastStatus.Message).FirstOrDefault(m => m is not null) ?? "The workspace's index is not open.");

    /// <summary>The open folders as one; null when no index is open.</summary>
    public async Task<OpenWorkspace?> FindOpenAsync(CancellationToken cancellation)
    {
        await started.Task.WaitAsync(cancellation).ConfigureAwait(false);
        var now = folders;
        await Task.WhenAll(now.Select(f => f.Opened)).WaitAsync(cancellation).ConfigureAwait(false);
        var open = now.Where(f => f.Index is not null).ToList();
        if (open.Count == 0)
        {
            return null;
        }

        return engines is [var kept] && kept.Workspace.IsOf(open) ? kept.Workspace : Keep(open).Workspace;
    }

    /// <summary>The index of the first folder, once it is open; null when there is none.</summary>
    public async Task<WorkspaceIndex?> FindIndexAsync(CancellationToken cancellation) =>
        await FindOpenAsync(cancellation).ConfigureAwait(false) is { } open ? open.Folders[0].Index : null;

    /// <summary>The engine that answers questions over all open folders.</summary>
    /// <exception cref="RequestFailedException">There is none, with the reason.</exception>
    public async Task<(AskEngine Engine, OpenWorkspace Workspace)> GetAskAsync(CancellationToken cancellation)
    {
        var open = await GetOpenAsync(cancellation).ConfigureAwait(false);
        var kept = engines is [var known] && ReferenceEquals(known.Workspace, open) ? known : Keep(open.Folders);
        return (kept.Engine, kept.Workspace);
    }

    /// <summary>The URI of a path that an answer writes; null where it is no file of the open folders.</summary>
    public string? FindFile(string path) => engines is [var kept] ? kept.Workspace.FindUri(path) : null;

    public StatusResult GetStatus()
    {
        var now = folders;
        return now.IsEmpty ? NoFolder : StatusSummary.Of([.. now.Select(f => f.GetStatus())]);
    }

    /// <summary>The user's cancel button.</summary>
    public void CancelProgress(StringOrInteger token)
    {
        foreach (var folder in folders)
        {
            folder.CancelProgress(token);
        }
    }

    public void Dispose()
    {
        foreach (var folder in folders)
        {
            folder.Dispose();
        }

        runs.Dispose();
    }

    // Beside no document change: a text that is laid over a file here must not be older than one that was just typed.
    private void Begin(IndexSettings chosen)
    {
        lock (gate)
        {
            var wanted = early ?? chosen;
            if (wanted != settings)
            {
                settings = wanted;
                var unopened = folders;
                folders = [.. unopened.Select(folder => folder.Renew(wanted))];
                foreach (var old in unopened)
                {
                    old.Dispose();
                }

                LayViews();
            }

            foreach (var folder in folders)
            {
                Start(folder);
            }

            started.TrySetResult();
        }
    }

    private void Switch(IndexSettings now)
    {
        lock (gate)
        {
            if (!started.Task.IsCompleted)
            {
                // Some clients push their settings right after the start.
                early = now;
                return;
            }

            var switched = now.Enabled != settings.Enabled;
            (settings, early) = (now, null);

            if (!switched)
            {
                foreach (var folder in folders)
                {
                    folder.Apply(now);
                }

                return;
            }

            var before = folders;
            folders = [.. before.Select(folder => folder.Renew(now))];
            LayViews();
            foreach (var (old, folder) in before.Zip(folders))
            {
                old.Stop();
                Start(folder, after: old);
            }
        }
    }

    private static StatusResult NoFolder => new() { State = "noFolder", Message = "No folder is open: search and questions need one.", Roots = [] };

    private static string Normalize(string root) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    private (OpenWorkspace Workspace, AskEngine Engine) Keep(IReadOnlyList<WorkspaceService> open)
    {
        var workspace = new OpenWorkspace(open);
        var made = (workspace, factory.OpenAsk(workspace.Reader));
        engines = [made];
        return made;
    }

    private Task TellStatusAsync()
    {
        var now = folders;
        if (now.Any(f => f.LastStatus.State == "ready"))
        {
            IndexChanged?.Invoke();
        }

        // Told in the order in which they hold: of two at once the later one has the later state.
        lock (telling)
        {
            return client.NotifyAsync(PlumbMethods.StatusChanged, now.IsEmpty ? NoFolder : StatusSummary.Of([.. now.Select(f => f.LastStatus)]));
        }
    }

    // The store of a folder that was switched off a moment ago is closed before it is opened again.
    private void Start(WorkspaceService folder, WorkspaceService? after = null)
    {
        var before = after is null ? Task.CompletedTask : after.Ended;
        lives.RemoveAll(life => life.IsCompleted);
        lives.Add(Task.Run(async () =>
        {
            await before.ConfigureAwait(false);
            await folder.LiveAsync().ConfigureAwait(false);
        }));
    }

    // Texts lie over the files of the innermost folder that holds them, and a folder leaves an inner one to itself.
    private void LayViews()
    {
        foreach (var folder in folders)
        {
            folder.SetView(WorkspaceOverlay.Empty, [.. folders.Select(inner => folder.Paths.ToRelative(inner.Root)).OfType<string>().Select(relative => relative + "/")]);
        }

        foreach (var uri in documents.Uris)
        {
            OnDocumentChanged(uri);
        }
    }
}
