using Plumb.Search;
using Plumb.Search.Evaluation;

namespace Plumb.DocstringRetrieval;

/// <summary>What one repository gave.</summary>
/// <param name="ReciprocalRanks">For each ranker, by name, a value for each query in the same order.</param>
internal sealed record RepositoryResult(string Name, int Functions, int Chunks, IReadOnlyDictionary<string, IReadOnlyList<double>> ReciprocalRanks)
{
    public const string Reference = "FTS5";

    public int Queries => ReciprocalRanks[Reference].Count;
}

/// <summary>Looks for functions by what their doc comments said.</summary>
internal static class Measurement
{
    private const int Hits = 10;

    /// <param name="source">A folder, or GITDIR@COMMIT.</param>
    /// <returns>Null where there is nothing to ask.</returns>
    public static async Task<RepositoryResult?> RunAsync(string source, int limit, int seed)
    {
        var scratch = Directory.CreateTempSubdirectory("plumb-docstrings-").FullName;
        try
        {
            var tree = source;
            var at = source.LastIndexOf('@');
            if (!Directory.Exists(source) && at > 0)
            {
                tree = Path.Combine(scratch, "tree");
                GitTree.Lay(source[..at], source[(at + 1)..], tree);
            }

            var copy = Path.Combine(scratch, "copy");
            Directory.CreateDirectory(copy);
            var functions = StrippedCopy.Make(Path.GetFullPath(tree), copy);
            return functions.Count == 0 ? null : await MeasureAsync(source, copy, Path.Combine(scratch, "data"), functions, limit, seed);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task<RepositoryResult> MeasureAsync(string source, string copy, string dataHome, List<DocumentedFunction> functions, int limit, int seed)
    {
        var asked = functions.ToArray();
        new Random(seed).Shuffle(asked);
        asked = [.. asked.Take(limit)];

        using var index = WorkspaceIndex.Open(new WorkspaceOptions(copy, dataHome));
        var report = await index.UpdateAsync(rebuild: true, null, CancellationToken.None);
        using var reference = new Fts5Baseline(copy);
        if (reference.Chunks != report.Chunks)
        {
            throw new IOException($"the index has {report.Chunks} chunks and the reference {reference.Chunks}: they would not be compared on the same.");
        }

        var ranks = new Dictionary<string, IReadOnlyList<double>> { [RepositoryResult.Reference] = [.. asked.Select(function => ReciprocalRank(function, reference.Search(function.Query, Hits)))] };
        var modes = index.GetStatus().Vectors.Count > 0 ? new[] { SearchMode.Lexical, SearchMode.Hybrid, SearchMode.Vectors } : [SearchMode.Lexical];
        foreach (var mode in modes)
        {
            var values = new List<double>();
            foreach (var function in asked)
            {
                var found = await index.SearchAsync(function.Query, Hits, mode, CancellationToken.None);

                // Copies of a text are one hit of Plumb's and several of the reference's.
                values.Add(ReciprocalRank(function, found.Hits.Select(hit => new[] { new HitPlace(hit.Path, hit.StartLine, hit.EndLine) }.Concat(hit.Duplicates))));
            }

            ranks[mode.ToString().ToLowerInvariant()] = values;
        }

        return new RepositoryResult(Path.GetFileName(Path.TrimEndingDirectorySeparator(source)), functions.Count, report.Chunks, ranks);
    }

    private static double ReciprocalRank(DocumentedFunction function, IEnumerable<HitPlace> hits) => ReciprocalRank(function, hits.Select(hit => (IEnumerable<HitPlace>)[hit]));

    /// <summary>A hit is the function when it lies in its file and holds a line of it.</summary>
    private static double ReciprocalRank(DocumentedFunction function, IEnumerable<IEnumerable<HitPlace>> hits)
    {
        var lines = new LineRange(function.FirstLine, function.LastLine);
        var rank = 0;
        foreach (var places in hits)
        {
            rank++;
            if (places.Any(place => place.Path == function.Path && lines.Overlaps(place.StartLine, place.EndLine)))
            {
                return 1.0 / rank;
            }
        }

        return 0;
    }
}
