using Plumb.Search.Terms;

namespace Plumb.Training.Mining;

/// <summary>Numbers the terms of all sources. Safe to share between threads.</summary>
internal sealed class TermNumbers
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly List<string> terms = [];

    public TermNumbers() => lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => terms.Count;

    public string this[int term] => terms[term];

    public int Of(ReadOnlySpan<char> term)
    {
        lock (gate)
        {
            if (!lookup.TryGetValue(term, out var number))
            {
                number = terms.Count;
                var text = term.ToString();
                terms.Add(text);
                numbers.Add(text, number);
            }

            return number;
        }
    }

    /// <summary>The terms of a text in its order, with repetitions.</summary>
    public List<int> Of(string text) => [.. TermAnalyzer.TermsOf(text).Select(term => Of(term.AsSpan()))];
}
