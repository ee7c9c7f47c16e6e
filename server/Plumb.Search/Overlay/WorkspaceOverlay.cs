using System.Collections.Immutable;

namespace Plumb.Search.Overlay;

/// <summary>
/// The texts that are open in an editor, by path: what they hold is what the workspace holds, whatever lies on disk.
/// Immutable; adding one costs microseconds, since nothing is looked at before the first query asks for it.
/// </summary>
public sealed class WorkspaceOverlay
{
    private readonly ImmutableDictionary<string, OverlayFile> files;

    private WorkspaceOverlay(ImmutableDictionary<string, OverlayFile> files) => this.files = files;

    /// <summary>Nothing is open.</summary>
    public static WorkspaceOverlay Empty { get; } = new(ImmutableDictionary.Create<string, OverlayFile>(StringComparer.Ordinal));

    /// <summary>Texts that are laid over files.</summary>
    public int Count => files.Count;

    internal IEnumerable<OverlayFile> Files => files.Values;

    /// <summary>With a text in the place of a file, which need not exist.</summary>
    /// <param name="path">Posix path from the workspace root.</param>
    /// <param name="text">All of it.</param>
    public WorkspaceOverlay With(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);

        // What an editor shows of a PDF is not the file.
        return path.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase)
            ? this
            : files.TryGetValue(path, out var known) && ReferenceEquals(known.Text, text) ? this : new WorkspaceOverlay(files.SetItem(path, new OverlayFile(path, text)));
    }

    /// <summary>With the file itself in its place again.</summary>
    public WorkspaceOverlay Without(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return files.ContainsKey(path) ? new WorkspaceOverlay(files.Remove(path)) : this;
    }

    /// <summary>Whether a text is laid over a file, or stands for one that was never saved.</summary>
    public bool Holds(string path) => files.ContainsKey(path);

    internal OverlayFile? Find(string path) => files.GetValueOrDefault(path);
}
