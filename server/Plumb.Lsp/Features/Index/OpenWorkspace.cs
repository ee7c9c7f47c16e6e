using Plumb.Search.Workspaces;

namespace Plumb.Lsp.Features.Index;

/// <summary>The folders whose index is open, as one request sees them. Immutable.</summary>
internal sealed class OpenWorkspace
{
    private readonly IReadOnlyList<WorkspaceService> folders;
    private readonly WorkspaceGroup? group;

    /// <param name="folders">At least one, in the client's order.</param>
    public OpenWorkspace(IReadOnlyList<WorkspaceService> folders)
    {
        this.folders = folders;
        group = folders.Count > 1 ? new WorkspaceGroup(folders.Select(f => f.Index!)) : null;
        Reader = group is null ? folders[0].Index! : group;
    }

    /// <summary>What answers: the only index, or all of them as one.</summary>
    public IWorkspaceReader Reader { get; }

    public IReadOnlyList<WorkspaceService> Folders => folders;

    /// <summary>Whether each has been indexed to the end at least once.</summary>
    public bool HasContent => folders.All(f => f.Index!.HasContent);

    public bool IsOf(IReadOnlyList<WorkspaceService> others) =>
        folders.SequenceEqual(others) && folders.Zip(others).All(pair => ReferenceEquals(pair.First.Index, pair.Second.Index));

    /// <summary>The folder that a path of an answer lies in, and its path from there.</summary>
    public (WorkspaceService Folder, string Path) Locate(string path) =>
        group?.Locate(path) is { } found ? (folders.First(f => ReferenceEquals(f.Index, found.Folder.Index)), found.Path) : (folders[0], path);

    /// <summary>How an answer writes the path of a file, which belongs to the innermost folder; null where it lies in none.</summary>
    /// <param name="file">Absolute.</param>
    public string? FindPath(string file) =>
        folders.Zip(Reader.Folders, (folder, named) => (Own: folder.Paths.ToRelative(file), named.Prefix)).Where(place => place.Own is not null).MinBy(place => place.Own!.Length) is { Own: { } own } found
            ? found.Prefix + own
            : null;

    public string ToUri(string path)
    {
        var (folder, own) = Locate(path);
        return folder.Paths.ToUri(own);
    }
}
