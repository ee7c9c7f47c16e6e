using static Plumb.Tokens.Bpe.CharClass;

namespace Plumb.Tokens.Bpe;

/// <summary>
/// The pattern of o200k_base, where U is <c>[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]</c>, L is <c>[\p{Ll}\p{Lm}\p{Lo}\p{M}]</c>
/// and C is <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)?</c>:
/// <c>[^\r\n\p{L}\p{N}]?U*L+C|[^\r\n\p{L}\p{N}]?U+L*C|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>
/// </summary>
internal readonly struct O200kSplitter : ISplitter
{
    private const byte Either = Caseless | Mark;

    public static int PieceEnd(ReadOnlySpan<byte> text, int start)
    {
        var first = At(text, start, out var length);
        var next = start + length;
        if ((first & Letter) != 0)
        {
            // A letter is never the optional character before a word.
            return WithContraction(text, Word(text, start));
        }

        if ((first & Number) != 0)
        {
            return Scan.UpToThreeNumbers(text, start);
        }

        if ((first & NewLine) == 0)
        {
            var word = WordAfterPrefix(text, next, (first & Mark) != 0);
            if (word >= 0)
            {
                return WithContraction(text, word);
            }
        }

        var from = text[start] == (byte)' ' ? next : start;
        var symbols = Scan.Symbols(text, from);
        if (symbols > from)
        {
            while (symbols < text.Length && text[symbols] is (byte)'\r' or (byte)'\n' or (byte)'/')
            {
                symbols++;
            }

            return symbols;
        }

        return Scan.WhiteSpace(text, start);
    }

    /// <summary><c>U*L+</c> or else <c>U+L*</c>, at a letter or a mark.</summary>
    private static int Word(ReadOnlySpan<byte> text, int start)
    {
        var lowers = TryLowers(text, start, out var uppers);
        return lowers >= 0 ? lowers : uppers;
    }

    /// <summary>
    /// The same after the optional character, or -1. When that character is a mark it may also be the word's own
    /// first letter: the pattern tries <c>U*L+</c> in both ways before <c>U+L*</c>.
    /// </summary>
    private static int WordAfterPrefix(ReadOnlySpan<byte> text, int start, bool prefixIsMark)
    {
        var lowers = TryLowers(text, start, out var uppers);
        if (lowers >= 0)
        {
            return lowers;
        }

        return prefixIsMark ? start : uppers > start ? uppers : -1;
    }

    /// <summary>
    /// The end of <c>U*L+</c>, or -1; <paramref name="uppers"/> is the end of <c>U*</c> alone. Where no lower-case
    /// letter follows, <c>U*</c> gives back what it took until <c>L+</c> has the last caseless letter or mark.
    /// </summary>
    private static int TryLowers(ReadOnlySpan<byte> text, int start, out int uppers)
    {
        var (at, afterEither) = (start, -1);
        byte found = 0;
        while (at < text.Length)
        {
            found = At(text, at, out var length);
            if ((found & (Upper | Either)) == 0)
            {
                break;
            }

            at += length;
            if ((found & Either) != 0)
            {
                afterEither = at;
            }
        }

        uppers = at;
        return at < text.Length && (found & Lower) != 0 ? Scan.While(text, at, Lower | Either) : afterEither;
    }

    private static int WithContraction(ReadOnlySpan<byte> text, int at) => at + Scan.Contraction(text, at);
}
