using Plumb.Lsp.Protocol;
using Plumb.Search.Discovery;

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

        var store = open.GetStatus();
        var vectors = store.Vectors.FirstOrDefault(v => v.IsServing);
        return before with
        {
            State = running is not null ? "indexing" : before.State == "error" ? "error" : store.State,
            Message = IsCancelled && running is null && before.State != "error" ? "Indexing was cancelled: resume it, or rebuild the index." : before.Message,
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
            Failed = [.. store.SkippedExamples.Where(s => s.Reason == SkipReason.Unreadable).Select(s => new StatusSkipped(s.Path, s.Reason.ToString(), s.Detail))],
            Languages = store.Languages,
            Coverage = open.Coverage,
            Paused = IsPaused,
            Unsaved = open.Overlay.Count,
            LastChange = lastChange ?? store.LastIndexed,
            NextReconcile = IsPaused || IsCancelled ? null : reconcile.Next,
            Watching = context.Profile.RegistersWatchers ? "client" : watcher is { IsWatching: true } ? "system" : "none",
        };
    }

    private Task SetStatusAsync(StatusResult now)
    {
        status = now;
        return context.Changed();
    }
}
