namespace Plumb.Search.Secrets;

/// <summary>Names as code has them: words with a joint between them, "OAuth2CredentialExchanger", "dataTransferV2Setting".</summary>
internal static class Identifier
{
    private const int MostDigits = 2;
    private const int MostNumbers = 2;
    private const int LongestWord = 14;

    /// <summary>Whether a value is one, of two words or more. Random letters hardly ever are.</summary>
    public static bool IsOne(ReadOnlySpan<char> value)
    {
        var (words, letters, vowels, shorts, numbers, joints) = (0, 0, 0, 0, 0, 0);
        for (var at = 0; NextPart(value, ref at) is var part && !part.IsEmpty;)
        {
            if (char.IsAsciiDigit(part[0]))
            {
                if (part.Length > MostDigits || ++numbers > MostNumbers)
                {
                    return false;
                }

                continue;
            }

            if (!char.IsAsciiLetter(part[0]) || part.Length > LongestWord || (part.Length > 3 && !SecretValue.IsWord(part)))
            {
                return false;
            }

            words++;
            letters += part.Length;
            var sounds = CountVowels(part);
            vowels += sounds;
            shorts += part.Length < 3 || sounds == 0 ? 1 : 0;
            joints += at > part.Length && (value[at - part.Length - 1] == '_' || (part.Length > 1 && char.IsAsciiLetterUpper(part[0]) && char.IsAsciiLetterLower(part[1]))) ? 1 : 0;
        }

        return words > 1 && joints > 0 && shorts <= 1 && letters * 3 >= words * 10 && vowels * 4 >= letters;
    }

    private static int CountVowels(ReadOnlySpan<char> part)
    {
        var vowels = 0;
        foreach (var c in part)
        {
            vowels += SecretValue.IsVowel(c) ? 1 : 0;
        }

        return vowels;
    }

    /// <summary>The next part: letters up to a hump, digits, or a mark that joins no words. Empty at the end.</summary>
    /// <param name="value">The value.</param>
    /// <param name="at">Where to look; becomes the part's end.</param>
    public static ReadOnlySpan<char> NextPart(ReadOnlySpan<char> value, ref int at)
    {
        while (at < value.Length && value[at] is '_' or '-' or '.' or ':' or '/')
        {
            at++;
        }

        var start = at;
        if (at == value.Length)
        {
            return [];
        }

        at++;
        if (char.IsAsciiDigit(value[start]))
        {
            while (at < value.Length && char.IsAsciiDigit(value[at]))
            {
                at++;
            }
        }
        else if (char.IsAsciiLetter(value[start]))
        {
            // A hump begins where a capital follows a small letter, and at the last of several capitals.
            while (at < value.Length && char.IsAsciiLetter(value[at])
                && !(char.IsAsciiLetterUpper(value[at]) && (char.IsAsciiLetterLower(value[at - 1]) || (at + 1 < value.Length && char.IsAsciiLetterLower(value[at + 1])))))
            {
                at++;
            }
        }

        return value[start..at];
    }
}
