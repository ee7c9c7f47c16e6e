namespace Plumb.Search.Ranking;

/// <summary>What a query looks like.</summary>
internal enum QueryShape
{
    /// <summary>One identifier, perhaps qualified.</summary>
    Symbol,

    /// <summary>A path or a file name.</summary>
    Path,

    /// <summary>Words or a question.</summary>
    Prose,

    /// <summary>A question about how things are built and play together, which no single declaration answers.</summary>
    Structure,
}

/// <summary>A term to look up.</summary>
/// <param name="Text">The term as the index holds it.</param>
/// <param name="Word">The word of the query that it came from.</param>
/// <param name="Weight">Factor of its contribution.</param>
/// <param name="IsDefinition">It marks declarations of exactly that name.</param>
internal sealed record QueryTerm(string Text, string Word, double Weight, bool IsDefinition)
{
    /// <summary>Other terms that mean the same, each at <see cref="RankingWeights.Variant"/> of the weight.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>It is of one word of the query: two adjacent words run together are the same two words once more.</summary>
    public bool IsWord => !IsDefinition && !Word.Contains(' ', StringComparison.Ordinal);
}

/// <summary>A query taken apart.</summary>
/// <param name="Terms">What to look up; definitions last.</param>
/// <param name="Wanted">Roles that the query asks for by name, which are then not damped.</param>
internal sealed record AnalyzedQuery(string Text, QueryShape Shape, IReadOnlyList<QueryTerm> Terms, IReadOnlySet<FileRole> Wanted)
{
    /// <summary>The path or file name that was asked for, without a line number; null for other shapes.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// Share of the words of a question that only put it ("what", "when", "the"): 0 for keywords, about a half for what
    /// somebody would say aloud; 0 for other shapes.
    /// </summary>
    public double Phrasing { get; init; }
}
