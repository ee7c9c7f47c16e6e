namespace Plumb.Search.Ranking;

/// <summary>
/// How much of a query a path says: the plain share of the query's words, however rare they are. Words of paths are often the
/// commonest of a workspace ("command" in a library for commands), so that rarity would make least of the shortest summary
/// that anybody wrote of the file.
/// </summary>
internal sealed class PathWords
{
    private readonly List<Word> words = [];
    private readonly double total;

    /// <param name="terms">The query's terms.</param>
    public PathWords(IEnumerable<QueryTerm> terms)
    {
        foreach (var word in terms.Where(t => t.IsWord).GroupBy(t => t.Word, StringComparer.Ordinal))
        {
            words.Add(new Word([.. word], word.Max(t => t.Weight)));
        }

        total = words.Sum(w => w.Weight);
    }

    /// <summary>0 where the path says nothing of the query, 1 where it says all of it; a compound word counts by its parts.</summary>
    /// <param name="isInPath">Whether the path holds a term or a variant of it.</param>
    public double ShareOf(Func<QueryTerm, bool> isInPath) =>
        total == 0 ? 0 : words.Sum(w => w.Weight * w.Terms.Count(isInPath) / w.Terms.Count) / total;

    private sealed record Word(List<QueryTerm> Terms, double Weight);
}
