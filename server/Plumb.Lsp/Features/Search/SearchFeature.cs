using Plumb.Lsp.Documents;
using Plumb.Lsp.Features.Index;
using Plumb.Lsp.Features.Symbols;
using Plumb.Lsp.Protocol;
using Plumb.Search;
using Plumb.Text;

namespace Plumb.Lsp.Features.Search;

/// <summary><c>plumb/search</c> and <c>workspace/symbol</c>: the index's answers with URIs and ranges.</summary>
internal static class SearchFeature
{
    private const int DefaultLimit = 20;
    private const int MostResults = 200;
    private const int MostSymbols = 256;

    public static async Task<SearchResult> SearchAsync(OpenWorkspace workspace, SearchParams parameters, CancellationToken cancellation)
    {
        var limit = Math.Clamp(parameters.Limit ?? DefaultLimit, 1, MostResults);
        var filter = SearchFilter.Of(parameters);

        // What is filtered out must not take the place of what is wanted.
        var found = await workspace.Reader.SearchAsync(parameters.Query, filter is null ? limit : MostResults, SearchMode.Hybrid, cancellation).ConfigureAwait(false);
        return new SearchResult(
            [.. found.Hits.Where(hit => filter is null || filter.Wants(hit, workspace.Locate(hit.Path).Path)).Take(limit).Select(hit => ToItem(hit, workspace))],
            Math.Round(found.Elapsed.TotalMilliseconds, 3),
            found.Coverage,
            workspace.HasContent ? found.Notice : "The folder is not indexed to the end yet: there may be more.");
    }

    /// <summary>The best of each folder, then the second best: names are ranked by each folder's own table.</summary>
    public static IReadOnlyList<SymbolInformation> FindSymbols(OpenWorkspace workspace, string query, PositionEncoding encoding, CancellationToken cancellation) =>
        [.. workspace.Folders
            .SelectMany(folder => FindSymbols(folder.Index!, folder.Paths, query, encoding, cancellation).Select((symbol, rank) => (symbol, rank)))
            .OrderBy(found => found.rank).Take(MostSymbols).Select(found => found.symbol)];

    public static IReadOnlyList<SymbolInformation> FindSymbols(WorkspaceIndex index, WorkspacePaths paths, string query, PositionEncoding encoding, CancellationToken cancellation)
    {
        var columns = new ColumnConverter(index, encoding);
        return [.. index.FindSymbols(query, MostSymbols, cancellation).Select(symbol => new SymbolInformation
        {
            Name = symbol.Name,
            Kind = SymbolsFeature.KindOf(symbol.Kind),
            ContainerName = symbol.Container.Length == 0 ? null : symbol.Container,
            Location = new Location
            {
                Uri = paths.ToUri(symbol.Path),
                Range = new Range
                {
                    Start = columns.Convert(symbol.Path, symbol.StartLine, symbol.StartColumn),
                    End = columns.Convert(symbol.Path, symbol.EndLine, symbol.EndColumn),
                },
            },
        })];
    }

    private static SearchResultItem ToItem(Hit hit, OpenWorkspace workspace)
    {
        var (folder, path) = workspace.Locate(hit.Path);
        return new SearchResultItem
        {
            Uri = folder.Paths.ToUri(path),
            Range = Positions.OfLines(hit.StartLine, hit.EndLine),
            Path = path,
            Root = folder.Root,
            StartLine = hit.StartLine,
            EndLine = hit.EndLine,
            Symbol = hit.Symbol,
            Language = hit.Language,
            Score = Math.Round(hit.Score, 6),
            Snippet = hit.Snippet,
            Signals = [.. hit.Signals.Select(signal => new SearchSignal(signal.Name, Math.Round(signal.Value, 6)))],
        };
    }
}
