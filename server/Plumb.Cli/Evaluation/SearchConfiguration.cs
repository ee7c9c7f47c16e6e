using Plumb.Search;

namespace Plumb.Cli.Evaluation;

/// <summary>A way to search that can be measured and compared with another.</summary>
internal sealed record SearchConfiguration(string Name, SearchMode Mode)
{
    /// <summary>What people get who ask for nothing else comes first.</summary>
    public static IReadOnlyList<SearchConfiguration> All { get; } =
        [new("hybrid", SearchMode.Hybrid), new("lexical", SearchMode.Lexical), new("vectors", SearchMode.Vectors)];

    public static SearchConfiguration Default => All[0];

    public static SearchConfiguration? Find(string name) => All.FirstOrDefault(configuration => configuration.Name == name);

    public ValueTask<SearchResponse> SearchAsync(WorkspaceIndex index, string query, int limit, CancellationToken cancellation) => index.SearchAsync(query, limit, Mode, cancellation);
}
