using static Plumb.Tokens.Bpe.CharClass;

namespace Plumb.Tokens.Bpe;

/// <summary>The parts that the patterns of both encodings share.</summary>
internal static class Scan
{
    /// <summary>The end of the run of characters that have one of <paramref name="classes"/>.</summary>
    public static int While(ReadOnlySpan<byte> text, int at, byte classes)
    {
        while (at < text.Length && (At(text, at, out var length) & classes) != 0)
        {
            at += length;
        }

        return at;
    }

    /// <summary><c>\p{N}{1,3}</c>, at a number.</summary>
    public static int UpToThreeNumbers(ReadOnlySpan<byte> text, int at)
    {
        for (var n = 0; n < 3 && at < text.Length && (At(text, at, out var length) & Number) != 0; n++)
        {
            at += length;
        }

        return at;
    }

    /// <summary><c>[^\s\p{L}\p{N}]+</c>: its end, or <paramref name="at"/> where there is none.</summary>
    public static int Symbols(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && (At(text, at, out var length) & (Letter | Number | Space)) == 0)
        {
            at += length;
        }

        return at;
    }

    /// <summary><c>\s*[\r\n]+|\s+(?!\S)|\s+</c>, at white space.</summary>
    public static int WhiteSpace(ReadOnlySpan<byte> text, int start)
    {
        var (at, last, afterNewLine) = (start, start, -1);
        while (at < text.Length)
        {
            var found = At(text, at, out var length);
            if ((found & Space) == 0)
            {
                break;
            }

            last = at;
            at += length;
            if ((found & NewLine) != 0)
            {
                afterNewLine = at;
            }
        }

        // The last space goes with the word after it, unless it is the only one.
        return afterNewLine > 0 ? afterNewLine : at == text.Length || last == start ? at : last;
    }

    /// <summary>The length of <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)</c> at <paramref name="at"/>, or 0.</summary>
    public static int Contraction(ReadOnlySpan<byte> text, int at)
    {
        if (at + 1 >= text.Length || text[at] != (byte)'\'')
        {
            return 0;
        }

        var first = text[at + 1] | 0x20;
        if (text[at + 1] < 0x80 && first is 's' or 't' or 'm' or 'd')
        {
            return 2;
        }

        // U+017F, the long s, is an s to a pattern that ignores case.
        if (at + 2 < text.Length && text[at + 1] == 0xC5 && text[at + 2] == 0xBF)
        {
            return 3;
        }

        return at + 2 < text.Length && (first, text[at + 2] | 0x20) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }
}
