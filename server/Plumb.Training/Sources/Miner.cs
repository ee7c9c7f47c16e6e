using Plumb.Training.Mining;

namespace Plumb.Training.Sources;

/// <summary>Mines all sources of a manifest and what is installed, on all cores, with a result that depends on neither.</summary>
internal static class Miner
{
    private const int LimitPerSource = 9000;

    private sealed record Job(string Name, bool HeldOut, Action<PairSink> Mine);

    /// <param name="manifest">The repositories.</param>
    /// <param name="clones">Folder that holds a clone OWNER+NAME (or OWNER+NAME/repo) for each.</param>
    /// <param name="installed">Folders of installed packages: XML documentation, .d.ts files, Python modules, manual pages.</param>
    /// <param name="log">Takes a line for each source.</param>
    public static Corpus Mine(Manifest manifest, string clones, IReadOnlyList<string> installed, Action<string> log)
    {
        var numbers = new TermNumbers();
        var jobs = new List<Job>();
        foreach (var repository in manifest.Repositories)
        {
            var name = string.Join('+', repository.Url.Split('/')[^2..]);
            var clone = Directory.Exists(Path.Combine(clones, name, "repo")) ? Path.Combine(clones, name, "repo") : Path.Combine(clones, name);
            jobs.Add(new Job(repository.Url, repository.HeldOut, sink =>
            {
                SourceTree.Mine(GitTree.Read(clone, repository.Commit, SourceTree.IsWanted), sink);
                GitHistory.Mine(clone, repository.Commit, sink);
            }));
        }

        jobs.AddRange(Installed(installed));
        var found = new List<Pair>[jobs.Count];
        var done = 0;
        Parallel.For(0, jobs.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var sink = new PairSink(numbers, i, LimitPerSource);
            jobs[i].Mine(sink);
            found[i] = [.. sink.Take()];
            log($"{Interlocked.Increment(ref done)}/{jobs.Count} {jobs[i].Name}: {found[i].Count} pairs");
        });

        return Renumber(numbers, jobs, found);
    }

    private static IEnumerable<Job> Installed(IReadOnlyList<string> folders)
    {
        foreach (var folder in folders)
        {
            // The same documentation comes with each framework version: the newest is enough.
            foreach (var group in Files(folder, "*.xml").GroupBy(Path.GetFileName).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var file = group.Order(StringComparer.Ordinal).Last();
                yield return new Job($"xml: {group.Key}", false, sink => ReferenceDocs.Mine(file, sink));
            }

            foreach (var package in Files(folder, "*.d.ts").GroupBy(f => PackageOf(f, folder)).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                yield return new Job($"types: {package.Key}", false, sink => SourceTree.Mine(Read(package), sink));
            }

            foreach (var package in Files(folder, "*.py").GroupBy(f => PackageOf(f, folder)).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                yield return new Job($"python: {package.Key}", false, sink => SourceTree.Mine(Read(package), sink));
            }

            var pages = Files(folder, "*.gz").Where(f => f.Contains("/man/man", StringComparison.Ordinal)).ToList();
            if (pages.Count > 0)
            {
                yield return new Job("manual pages", false, sink => pages.ForEach(p => ManualPages.Mine(p, sink)));
            }
        }
    }

    private static List<string> Files(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(folder, pattern, new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }).Order(StringComparer.Ordinal)];

    private static string PackageOf(string file, string folder) => string.Join('/', Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Take(2));

    private static IEnumerable<(string Path, byte[] Bytes)> Read(IEnumerable<string> files) => files.Select(f => (f, File.ReadAllBytes(f)));

    // The threads number terms as they come; the corpus numbers them in an order that every run gives.
    private static Corpus Renumber(TermNumbers numbers, List<Job> jobs, List<Pair>[] found)
    {
        var map = new Dictionary<int, int>();
        var terms = new List<string>();
        int Number(int term)
        {
            if (!map.TryGetValue(term, out var number))
            {
                map[term] = number = terms.Count;
                terms.Add(numbers[term]);
            }

            return number;
        }

        var pairs = new List<Pair>();
        foreach (var pair in found.SelectMany(f => f))
        {
            pairs.Add(pair with
            {
                Query = [.. pair.Query.Select(Number)],
                Passage = [.. pair.Passage.OrderByDescending(w => w.Weight).ThenBy(w => numbers[w.Term], StringComparer.Ordinal).Select(w => w with { Term = Number(w.Term) })],
            });
        }

        return new Corpus(terms, [.. jobs.Select(j => j.Name)], jobs.Select((j, i) => (j, i)).Where(p => p.j.HeldOut).Select(p => p.i).ToHashSet(), pairs);
    }
}
