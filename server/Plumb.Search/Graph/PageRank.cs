namespace Plumb.Search.Graph;

/// <summary>How rank came to rest, and over which names it flows.</summary>
/// <param name="Ranks">For each file its rank; they add up to 1.</param>
/// <param name="NameFlows">For each name the rank that flows through it, to all files that declare it together.</param>
/// <param name="FileFlows">For each file the part of its rank that came by mentions of its names.</param>
internal sealed record RankFlow(double[] Ranks, double[] NameFlows, double[] FileFlows);

/// <summary>
/// PageRank (Brin and Page, "The anatomy of a large-scale hypertextual web search engine", 1998) over a
/// <see cref="ReferenceGraph"/>: a reader follows a mention of the file at hand with the probability of the damping, each
/// by its weight, and else opens any file, by the files' weights. A file that mentions nothing is followed by any file.
/// The order of all sums is that of the graph, so that the same graph gives the same ranks to the last bit, on however many threads.
/// </summary>
internal static class PageRank
{
    // With fewer a second thread costs more than it helps.
    private const int NamesForThread = 4096;

    public static RankFlow Compute(ReferenceGraph graph, double damping, int iterations, double tolerance, CancellationToken cancellation)
    {
        var count = graph.FileWeights.Length;
        var total = graph.FileWeights.Sum();
        var jump = Array.ConvertAll(graph.FileWeights, weight => weight / total);
        var outgoing = new double[count];
        foreach (var name in graph.Names)
        {
            foreach (var (file, weight) in name.Mentions)
            {
                outgoing[file] += weight;
            }
        }

        var ranks = (double[])jump.Clone();
        ReferencedName[] all = [.. graph.Names];
        var names = new double[all.Length];
        var next = new double[count];
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            var stuck = 0.0;
            for (var file = 0; file < count; file++)
            {
                stuck += outgoing[file] == 0 ? ranks[file] : 0;
            }

            Flow(all, ranks, outgoing, damping, names, next);
            var change = 0.0;
            for (var file = 0; file < count; file++)
            {
                next[file] += (1 - damping + (damping * stuck)) * jump[file];
                change += Math.Abs(next[file] - ranks[file]);
            }

            (ranks, next) = (next, ranks);
            if (change < tolerance)
            {
                break;
            }
        }

        Flow(all, ranks, outgoing, damping, names, next);
        return new RankFlow(ranks, names, next);
    }

    // Every file's rank to the names it mentions, and from each name in equal parts to the files that declare it.
    private static void Flow(ReferencedName[] all, double[] ranks, double[] outgoing, double damping, double[] names, double[] files)
    {
        var parts = (all.Length / NamesForThread) + 1;
        if (parts == 1)
        {
            FlowToNames(all, ranks, outgoing, damping, names, 0, all.Length);
        }
        else
        {
            Parallel.For(0, parts, part => FlowToNames(
                all, ranks, outgoing, damping, names, (int)((long)all.Length * part / parts), (int)((long)all.Length * (part + 1) / parts)));
        }

        Array.Clear(files);
        for (var n = 0; n < names.Length; n++)
        {
            var declaring = all[n].DeclaringFiles;
            foreach (var file in declaring)
            {
                files[file] += names[n] / declaring.Length;
            }
        }
    }

    private static void FlowToNames(ReferencedName[] all, double[] ranks, double[] outgoing, double damping, double[] names, int from, int to)
    {
        for (var n = from; n < to; n++)
        {
            var flow = 0.0;
            foreach (var (file, weight) in all[n].Mentions)
            {
                flow += ranks[file] * weight / outgoing[file];
            }

            names[n] = damping * flow;
        }
    }
}
