namespace Plumb.Search.Terms;

/// <summary>
/// A number that two chunks share when their texts hold the same terms equally often: copies are told by it, also where
/// they are laid out differently or write their names in another style. Which file holds them does not matter.
/// </summary>
internal struct Fingerprint
{
    // Chunks of a few words (an empty constructor, a closing tag) are alike without being copies.
    private const int LeastTerms = 8;

    private ulong sum;
    private int terms;

    /// <summary>0 when the chunk holds too little to be told apart by it.</summary>
    public readonly ulong Value => terms < LeastTerms ? 0 : sum | 1;

    /// <param name="hash">What <see cref="HashOf"/> gives for the term.</param>
    /// <param name="count">How often it stands in the chunk's text.</param>
    public void Add(ulong hash, int count)
    {
        // A sum, so that the order of the terms does not matter; mixed again, so that counts cannot cancel each other.
        if (count > 0)
        {
            terms++;
            sum += Mix(hash + (ulong)count);
        }
    }

    /// <summary>FNV-1a over the UTF-16 code units.</summary>
    public static ulong HashOf(ReadOnlySpan<char> term)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in term)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
