using Plumb.Search;

namespace Plumb.Cli.Evaluation;

/// <summary>A way to search that can be measured and compared with another.</summary>
internal sealed record SearchConfiguration(string Name, Func<WorkspaceIndex, string, int, CancellationToken, SearchResponse> Search)
{
    public static SearchConfiguration Default => All[0];

    public static IReadOnlyList<SearchConfiguration> All { get; } =
    [
        new("lexical", (index, query, limit, cancellation) => index.Search(query, limit, cancellation)),
    ];

    public static SearchConfiguration? Find(string name) => All.FirstOrDefault(configuration => configuration.Name == name);
}
