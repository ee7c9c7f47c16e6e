namespace Plumb.Search;

/// <summary>
/// The index of one workspace: keeps it up to date and answers queries from it. Safe to use from many threads; one
/// update runs at a time, across processes too, and queries never wait for it.
/// </summary>
public sealed class WorkspaceIndex : IDisposable
{
    private WorkspaceIndex(WorkspaceOptions options) => Options = options;

    public WorkspaceOptions Options { get; }

    /// <summary>
    /// Opens the store of a workspace, making it when there is none yet. A corrupt store is set aside and made anew.
    /// </summary>
    /// <exception cref="WorkspaceException">The root is no folder, the data folder cannot be written, or the store was
    /// written by a newer version of Plumb.</exception>
    public static WorkspaceIndex Open(WorkspaceOptions options) => new(options);

    /// <summary>True when the workspace has been indexed at least once, to the end.</summary>
    public bool HasContent => throw new NotImplementedException();

    /// <summary>Brings the index up to date with the tree. What was committed before a cancellation stays.</summary>
    public Task<IndexReport> UpdateAsync(bool rebuild, IProgress<IndexProgress>? progress, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Brings single files up to date after they changed, were made or were deleted.</summary>
    /// <param name="paths">Posix paths from the workspace root; a folder stands for what is in it.</param>
    public Task<IndexReport> UpdateFilesAsync(IReadOnlyCollection<string> paths, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>The best chunks for a query: words, identifiers, a path or a question.</summary>
    public SearchResponse Search(string query, int limit, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Declarations whose name matches: prefix, camel-case humps or subsequence, best first.</summary>
    public IReadOnlyList<SymbolHit> FindSymbols(string query, int limit, CancellationToken cancellation) =>
        throw new NotImplementedException();

    public IndexStatus GetStatus() => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
