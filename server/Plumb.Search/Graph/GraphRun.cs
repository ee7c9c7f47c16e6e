using Plumb.Search.Ranking;
using Plumb.Search.Storage;

namespace Plumb.Search.Graph;

/// <summary>Makes of the index what is kept of its reference graph.</summary>
internal static class GraphRun
{
    // A twentieth of the files, so that saving one of many does not cost a look at all postings.
    private const int MaxAge = 20;

    /// <summary>Whether so many changes of files since the graph was made are too many for ranking.</summary>
    public static bool IsOld(int changes, int files) => (long)changes * MaxAge > files;

    /// <inheritdoc cref="ReferenceGraphBuilder.Build"/>
    public static StoredGraph Build(IndexSnapshot snapshot, StoreReader reader, Action<Action<StoreReader>>? beside, CancellationToken cancellation)
    {
        var (graph, paths) = ReferenceGraphBuilder.Build(snapshot, reader, beside, cancellation);
        var flow = PageRank.Compute(graph, GraphWeights.Damping, GraphWeights.Iterations, GraphWeights.Tolerance, cancellation);
        return Summarize(graph, paths, flow);
    }

    /// <summary>The files that others mention, in the order of their numbers, with their mentioned names.</summary>
    public static StoredGraph Summarize(ReferenceGraph graph, string[] paths, RankFlow flow)
    {
        var namesOf = new List<int>?[paths.Length];
        var symbolsOf = new List<StoredSymbolRank>?[paths.Length];
        for (var n = 0; n < graph.Names.Count; n++)
        {
            var name = graph.Names[n];
            foreach (var file in name.DeclaringFiles)
            {
                (namesOf[file] ??= []).Add(n);
            }

            // Spellings of one term in one file cannot be told apart by its mentions: they share them.
            foreach (var spellings in name.Declarations.GroupBy(d => d.File))
            {
                var share = (float)(flow.NameFlows[n] / name.DeclaringFiles.Length / spellings.Count());
                (symbolsOf[spellings.Key] ??= []).AddRange(spellings.Select(s => new StoredSymbolRank(s.Name, share, name.Mentions.Length)));
            }
        }

        var files = new List<StoredFileRank>();
        var symbols = new List<StoredSymbolRank[]>();
        var seen = new int[paths.Length];
        Array.Fill(seen, -1);
        for (var file = 0; file < paths.Length; file++)
        {
            if (namesOf[file] is not { } names)
            {
                continue;
            }

            var mentioning = 0;
            foreach (var mention in names.SelectMany(n => graph.Names[n].Mentions))
            {
                mentioning += seen[mention.File] != file ? 1 : 0;
                seen[mention.File] = file;
            }

            files.Add(new StoredFileRank(paths[file], (float)flow.FileFlows[file], mentioning));
            symbols.Add([.. symbolsOf[file]!.OrderByDescending(s => s.Flow).ThenBy(s => s.Name, StringComparer.Ordinal)]);
        }

        return new StoredGraph([.. files], [.. symbols]);
    }
}
