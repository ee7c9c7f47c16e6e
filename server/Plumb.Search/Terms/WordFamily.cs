namespace Plumb.Search.Terms;

/// <summary>
/// The root that a question's word and code's words for the same thing share: validate, validator and validation have
/// the root "valid". Used on queries only, to find further terms of the index at less weight; the index itself keeps
/// the lighter <see cref="Stemmer"/>, which confuses less.
/// </summary>
internal static class WordFamily
{
    /// <summary>Roots shorter than this say too little to search by.</summary>
    public const int MinRoot = 4;

    // Longest first. What is left must be a root: at least MinRoot letters, with a vowel.
    private static readonly string[] Suffixes =
    [
        "ization", "isation", "ational", "ation", "ition", "ments", "ment", "ator", "izer", "iser", "able", "ible", "ance", "ence",
        "ness", "ity", "ion", "ive", "ant", "ent", "iz", "is", "at", "er", "or",
    ];

    /// <summary>The root of an index term (lower case, lightly stemmed), or the term itself where nothing can go.</summary>
    public static string RootOf(string term)
    {
        var root = term;
        for (var pass = 0; pass < 2; pass++)
        {
            var shorter = Strip(root);
            if (shorter.Length == root.Length)
            {
                break;
            }

            root = shorter;
        }

        return root;
    }

    private static string Strip(string term)
    {
        foreach (var suffix in Suffixes)
        {
            var left = term.Length - suffix.Length;
            if (left < MinRoot || !term.EndsWith(suffix, StringComparison.Ordinal) || !HasVowel(term.AsSpan(0, left)))
            {
                continue;
            }

            // -ion follows s or t ("completion", not "champion"); a doubled letter before -er or -or was single.
            if (suffix == "ion" && term[left - 1] is not ('s' or 't'))
            {
                continue;
            }

            if (suffix is "er" or "or" && left > MinRoot && term[left - 1] == term[left - 2] && term[left - 1] is not ('l' or 's'))
            {
                left--;
            }

            return term[..left].TrimEnd('e');
        }

        return term;
    }

    private static bool HasVowel(ReadOnlySpan<char> text) => text.IndexOfAny("aeiouy") >= 0;
}
