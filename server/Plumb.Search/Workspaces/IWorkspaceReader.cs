using Plumb.Text;

namespace Plumb.Search.Workspaces;

/// <summary>What questions are answered from: one workspace folder, or several that are open together.</summary>
public interface IWorkspaceReader
{
    /// <summary>The folder's name, which says nothing when it stands in a question; empty for several.</summary>
    string Name { get; }

    /// <summary>The best chunks for a query: words, identifiers, a path or a question.</summary>
    ValueTask<SearchResponse> SearchAsync(string query, int limit, SearchMode mode, CancellationToken cancellation);

    /// <summary>A file as it is now, by the path that a hit gave; null when it is gone or is no indexable text.</summary>
    TextDocument? ReadText(string path);
}
