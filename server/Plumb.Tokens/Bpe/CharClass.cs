using System.Globalization;

namespace Plumb.Tokens.Bpe;

/// <summary>The classes that the encodings' patterns tell apart, as bits.</summary>
internal static class CharClass
{
    /// <summary>\p{Lu}\p{Lt}</summary>
    public const byte Upper = 1;

    /// <summary>\p{Ll}</summary>
    public const byte Lower = 2;

    /// <summary>\p{Lm}\p{Lo}: letters without case, which count as upper and as lower.</summary>
    public const byte Caseless = 4;

    /// <summary>\p{M}: counts with the caseless letters in o200k_base, but is no letter.</summary>
    public const byte Mark = 8;

    /// <summary>\p{N}</summary>
    public const byte Number = 16;

    /// <summary>\s</summary>
    public const byte Space = 32;

    /// <summary>\r and \n, which are <see cref="Space"/> too.</summary>
    public const byte NewLine = 64;

    public const byte Letter = Upper | Lower | Caseless;

    // One byte for each code point of the first plane; the other planes are rare enough to ask the framework.
    private static readonly byte[] FirstPlane = CreateFirstPlane();

    public static byte Of(int codePoint) => codePoint < FirstPlane.Length ? FirstPlane[codePoint] : Classify(codePoint);

    /// <summary>The class of the code point that starts at <paramref name="at"/> in valid UTF-8, and its length in bytes.</summary>
    public static byte At(ReadOnlySpan<byte> text, int at, out int length)
    {
        int lead = text[at];
        if (lead < 0x80)
        {
            length = 1;
            return FirstPlane[lead];
        }

        if (lead < 0xE0)
        {
            length = 2;
            return FirstPlane[((lead & 0x1F) << 6) | (text[at + 1] & 0x3F)];
        }

        if (lead < 0xF0)
        {
            length = 3;
            return FirstPlane[((lead & 0x0F) << 12) | ((text[at + 1] & 0x3F) << 6) | (text[at + 2] & 0x3F)];
        }

        length = 4;
        return Classify(((lead & 0x07) << 18) | ((text[at + 1] & 0x3F) << 12) | ((text[at + 2] & 0x3F) << 6) | (text[at + 3] & 0x3F));
    }

    private static byte[] CreateFirstPlane()
    {
        var table = new byte[0x10000];
        for (var c = 0; c < table.Length; c++)
        {
            table[c] = Classify(c);
        }

        return table;
    }

    private static byte Classify(int codePoint)
    {
        if (codePoint < 0x10000 && char.IsWhiteSpace((char)codePoint))
        {
            return codePoint is '\r' or '\n' ? (byte)(Space | NewLine) : Space;
        }

        return CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => Upper,
            UnicodeCategory.LowercaseLetter => Lower,
            UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Caseless,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Mark,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Number,
            _ => 0,
        };
    }
}
