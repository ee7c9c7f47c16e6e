namespace Plumb.Search.Terms;

/// <summary>
/// A light English stemmer for the words of identifiers and questions: plurals, -ing, -ed, and the final e, so that
/// "parse", "parses", "parsed" and "parsing" meet. It follows the first steps of Porter's algorithm (1980) and stops
/// there: later steps join words that code keeps apart ("general", "generate").
/// </summary>
internal static class Stemmer
{
    /// <summary>Stems a lower-case word in place and returns the length of the stem.</summary>
    public static int Stem(Span<char> word)
    {
        var length = word.Length;
        if (length < 4)
        {
            return length;
        }

        foreach (var c in word)
        {
            if (c is < 'a' or > 'z')
            {
                return length;
            }
        }

        if (word[length - 1] == 's')
        {
            if (Ends(word, length, "sses") || Ends(word, length, "xes") || Ends(word, length, "ches") || Ends(word, length, "shes"))
            {
                length -= 2;
            }
            else if (Ends(word, length, "ies"))
            {
                word[length - 3] = 'y';
                length -= 2;
            }
            else if (word[length - 2] is not ('s' or 'u' or 'i'))
            {
                length--;
            }
        }

        if (length > 4 && Ends(word, length, "ing") && HasVowel(word[..(length - 3)]))
        {
            length = Restore(word, length - 3);
        }
        else if (length > 4 && Ends(word, length, "ed") && !Ends(word, length, "eed") && HasVowel(word[..(length - 2)]))
        {
            length = Restore(word, length - 2);
        }

        if (length > 3 && word[length - 1] == 'e' && word[length - 2] != 'e')
        {
            length--;
        }

        if (length > 3 && word[length - 1] == 'y' && !IsVowel(word[length - 2]))
        {
            word[length - 1] = 'i';
        }

        return length;
    }

    // "mapped" leaves "mapp": one of a doubled pair goes, but "call", "pass" and "buzz" keep theirs.
    private static int Restore(ReadOnlySpan<char> word, int length) =>
        length > 3 && word[length - 1] == word[length - 2] && word[length - 1] is not ('l' or 's' or 'z') ? length - 1 : length;

    private static bool Ends(ReadOnlySpan<char> word, int length, ReadOnlySpan<char> suffix) =>
        word[..length].EndsWith(suffix, StringComparison.Ordinal);

    private static bool HasVowel(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (IsVowel(c) || c == 'y')
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
