using System.Globalization;
using System.Text;

namespace Plumb.Prompts.Rules;

/// <summary>Which characters nobody sees, and where each has a right to stand.</summary>
internal static class InvisibleCharacters
{
    /// <summary>What the character at <paramref name="at"/> is called when it is invisible and out of place; else null.</summary>
    public static string? Name(string text, int at, out int length)
    {
        var c = text[at];
        length = 1;
        if (c < 0xAD)
        {
            return null;
        }

        if (char.IsSurrogate(c))
        {
            if (at + 1 >= text.Length || !char.IsSurrogatePair(c, text[at + 1]))
            {
                return null;
            }

            length = 2;
            var code = char.ConvertToUtf32(c, text[at + 1]);
            return code switch
            {
                >= 0xE0000 and <= 0xE007F => IsInFlag(text, at) ? null : "TAG CHARACTER",
                >= 0xE0100 and <= 0xE01EF => IsIdeograph(Before(text, at)) ? null : "VARIATION SELECTOR",
                _ => null,
            };
        }

        switch ((int)c)
        {
            case 0x00AD:
                return "SOFT HYPHEN";
            case 0x034F:
                return "COMBINING GRAPHEME JOINER";
            case 0x061C or 0x200E or 0x200F:
                return LineHasRightToLeft(text, at) ? null : c == 0x061C ? "ARABIC LETTER MARK" : c == 0x200E ? "LEFT-TO-RIGHT MARK" : "RIGHT-TO-LEFT MARK";
            case 0x115F or 0x1160:
                return IsJamo(Before(text, at)) || IsJamo(After(text, at + 1)) ? null : "HANGUL FILLER";
            case 0x3164 or 0xFFA0:
                return "HANGUL FILLER";
            case 0x180E:
                return Before(text, at) is >= 0x1800 and <= 0x18AF ? null : "MONGOLIAN VOWEL SEPARATOR";
            case 0x200B:
                // Put before a fence or a mention on purpose, so that it is none.
                return After(text, at + 1) is '`' or '@' || Before(text, at) is '`' or '@' ? null : "ZERO WIDTH SPACE";
            case 0x200C:
                return JoinsByScript(Before(text, at)) ? null : "ZERO WIDTH NON-JOINER";
            case 0x200D:
                return JoinsByScript(Before(text, at)) || JoinsEmoji(text, at) ? null : "ZERO WIDTH JOINER";
            case >= 0x202A and <= 0x202E:
                return "BIDIRECTIONAL OVERRIDE";
            case 0x2060:
                return "WORD JOINER";
            case >= 0x2061 and <= 0x2064:
                return "INVISIBLE OPERATOR";
            case >= 0x2066 and <= 0x2069:
                return "BIDIRECTIONAL ISOLATE";
            case >= 0x206A and <= 0x206F:
                return "DEPRECATED FORMAT CHARACTER";
            case >= 0xFE00 and <= 0xFE0F:
                // One selector may follow any visible character; a second one says nothing, unless it is hidden data.
                return Before(text, at) is var before && (before is < 0x21 || IsSelector(before)) ? "VARIATION SELECTOR" : null;
            case 0xFEFF:
                return at == 0 ? null : "ZERO WIDTH NO-BREAK SPACE";
            case >= 0xFFF9 and <= 0xFFFB:
                return "INTERLINEAR ANNOTATION";
            default:
                return null;
        }
    }

    /// <summary>What a run of tag characters spells: the text that a model reads and a person does not.</summary>
    public static string Spell(string run)
    {
        var spelled = new StringBuilder();
        foreach (var rune in run.EnumerateRunes())
        {
            if (rune.Value is >= 0xE0020 and <= 0xE007E)
            {
                spelled.Append((char)(rune.Value - 0xE0000));
            }
        }

        return spelled.ToString();
    }

    /// <summary>The code point that ends before <paramref name="at"/>, or 0.</summary>
    private static int Before(string text, int at) =>
        at <= 0 ? 0
        : at > 1 && char.IsSurrogatePair(text[at - 2], text[at - 1]) ? char.ConvertToUtf32(text[at - 2], text[at - 1])
        : text[at - 1];

