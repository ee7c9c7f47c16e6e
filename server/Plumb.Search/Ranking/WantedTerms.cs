using Plumb.Search.Terms;

namespace Plumb.Search.Ranking;

/// <summary>The terms of a query and their variants, as they are looked for in the text of hits. For one thread.</summary>
internal sealed class WantedTerms
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> terms;

    // How many of them an identifier has: the same few stand in every line.
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> counted =
        new Dictionary<string, int>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public WantedTerms(AnalyzedQuery query) =>
        terms = query.Terms.Where(t => !t.IsDefinition).SelectMany(t => t.Variants.Prepend(t.Text)).ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many a text holds; one that is there twice counts twice.</summary>
    public int CountIn(ReadOnlySpan<char> text)
    {
        var count = 0;
        var scanner = new IdentifierScanner(text);
        while (scanner.Next(out var identifier))
        {
            if (identifier.Length > TermTable.MaxIdentifierLength)
            {
                continue;
            }

            if (!counted.TryGetValue(identifier, out var held))
            {
                var analyzer = new TermAnalyzer(identifier);
                while (analyzer.Next(out var term))
                {
                    held += terms.Contains(term) ? 1 : 0;
                }

                counted[identifier] = held;
            }

            count += held;
        }

        return count;
    }
}
