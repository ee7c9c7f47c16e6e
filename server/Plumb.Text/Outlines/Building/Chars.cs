using System.Buffers;

namespace Plumb.Text.Blocks;

/// <summary>The questions about characters that every scanner asks.</summary>
internal static class Chars
{
    public static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    public static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c == '_' || (c > 127 && char.IsLetter(c));

    public static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || (c > 127 && char.IsLetterOrDigit(c));

    public static bool IsBlank(char c) => c is ' ' or '\t' or '\f' or '\v' or '\u00A0' or '\uFEFF';

    public static bool IsLineEnd(char c) => c is '\n' or '\r';

    /// <summary>End of the word that starts at <paramref name="at"/>.</summary>
    public static int WordEnd(string text, int at)
    {
        while (at < text.Length && IsWord(text[at]))
        {
            at++;
        }

        return at;
    }

    public static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && IsBlank(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>Skips blanks and line ends.</summary>
    public static int SkipSpace(string text, int at)
    {
        while (at < text.Length && (IsBlank(text[at]) || IsLineEnd(text[at])))
        {
            at++;
        }

        return at;
    }

    /// <summary>Offset of the line end at or after <paramref name="at"/>, or the end of the text.</summary>
    public static int LineEnd(string text, int at)
    {
        var found = text.AsSpan(at).IndexOfAny(LineEnds);
        return found < 0 ? text.Length : at + found;
    }

    /// <summary>Start of the line after the one that holds <paramref name="at"/>.</summary>
    public static int NextLine(string text, int at) => AfterLineEnd(text, LineEnd(text, at));

    /// <summary>Steps over the line end that stands at <paramref name="at"/>.</summary>
    public static int AfterLineEnd(string text, int at)
    {
        if (at >= text.Length)
        {
            return text.Length;
        }

        return text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1;
    }

    public static int LineStart(string text, int at)
    {
        while (at > 0 && !IsLineEnd(text[at - 1]))
        {
            at--;
        }

        return at;
    }

    public static bool At(string text, int at, string word) =>
        at >= 0 && at <= text.Length - word.Length && text.AsSpan(at, word.Length).SequenceEqual(word);

    /// <summary>Whether the whole word at <paramref name="at"/> is <paramref name="word"/>.</summary>
    public static bool AtWord(string text, int at, string word) =>
        At(text, at, word) && (at + word.Length >= text.Length || !IsWord(text[at + word.Length]));

    /// <summary>The span without blanks at its ends.</summary>
    public static TextSpan Trim(string text, int start, int end)
    {
        while (end > start && (IsBlank(text[end - 1]) || IsLineEnd(text[end - 1])))
        {
            end--;
        }

        while (start < end && (IsBlank(text[start]) || IsLineEnd(text[start])))
        {
            start++;
        }

        return new TextSpan(start, end);
    }
}