    private static int After(string text, int at) =>
        at >= text.Length ? 0
        : at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? char.ConvertToUtf32(text[at], text[at + 1])
        : text[at];

    private static int Width(int codePoint) => codePoint > 0xFFFF ? 2 : 1;

    /// <summary>A waving black flag, tag letters or digits, and the cancel tag: England, Scotland, Wales, Texas.</summary>
    private static bool IsInFlag(string text, int at)
    {
        const int LongestSubdivision = 6;
        var start = at;
        for (var i = 0; i <= LongestSubdivision + 1; i++)
        {
            var before = Before(text, start);
            if (before == 0x1F3F4)
            {
                break;
            }

            if (before is not (>= 0xE0030 and <= 0xE0039 or >= 0xE0061 and <= 0xE007A))
            {
                return false;
            }

            start -= 2;
        }

        if (Before(text, start) != 0x1F3F4)
        {
            return false;
        }

        for (var i = 0; i <= LongestSubdivision; i++, start += 2)
        {
            var tag = After(text, start);
            if (tag == 0xE007F)
            {
                return i is >= 3 && start >= at;
            }

            if (tag is not (>= 0xE0030 and <= 0xE0039 or >= 0xE0061 and <= 0xE007A))
            {
                return false;
            }
        }

        return false;
    }

    private static bool JoinsEmoji(string text, int at)
    {
        var start = at;
        var before = Before(text, start);
        while (before is 0xFE0F or 0x20E3 or (>= 0x1F3FB and <= 0x1F3FF))
        {
            start -= Width(before);
            before = Before(text, start);
        }

        return IsPictograph(before) && IsPictograph(After(text, at + 1));
    }

    private static bool IsPictograph(int code) => code is
        0xA9 or 0xAE or 0x203C or 0x2049 or 0x2122 or 0x2139 or 0x3030 or 0x303D or 0x3297 or 0x3299
        or (>= 0x2190 and <= 0x21FF) or (>= 0x2300 and <= 0x23FF) or (>= 0x24C2 and <= 0x27BF) or (>= 0x2900 and <= 0x297F)
        or (>= 0x2B00 and <= 0x2BFF) or (>= 0x1F000 and <= 0x1FAFF);

    /// <summary>Scripts whose writing needs the joiners: Arabic, Syriac, N'Ko, the Indic ones, Tibetan, Myanmar, Khmer, Mongolian.</summary>
    private static bool JoinsByScript(int code) => code is
        (>= 0x0600 and <= 0x08FF) or (>= 0x0900 and <= 0x0DFF) or (>= 0x0E00 and <= 0x0FFF) or (>= 0x1000 and <= 0x109F)
        or (>= 0x1780 and <= 0x18AF) or (>= 0x1A20 and <= 0x1CFF) or (>= 0xA800 and <= 0xABFF) or (>= 0xFB50 and <= 0xFDFF)
        or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10A00 and <= 0x11FFF) or (>= 0x1E800 and <= 0x1EEFF);

    private static bool IsIdeograph(int code) => code is
        (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) or 0x3007;

    private static bool IsSelector(int code) => code is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x200B and <= 0x200F);

    private static bool IsJamo(int code) => code is (>= 0x1100 and <= 0x115E) or (>= 0x1161 and <= 0x11FF) or (>= 0xA960 and <= 0xA97F) or (>= 0xD7B0 and <= 0xD7FF);

    private static bool LineHasRightToLeft(string text, int at)
    {
        var start = at;
        while (start > 0 && at - start < 2000 && text[start - 1] is not ('\n' or '\r'))
        {
            start--;
        }

        for (var i = start; i < text.Length && i - at < 2000 && text[i] is not ('\n' or '\r'); i++)
        {
            if (text[i] is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC')
                && CharUnicodeInfo.GetUnicodeCategory(text[i]) is UnicodeCategory.OtherLetter)
            {
                return true;
            }
        }

        return false;
    }
}
