using Plumb.Search.Indexing;

namespace Plumb.Search.Overlay;

/// <summary>A workspace's files as they are now: as they stand in the editor, else as they lie on disk.</summary>
internal sealed class CurrentText(string root, WorkspaceOverlay overlay)
{
    public SourceFile Read(string path) => overlay.Find(path)?.Source ?? SourceFile.Read(root, path, knownHash: null);
}
