namespace Plumb.Search.Ranking;

/// <summary>What a file's path says of the query: that it was asked for, the file's name, and the words that stand anywhere in it.</summary>
internal sealed class PathEvidence
{
    private readonly IndexSnapshot snapshot;
    private readonly AnalyzedQuery query;
    private readonly WordEvidence words;
    private readonly PathWords asked;

    // Terms that a file's name may say, and the weight of all of them.
    private HashSet<string>? nameable;
    private double askedWeight;

    public PathEvidence(IndexSnapshot snapshot, AnalyzedQuery query, WordEvidence words)
    {
        this.snapshot = snapshot;
        this.query = query;
        this.words = words;
        asked = new PathWords(query.Terms);
    }

    /// <summary>Whoever types a path wants that file, whatever else mentions it.</summary>
    public bool IsAskedFor(int file)
    {
        if (query.Path is not { } ending)
        {
            return false;
        }

        var path = snapshot.Files[file].Path;
        return path.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && (path.Length == ending.Length || path[^(ending.Length + 1)] == '/');
    }

    /// <summary>How much of the file's name the query says, times how much of the query the name says, by weight of the words; 0 to 1.</summary>
    public double ShareOfName(int file)
    {
        if (!words.IsInPath(file) || snapshot.TraitsOf(file).StemTerms is not { Length: > 0 } stem)
        {
            return 0;
        }

        nameable ??= Nameable();
        if (askedWeight <= 0 || !SaysOneOf(nameable, stem))
        {
            return 0;
        }

        var matched = 0.0;
        var named = 0;
        foreach (var found in words.Found)
        {
            if (!found.Term.IsWord)
            {
                continue;
            }

            if (stem.Contains(found.Term.Text) || found.Term.Variants.Any(stem.Contains))
            {
                matched += found.Weight;
                named++;
            }
        }

        return matched / askedWeight * Math.Min(1, (double)named / stem.Length);
    }

    /// <summary>
    /// How much of the query the words of a path say, 0 to 1. Topics of documentation are not what its files are for
    /// ("guides/http").
    /// </summary>
    /// <param name="candidate">A chunk of the file.</param>
    public double ShareOfPath(in Candidate candidate)
    {
        var (segment, document) = (snapshot.Segments[candidate.Segment], candidate.Document);
        return !words.IsInPath(candidate.File) || snapshot.IsDocumentation(candidate.File) ? 0 : asked.ShareOf(term => words.Find(term)?.Find(segment, document) is { Posting.InPath: true });
    }

    private static bool SaysOneOf(HashSet<string> nameable, string[] stem)
    {
        foreach (var term in stem)
        {
            if (nameable.Contains(term))
            {
                return true;
            }
        }

        return false;
    }

    private HashSet<string> Nameable()
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var found in words.Found)
        {
            if (found.Term.IsWord)
            {
                askedWeight += found.Weight;
                texts.Add(found.Term.Text);
                texts.UnionWith(found.Term.Variants);
            }
        }

        return texts;
    }
}
