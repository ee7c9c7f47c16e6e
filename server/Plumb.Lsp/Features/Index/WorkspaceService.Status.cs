using Plumb.Lsp.Protocol;
using Plumb.Search;

namespace Plumb.Lsp.Features.Index;

/// <summary>What the folder's state is, as it is told.</summary>
internal sealed partial class WorkspaceService
{
    private volatile StatusResult status;
    private DateTimeOffset? lastChange;

    public StatusResult GetStatus() => Refresh(status);

    /// <summary>The last one that was told, without a look at the store.</summary>
    public StatusResult LastStatus => status;

    /// <summary>What the store says, laid over the state that only the server knows.</summary>
    private StatusResult Refresh(StatusResult before)
    {
        if (index is not { } open)
        {
            return before;
        }

        IndexStatus store;
        try
        {
            toldRevision = open.Revision;
            store = open.GetStatus();
        }
        catch (Exception e) when (e is WorkspaceException or ObjectDisposedException)
        {
            // A store that cannot be read, or that is being opened anew this moment: what was told last, and why.
            return e is WorkspaceException ? before with { State = "error", Message = e.Message } : before;
        }

        var vectors = store.Vectors.FirstOrDefault(v => v.IsServing);
        return before with
        {
            State = running is not null ? "indexing" : before.State is "error" or "disabled" ? before.State : store.State,
            Message = IsCancelled && running is null && before.State is not ("error" or "disabled") ? "Indexing was cancelled: resume it, or rebuild the index." : before.Message,
            Root = store.Root,
            Files = store.Files,
            Chunks = store.Chunks,
            Symbols = store.Symbols,
            StorePath = open.IsInMemory ? null : store.StorePath,
            InMemory = open.IsInMemory,
            Notice = open.Notice,
            Secrets = new StatusSecrets(store.Secrets.Files, store.Secrets.Count, store.Secrets.Kinds.ToDictionary(k => k.Key.ToString(), k => k.Value)),
            StoreBytes = store.StoreBytes,
            LastIndexed = store.LastIndexed,
            Embedder = store.Embedder,
            EmbedderProblem = embedderProblem ?? store.EmbedderProblem,
            EmbedderDimension = vectors?.Dimension ?? 0,
            VectorChunks = vectors?.Chunks ?? 0,
            VectorBytes = vectors?.Bytes ?? 0,
            Skipped = store.Skipped.ToDictionary(s => s.Key.ToString(), s => s.Value),
            SkippedExamples = [.. store.SkippedExamples.Select(s => new StatusSkipped(s.Path, s.Reason.ToString(), s.Detail))],
            Failed = [.. store.Failed.Select(s => new StatusSkipped(s.Path, s.Reason.ToString(), s.Detail))],
            Languages = store.Languages,
            Coverage = open.Coverage,
            Paused = IsPaused,
            Unsaved = open.Overlay.Count,
            LastChange = lastChange ?? store.LastIndexed,
            NextReconcile = NextReconcile,
            Watching = Watching,
        };
    }

    private DateTimeOffset? NextReconcile => IsPaused || IsCancelled ? null : reconcile.Next;

    private string Watching => context.Profile.RegistersWatchers ? "client" : watcher is { IsWatching: true } ? "system" : "none";

    // For whoever asks in a terminal.
    private void Announce() => index?.AnnounceKeeper(NextReconcile, Watching);

    private Task SetStatusAsync(StatusResult now)
    {
        // What was made before the user paused or resumed may come here after it: that one word is taken as it is by now.
        lock (holding)
        {
            status = now with { Paused = IsPaused };
        }

        return context.Changed();
    }
}
