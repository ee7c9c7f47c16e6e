using Plumb.Text;

namespace Plumb.Search.Workspaces;

/// <summary>What questions are answered from: one workspace folder, or several that are open together.</summary>
public interface IWorkspaceReader
{
    /// <summary>The folder's name, which says nothing when it stands in a question; empty for several.</summary>
    string Name { get; }

    /// <summary>At least one, in the client's order.</summary>
    IReadOnlyList<WorkspaceFolder> Folders { get; }

    /// <summary>The best chunks for a query: words, identifiers, a path or a question.</summary>
    ValueTask<SearchResponse> SearchAsync(string query, int limit, SearchMode mode, CancellationToken cancellation);

    /// <summary>As <see cref="SearchAsync"/>, in words and vectors. Waits for the embedder where that is an endpoint.</summary>
    SearchResponse Search(string query, int limit, CancellationToken cancellation);

    /// <summary>Declarations whose name matches, best first.</summary>
    IReadOnlyList<SymbolHit> FindSymbols(string query, int limit, CancellationToken cancellation);

    /// <summary>Where a name is declared and which chunks of other places mention it, best first.</summary>
    SymbolMentions FindMentions(string name, int limit, CancellationToken cancellation);

    /// <summary>The most important files with their most mentioned declarations.</summary>
    /// <param name="limit">Most declarations.</param>
    /// <param name="path">A folder or file; null or empty for all.</param>
    /// <param name="cancellation">Stops between files.</param>
    WorkspaceMap GetMap(int limit, string? path, CancellationToken cancellation);

    /// <summary>A file as it is now, by the path that a hit gave; null when it is gone or is no indexable text.</summary>
    TextDocument? ReadText(string path);

    /// <summary>The folder that a path belongs to, and the path from there; null when it belongs to none.</summary>
    (WorkspaceFolder Folder, string Path)? Locate(string path);
}

/// <summary>A folder with its index.</summary>
/// <param name="Prefix">What its paths begin with in an answer: empty, or the folder's name and a slash.</param>
public sealed record WorkspaceFolder(WorkspaceIndex Index, string Prefix)
{
    /// <summary>Absolute path.</summary>
    public string Root => Index.Options.Root;
}
