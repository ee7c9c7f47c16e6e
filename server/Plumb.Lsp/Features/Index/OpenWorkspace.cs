using Plumb.Search;
using Plumb.Search.Workspaces;

namespace Plumb.Lsp.Features.Index;

/// <summary>The folders whose index is open, as one request sees them. Immutable.</summary>
internal sealed class OpenWorkspace
{
    private readonly IReadOnlyList<WorkspaceService> folders;
    private readonly IReadOnlyList<WorkspaceIndex> indexes;
    private readonly WorkspaceGroup? group;

    /// <param name="folders">At least one, in the client's order.</param>
    public OpenWorkspace(IReadOnlyList<WorkspaceService> folders)
    {
        this.folders = folders;
        indexes = [.. folders.Select(f => f.Index!)];
        group = indexes.Count > 1 ? new WorkspaceGroup(indexes) : null;
        Reader = group is null ? indexes[0] : group;
    }

    /// <summary>What answers: the only index, or all of them as one.</summary>
    public IWorkspaceReader Reader { get; }

    public IReadOnlyList<WorkspaceService> Folders => folders;

    /// <summary>Whether each has been indexed to the end at least once.</summary>
    public bool HasContent => indexes.All(index => index.HasContent);

    public bool IsOf(IReadOnlyList<WorkspaceService> others) =>
        folders.SequenceEqual(others) && indexes.SequenceEqual(others.Select(f => f.Index));

    /// <summary>The folder that a path of an answer lies in, and its path from there.</summary>
    public (WorkspaceService Folder, string Path) Locate(string path) =>
        group?.Locate(path) is { } found ? (folders[indexes.TakeWhile(index => !ReferenceEquals(index, found.Folder.Index)).Count()], found.Path) : (folders[0], path);

    /// <summary>How an answer writes the path of a file, which belongs to the innermost folder; null where it lies in none.</summary>
    /// <param name="file">Absolute.</param>
    public string? FindPath(string file) =>
        folders.Zip(Reader.Folders, (folder, named) => (Own: folder.Paths.ToRelative(file), named.Prefix)).Where(place => place.Own is not null).MinBy(place => place.Own!.Length) is { Own: { } own } found
            ? found.Prefix + own
            : null;

    /// <summary>The URI of a path that an answer writes; null where it is no file on disk.</summary>
    public string? FindUri(string path)
    {
        if (Path.IsPathRooted(path) || path.Split('/').Contains(".."))
        {
            return null;
        }

        var (folder, own) = Locate(path);
        return File.Exists(folder.Paths.ToAbsolute(own)) ? folder.Paths.ToUri(own) : null;
    }

    public string ToUri(string path)
    {
        var (folder, own) = Locate(path);
        return folder.Paths.ToUri(own);
    }
}
