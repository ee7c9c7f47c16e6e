using System.Globalization;
using System.Text;

namespace Plumb.Tokens.Tokenizers.Unicode;

/// <summary>The classes of characters that BERT's tokenizer and its heirs split at.</summary>
internal static class CharacterClasses
{
    public static bool IsControl(Rune rune) => rune.Value is not ('\t' or '\n' or '\r')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;

    /// <summary>ASCII's marks, those that Unicode calls symbols among them, and all of Unicode's punctuation.</summary>
    public static bool IsPunctuation(Rune rune) => rune.Value < 0x80
        ? rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        : Rune.IsPunctuation(rune);

    /// <summary>Characters of Chinese, which stand for words of their own; Japanese and Korean syllables are none.</summary>
    public static bool IsChinese(int code) => code >= 0x3400
        && code is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
            or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>What regular expressions call \w: letters, marks, decimal digits and connectors.</summary>
    public static bool IsWord(Rune rune) => rune.Value < 0x80
        ? char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '_'
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;

    /// <summary>The rune at an index; a lone surrogate is the replacement character, one unit long.</summary>
    public static Rune At(ReadOnlySpan<char> text, int index, out int length)
    {
        var first = text[index];
        if (first < 0xD800 || first > 0xDFFF)
        {
            length = 1;
            return new Rune(first);
        }

        Rune.DecodeFromUtf16(text[index..], out var rune, out length);
        return rune;
    }
}
