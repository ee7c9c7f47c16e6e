using Plumb.Search.Embedding;
using Plumb.Search.Storage;

namespace Plumb.Training.Mining;

/// <summary>Counts a passage's terms by field, the way the index does.</summary>
internal sealed class Passage(TermNumbers numbers)
{
    // More say nothing new, and cost time in every epoch.
    private const int MaxTerms = 160;

    private readonly Dictionary<int, (int Body, SymbolLevel Symbol, bool InPath)> counts = [];

    public Passage Body(string text)
    {
        foreach (var term in numbers.Of(text))
        {
            var (body, symbol, inPath) = counts.GetValueOrDefault(term);
            counts[term] = (body + 1, symbol, inPath);
        }

        return this;
    }

    public Passage Name(string name, SymbolLevel level)
    {
        foreach (var term in numbers.Of(name))
        {
            var (body, symbol, inPath) = counts.GetValueOrDefault(term);
            counts[term] = (body, symbol < level ? level : symbol, inPath);
        }

        return this;
    }

    public Passage Path(string path)
    {
        foreach (var term in numbers.Of(path))
        {
            var (body, symbol, _) = counts.GetValueOrDefault(term);
            counts[term] = (body, symbol, true);
        }

        return this;
    }

    public Weighted[] Build() =>
    [
        .. counts
            .Select(c => new Weighted(c.Key, TermWeight.Of(c.Value.Body, c.Value.Symbol, c.Value.InPath)))
            .OrderByDescending(w => w.Weight)
            .ThenBy(w => w.Term)
            .Take(MaxTerms),
    ];
}
