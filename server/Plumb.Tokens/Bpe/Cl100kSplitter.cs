using static Plumb.Tokens.Bpe.CharClass;

namespace Plumb.Tokens.Bpe;

/// <summary>
/// The pattern of cl100k_base:
/// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>
/// </summary>
internal readonly struct Cl100kSplitter : ISplitter
{
    public static int PieceEnd(ReadOnlySpan<byte> text, int start)
    {
        var contraction = Scan.Contraction(text, start);
        if (contraction > 0)
        {
            return start + contraction;
        }

        var first = At(text, start, out var length);
        if ((first & Letter) != 0)
        {
            return Scan.While(text, start + length, Letter);
        }

        if ((first & Number) != 0)
        {
            return Scan.UpToThreeNumbers(text, start);
        }

        var next = start + length;
        if ((first & NewLine) == 0)
        {
            var word = Scan.While(text, next, Letter);
            if (word > next)
            {
                return word;
            }
        }

        var from = text[start] == (byte)' ' ? next : start;
        var symbols = Scan.Symbols(text, from);
        if (symbols > from)
        {
            while (symbols < text.Length && text[symbols] is (byte)'\r' or (byte)'\n')
            {
                symbols++;
            }

            return symbols;
        }

        return Scan.WhiteSpace(text, start);
    }
}
