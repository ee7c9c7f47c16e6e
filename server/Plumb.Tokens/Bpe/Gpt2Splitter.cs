using static Plumb.Tokens.Bpe.CharClass;

namespace Plumb.Tokens.Bpe;

/// <summary>
/// The pattern of r50k_base and p50k_base:
/// <c>'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>
/// </summary>
internal readonly struct Gpt2Splitter : ISplitter
{
    public static int PieceEnd(ReadOnlySpan<byte> text, int start)
    {
        var from = text[start] == (byte)' ' && start + 1 < text.Length ? start + 1 : start;
        if (from == start && Contraction(text, start) is > 0 and var contraction)
        {
            return start + contraction;
        }

        var first = At(text, from, out var length);
        return (first & Letter) != 0 ? Scan.While(text, from + length, Letter)
            : (first & Number) != 0 ? Scan.While(text, from + length, Number)
            : (first & Space) == 0 ? Scan.Symbols(text, from + length)
            : WhiteSpace(text, start);
    }

    /// <summary><c>\s+(?!\S)|\s+</c>, at white space.</summary>
    private static int WhiteSpace(ReadOnlySpan<byte> text, int start)
    {
        var (at, last) = (start, start);
        while (at < text.Length && (At(text, at, out var length) & Space) != 0)
        {
            last = at;
            at += length;
        }

        return at == text.Length || last == start ? at : last;
    }

    /// <summary>Unlike the newer patterns' this one takes case as it is.</summary>
    private static int Contraction(ReadOnlySpan<byte> text, int at)
    {
        if (text[at] != (byte)'\'' || at + 1 >= text.Length)
        {
            return 0;
        }

        return text[at + 1] switch
        {
            (byte)'s' or (byte)'d' or (byte)'m' or (byte)'t' => 2,
            (byte)'l' when Follows(text, at, (byte)'l') => 3,
            (byte)'v' or (byte)'r' when Follows(text, at, (byte)'e') => 3,
            _ => 0,
        };
    }

    private static bool Follows(ReadOnlySpan<byte> text, int at, byte wanted) => at + 2 < text.Length && text[at + 2] == wanted;
}
