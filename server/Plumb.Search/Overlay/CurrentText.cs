using Plumb.Search.Indexing;
using Plumb.Search.Storage;

namespace Plumb.Search.Overlay;

/// <summary>A workspace's files as they are now: as they stand in the editor, else as they lie on disk.</summary>
internal sealed class CurrentText(string root, WorkspaceOverlay overlay)
{
    public SourceFile Read(string path) => overlay.Find(path)?.Source ?? SourceFile.Read(root, path, knownHash: null);

    /// <summary>Lines of a file that was indexed and had nothing to mask: while it is the same on disk, it need not be looked through again.</summary>
    /// <param name="known">Its row.</param>
    /// <param name="wanted">Which lines: from the first to before the last, zero-based.</param>
    /// <returns>A text for each; null where the file has to be read as a whole.</returns>
    public string[]? CutUnchanged(StoredFile known, IReadOnlyList<(int From, int To)> wanted) =>
        overlay.Find(known.Path) is null ? SourceFile.CutUnchanged(root, known, wanted) : null;
}
