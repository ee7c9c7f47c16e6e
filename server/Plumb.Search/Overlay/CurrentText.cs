using Plumb.Search.Indexing;
using Plumb.Search.Storage;

namespace Plumb.Search.Overlay;

/// <summary>A workspace's files as they are now: as they stand in the editor, else as they lie on disk.</summary>
internal sealed class CurrentText(string root, WorkspaceOverlay overlay)
{
    public SourceFile Read(string path) => overlay.Find(path)?.Source ?? SourceFile.Read(root, path, knownHash: null);

    /// <summary>A file that was indexed and had nothing to mask: while it is the same on disk, it need not be looked through again.</summary>
    /// <param name="known">Its row.</param>
    public SourceFile ReadFreeOfSecrets(StoredFile known) =>
        overlay.Find(known.Path)?.Source ?? SourceFile.ReadUnchanged(root, known) ?? SourceFile.Read(root, known.Path, knownHash: null);
}
