namespace Plumb.Ask.Evidence;

/// <summary>Whether a text has a word in one of its forms.</summary>
internal static class WordStem
{
    private static readonly string[] Endings = ["ing", "ies", "ed", "es", "er", "s", "e", "y"];

    // The index compares stems; the first letters without an ending are near enough to tell whether a line has the word.
    public static bool IsIn(string text, string word)
    {
        var ending = Endings.FirstOrDefault(e => word.Length - e.Length >= 3 && word.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ?? "";
        return text.Contains(word[..Math.Min(word.Length - ending.Length, 5)], StringComparison.OrdinalIgnoreCase);
    }
}
