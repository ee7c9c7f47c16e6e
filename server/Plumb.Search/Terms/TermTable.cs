namespace Plumb.Search.Terms;

/// <summary>
/// The terms of one segment under construction, numbered in the order of their first use, and for every identifier
/// seen the terms that it stands for. Not safe to share between threads: each worker owns one.
/// </summary>
internal sealed class TermTable
{
    /// <summary>Longer identifiers are cut: they are data, not names.</summary>
    public const int MaxIdentifierLength = 80;

    private readonly Dictionary<string, int> ids = new(1 << 15, StringComparer.Ordinal);
    private readonly Dictionary<string, int[]> identifiers = new(1 << 16, StringComparer.Ordinal);
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> identifierLookup;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> idLookup;
    private readonly List<string> terms = new(1 << 15);
    private readonly List<ulong> hashes = new(1 << 15);

    public TermTable()
    {
        identifierLookup = identifiers.GetAlternateLookup<ReadOnlySpan<char>>();
        idLookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => terms.Count;

    public string this[int id] => terms[id];

    /// <summary>The same for the same term in every segment and process.</summary>
    public ulong HashOf(int id) => hashes[id];

    /// <summary>The terms of an identifier: its stemmed parts and, where it has several, their concatenation.</summary>
    public int[] TermsOf(ReadOnlySpan<char> identifier)
    {
        if (identifierLookup.TryGetValue(identifier, out var found))
        {
            return found;
        }

        if (identifier.Length > MaxIdentifierLength)
        {
            return [];
        }

        found = Analyze(identifier);
        identifierLookup[identifier] = found;
        return found;
    }

    /// <summary>The term that marks a declaration of exactly this name.</summary>
    public int DefinitionTermOf(ReadOnlySpan<char> name)
    {
        Span<char> buffer = stackalloc char[MaxIdentifierLength + 1];
        var length = TermAnalyzer.DefinitionTerm(name, buffer);
        return length == 0 ? -1 : IdOf(buffer[..length]);
    }

    public int IdOf(ReadOnlySpan<char> term)
    {
        if (!idLookup.TryGetValue(term, out var id))
        {
            id = terms.Count;
            var text = term.ToString();
            terms.Add(text);
            hashes.Add(Fingerprint.HashOf(text));
            ids.Add(text, id);
        }

        return id;
    }

    private int[] Analyze(ReadOnlySpan<char> identifier)
    {
        var analyzer = new TermAnalyzer(identifier);
        var found = new List<int>(4);
        while (analyzer.Next(out var term))
        {
            var id = IdOf(term);
            if (!found.Contains(id))
            {
                found.Add(id);
            }
        }

        return [.. found];
    }
}
