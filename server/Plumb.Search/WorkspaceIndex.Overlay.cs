using Plumb.Search.Discovery;
using Plumb.Search.Overlay;
using Plumb.Search.Ranking;
using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Search;

/// <summary>What an editor knows and the store does not: unsaved texts, and folders that another index answers for.</summary>
public sealed partial class WorkspaceIndex
{
    private readonly OverlayRules rules;
    private volatile WorkspaceOverlay overlay = WorkspaceOverlay.Empty;
    private volatile IReadOnlyCollection<string> elsewhere = [];
    private volatile Laid? laid;

    /// <summary>
    /// The texts that are open in an editor. A query that begins after this was set finds what stands in them and not what
    /// they replace; setting it costs nothing.
    /// </summary>
    public WorkspaceOverlay Overlay
    {
        get => overlay;
        set => overlay = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>
    /// Folders inside this workspace that are workspaces of their own, as posix paths from the root with a slash at their
    /// end: queries leave them to their own index. The store holds them all the same, so that closing such a folder costs
    /// nothing.
    /// </summary>
    public IReadOnlyCollection<string> Elsewhere
    {
        get => elsewhere;
        set => elsewhere = [.. value];
    }

    private CurrentText Texts => new(Options.Root, overlay);

    /// <summary>A file as it is now, in the editor or on disk; null when it is gone or is no indexable text.</summary>
    /// <param name="path">Posix path from the root.</param>
    public TextDocument? ReadText(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Texts.Read(path) is { Reason: SkipReason.None } source ? source.Document : null;
    }

    private IndexSnapshot View(StoreReader reader) => View(reader, overlay);

    // Kept until the store, the texts or the folders change: a query costs what it costs without any of this.
    private IndexSnapshot View(StoreReader reader, WorkspaceOverlay texts)
    {
        var stored = Snapshot(reader);
        var folders = elsewhere;
        if (texts.Count == 0 && folders.Count == 0)
        {
            return stored;
        }

        var current = laid;
        if (current is null || !ReferenceEquals(current.Stored, stored) || !ReferenceEquals(current.Texts, texts) || !ReferenceEquals(current.Elsewhere, folders))
        {
            laid = current = new Laid(stored, texts, folders, OverlayView.Lay(stored, texts, folders, rules, Options.BuiltIn));
        }

        return current.View;
    }

    private sealed record Laid(IndexSnapshot Stored, WorkspaceOverlay Texts, IReadOnlyCollection<string> Elsewhere, IndexSnapshot View);
}
