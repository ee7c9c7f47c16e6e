using Plumb.Ask.Models;
using Plumb.Embedders.Choice;
using Plumb.Lsp;
using Plumb.Search;

namespace Plumb.Cli.Commands;

/// <summary>The embedder that the user chose, composed of the rooms: its text leaves through the gate of Ask.</summary>
internal static class EmbedderArguments
{
    // An editor waits with its index for this long; then the built-in embedder serves.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static EmbedderSource Source() => new(WorkspaceOptions.DefaultDataHome, OutboundGate.Pass);

    /// <summary>For the language server: whatever is wrong is told, and the built-in embedder serves.</summary>
    /// <param name="root">The opened folder; nothing in it may be named by a setting, which the folder may have brought along.</param>
    /// <param name="setting">The editor's, or null.</param>
    /// <param name="cancellation">The server stops.</param>
    public static async Task<EmbedderOpening> OpenForEditorAsync(string root, string? setting, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var opening = Task.Run(() => OpenTrustedAsync(root, setting, patience.Token), cancellation);
        try
        {
            return await opening.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What comes later is nobody's.
            _ = opening.ContinueWith(late => late.Result.Embedder?.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            return new EmbedderOpening(null, $"The embedder was not ready within {Patience.TotalSeconds:0} s.");
        }
    }

    private static async Task<EmbedderOpening> OpenTrustedAsync(string root, string? setting, CancellationToken cancellation)
    {
        if (setting?.Trim() is { Length: > 0 } text && Path.IsPathFullyQualified(text) && IsBelow(Path.GetFullPath(text), root))
        {
            return new EmbedderOpening(null, $"plumb.embedder names {text}, which lies in the opened folder: a model from there has to be chosen with 'plumb model use'.");
        }

        var opened = await Source().TryOpenAsync(setting, cancellation);
        return new EmbedderOpening(opened.Embedder, opened.Problem);
    }

    private static bool IsBelow(string path, string root) =>
        (path + Path.DirectorySeparatorChar).StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase);
}
