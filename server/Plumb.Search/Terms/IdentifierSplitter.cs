namespace Plumb.Search.Terms;

/// <summary>
/// Splits an identifier into its parts: at underscores and other joiners, where lower case turns upper
/// (<c>parseJson</c>), and where an acronym meets a word (<c>HTTPServer</c>). Digits stay with the letters before them
/// (<c>utf8</c>, <c>int32Array</c> gives <c>int32</c> and <c>Array</c>).
/// </summary>
internal static class IdentifierSplitter
{
    /// <summary>Parts beyond this are not split further: no real name has more.</summary>
    public const int MaxParts = 16;

    /// <summary>Writes the ranges of the parts into <paramref name="parts"/> and returns how many there are.</summary>
    public static int Split(ReadOnlySpan<char> identifier, Span<Range> parts)
    {
        var count = 0;
        var start = -1;
        for (var i = 0; i < identifier.Length; i++)
        {
            var c = identifier[i];
            if (!char.IsLetterOrDigit(c))
            {
                if (start >= 0 && count < parts.Length)
                {
                    parts[count++] = start..i;
                }

                start = -1;
                continue;
            }

            if (start < 0)
            {
                start = i;
                continue;
            }

            if (char.IsUpper(c) && count < parts.Length - 1)
            {
                var before = identifier[i - 1];
                var acronymEnds = char.IsUpper(before) && i + 1 < identifier.Length && char.IsLower(identifier[i + 1]) && !IsPluralAcronym(identifier, i);
                if (!char.IsUpper(before) || acronymEnds)
                {
                    parts[count++] = start..i;
                    start = i;
                }
            }
        }

        if (start >= 0 && count < parts.Length)
        {
            parts[count++] = start..identifier.Length;
        }

        return count;
    }

    // "URLs" and "IDs" are one word: the s belongs to the acronym.
    private static bool IsPluralAcronym(ReadOnlySpan<char> identifier, int upper) =>
        identifier[upper + 1] == 's' && (upper + 2 == identifier.Length || !char.IsLower(identifier[upper + 2]));
}
