using Plumb.Search.Discovery;
using Plumb.Search.Indexing;
using Plumb.Text;

namespace Plumb.Search;

/// <summary>Reads single files just as the index does, so that its line numbers hold in them.</summary>
public static class WorkspaceText
{
    /// <summary>A file as it is now; null when it is gone or is not indexable text.</summary>
    /// <param name="root">Absolute path of the workspace.</param>
    /// <param name="path">Posix path from there.</param>
    public static TextDocument? Read(string root, string path)
    {
        var source = SourceFile.Read(root, path, knownHash: null);
        return source.Reason == SkipReason.None ? source.Document : null;
    }
}
