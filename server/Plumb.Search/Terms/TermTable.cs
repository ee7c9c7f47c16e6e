namespace Plumb.Search.Terms;

/// <summary>
/// The terms of one segment under construction, numbered in the order of their first use, and for every identifier
/// seen the terms that it stands for. Not safe to share between threads: each worker owns one.
/// </summary>
internal sealed class TermTable
{
    /// <summary>Longer identifiers are cut: they are data, not names.</summary>
    public const int MaxIdentifierLength = 80;

    private readonly TextNumbers terms = new(1 << 15);
    private readonly TextNumbers identifiers = new(1 << 16);
    private readonly List<ulong> hashes = new(1 << 15);

    // The terms of all identifiers, one after another; an identifier's end where those of the next one begin.
    private readonly List<int> ends = new(1 << 16);
    private int[] members = new int[1 << 17];

    public int Count => terms.Count;

    /// <summary>Holds until the next term is added.</summary>
    public ReadOnlySpan<char> this[int id] => terms[id];

    /// <summary>The same for the same term in every segment and process.</summary>
    public ulong HashOf(int id) => hashes[id];

    /// <summary>The terms of an identifier: its stemmed parts and, where it has several, their concatenation. Hold until the next call.</summary>
    public ReadOnlySpan<int> TermsOf(ReadOnlySpan<char> identifier)
    {
        if (identifier.Length > MaxIdentifierLength)
        {
            return [];
        }

        if (identifiers.Add(identifier, out var number))
        {
            ends.Add(Analyze(identifier, number == 0 ? 0 : ends[number - 1]));
        }

        var start = number == 0 ? 0 : ends[number - 1];
        return members.AsSpan(start, ends[number] - start);
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
        if (terms.Add(term, out var id))
        {
            hashes.Add(Fingerprint.HashOf(term));
        }

        return id;
    }

    // Returns where they end.
    private int Analyze(ReadOnlySpan<char> identifier, int start)
    {
        var analyzer = new TermAnalyzer(identifier);
        var end = start;
        while (analyzer.Next(out var term))
        {
            var id = IdOf(term);
            if (members.AsSpan(start, end - start).Contains(id))
            {
                continue;
            }

            if (end == members.Length)
            {
                Array.Resize(ref members, members.Length * 2);
            }

            members[end++] = id;
        }

        return end;
    }
}
