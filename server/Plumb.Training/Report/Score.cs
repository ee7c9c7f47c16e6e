using System.Text.Json;
using Plumb.Search.Chunking;
using Plumb.Search.Discovery;
using Plumb.Search.Embedding;
using Plumb.Search.Indexing;
using Plumb.Search.Storage;
using Plumb.Search.Terms;

namespace Plumb.Training.Report;

/// <summary>
/// What a table does alone, without words, rules or priors: NDCG@10 over labelled questions, each chunk of a folder
/// ranked by its cosine only.
/// </summary>
internal static class Score
{
    private const int Depth = 10;

    private sealed record Target(string Path, int Start, int End);

    private sealed record Chunked(string Path, int Start, int End, float[] Vector);

    /// <param name="tableFile">The trained table.</param>
    /// <param name="tasksFile">A JSON array of {"set", "root", "query", "targets": [{"path", "start", "end"}]}; lines from 1, 0 for a whole file.</param>
    /// <param name="log">Takes a line for each set.</param>
    public static void Run(string tableFile, string tasksFile, Action<string> log)
    {
        using var embedder = StaticEmbedder.OpenFile(tableFile);
        using var tasks = JsonDocument.Parse(File.ReadAllText(tasksFile));
        var bySet = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (var root in tasks.RootElement.EnumerateArray().GroupBy(t => t.GetProperty("root").GetString()!))
        {
            var chunks = Chunks(root.Key, embedder);
            foreach (var task in root)
            {
                var query = embedder.EmbedAsync([EmbeddingText.OfQuery(task.GetProperty("query").GetString()!)], EmbeddingKind.Query, default).AsTask().GetAwaiter().GetResult()[0];
                var hits = chunks.AsParallel().OrderByDescending(c => Dot(query, c.Vector)).Take(Depth).ToList();
                var targets = task.GetProperty("targets").EnumerateArray().Select(t => new Target(t.GetProperty("path").GetString()!, t.GetProperty("start").GetInt32(), t.GetProperty("end").GetInt32())).ToList();
                var set = task.GetProperty("set").GetString()!;
                if (!bySet.TryGetValue(set, out var scores))
                {
                    bySet[set] = scores = [];
                }

                scores.Add(Ndcg(hits, targets));
            }
        }

        log(string.Join("  ", bySet.Select(s => $"{s.Key} {s.Value.Average():F3}")));
    }

    private static double Ndcg(List<Chunked> hits, List<Target> targets)
    {
        var gains = new bool[Depth];
        foreach (var target in targets)
        {
            var rank = hits.FindIndex(h => Same(h.Path, target.Path) && (target.Start == 0 || (h.Start <= target.End && target.Start <= h.End)));
            if (rank >= 0)
            {
                gains[rank] = true;
            }
        }

        var ideal = Enumerable.Range(0, Math.Min(Depth, targets.Count)).Sum(i => 1 / Math.Log2(i + 2));
        return Enumerable.Range(0, Depth).Where(i => gains[i]).Sum(i => 1 / Math.Log2(i + 2)) / ideal;
    }

    private static bool Same(string path, string target) => path == target || path.EndsWith("/" + target, StringComparison.Ordinal) || target.EndsWith("/" + path, StringComparison.Ordinal);

    private static List<Chunked> Chunks(string root, StaticEmbedder embedder)
    {
        var sink = new Sink();
        WorkspaceWalker.Walk(root, new DiscoveryOptions(), sink, default);
        return [.. sink.Paths.AsParallel().SelectMany(path =>
        {
            var found = new List<Chunked>();
            if (SourceFile.Read(root, path, null).Document is not { } document)
            {
                return found;
            }

            var declarations = document.Outline.Declarations;
            foreach (var chunk in Chunker.Split(document))
            {
                var counts = new Dictionary<int, TermCount>();
                var start = document.Lines.GetLineStart(chunk.StartLine);
                Count(embedder, document.Text[start..document.Lines.GetLineStart(chunk.EndLine)], counts, c => c with { Body = c.Body + 1 });
                for (var at = chunk.Declaration; at >= 0; at = declarations[at].Parent)
                {
                    var level = at == chunk.Declaration && chunk.IsWhole ? SymbolLevel.Primary : SymbolLevel.Context;
                    Count(embedder, declarations[at].Name, counts, c => c with { Symbol = c.Symbol < level ? level : c.Symbol });
                }

                foreach (var declaration in declarations.Where(d => d.NameSpan.Start >= start && document.Lines.GetLine(d.NameSpan.Start) < chunk.EndLine))
                {
                    Count(embedder, declaration.Name, counts, c => c with { Symbol = c.Symbol < SymbolLevel.Declared ? SymbolLevel.Declared : c.Symbol });
                }

                Count(embedder, path, counts, c => c with { InPath = true });
                var vector = new float[embedder.Dimension];
                embedder.Embed(counts.Values.ToArray(), vector);
                found.Add(new Chunked(path, chunk.StartLine + 1, chunk.EndLine, vector));
            }

            return found;
        })];
    }

    private static void Count(StaticEmbedder embedder, string text, Dictionary<int, TermCount> counts, Func<TermCount, TermCount> add)
    {
        foreach (var row in TermAnalyzer.TermsOf(text).Select(term => embedder.Find(term)).Where(row => row >= 0))
        {
            counts[row] = add(counts.TryGetValue(row, out var known) ? known : new TermCount(row, 0, 0, SymbolLevel.None, false));
        }
    }

    private static float Dot(float[] x, float[] y) => Model.Matrix.Dot(x, y);

    private sealed class Sink : IDiscoverySink
    {
        public List<string> Paths { get; } = [];

        public void OnFile(in WorkspaceFile file) => Paths.Add(file.Path);

        public void OnSkipped(in SkippedFile skipped)
        {
        }
    }
}
