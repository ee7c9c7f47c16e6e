using System.Text;
using System.Text.RegularExpressions;
using Plumb.Tokens.Tokenizers.Unicode;

namespace Plumb.Tokens.Tokenizers;

/// <summary>What becomes of the delimiters that a text is split at, by the names that tokenizer.json has for it.</summary>
internal static class SplitBehaviour
{
    public const string Removed = "Removed";
    public const string Isolated = "Isolated";
    public const string MergedWithPrevious = "MergedWithPrevious";
    public const string MergedWithNext = "MergedWithNext";
    public const string Contiguous = "Contiguous";

    public static void Split(ReadOnlyMemory<char> piece, string behaviour, Func<char, bool> isDelimiter, List<ReadOnlyMemory<char>> into)
    {
        var cuts = new List<(int Start, int End, bool Delimiter)>();
        var text = piece.Span;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (isDelimiter(text[i]))
            {
                Between(cuts, start, i);
                cuts.Add((i, i + 1, true));
                start = i + 1;
            }
        }

        Between(cuts, start, text.Length);
        Emit(piece, cuts, behaviour, into);
    }

    public static void SplitRunes(ReadOnlyMemory<char> piece, string behaviour, Func<Rune, bool> isDelimiter, List<ReadOnlyMemory<char>> into)
    {
        var cuts = new List<(int Start, int End, bool Delimiter)>();
        var text = piece.Span;
        var start = 0;
        for (var i = 0; i < text.Length;)
        {
            var rune = CharacterClasses.At(text, i, out var length);
            if (isDelimiter(rune))
            {
                Between(cuts, start, i);
                cuts.Add((i, i + length, true));
                start = i + length;
            }

            i += length;
        }

        Between(cuts, start, text.Length);
        Emit(piece, cuts, behaviour, into);
    }

    /// <param name="invert">What the pattern does not match are the delimiters.</param>
    public static void Split(ReadOnlyMemory<char> piece, string behaviour, Regex regex, bool invert, List<ReadOnlyMemory<char>> into)
    {
        var cuts = new List<(int Start, int End, bool Delimiter)>();
        var start = 0;
        foreach (var match in regex.EnumerateMatches(piece.Span))
        {
            if (match.Length > 0)
            {
                Between(cuts, start, match.Index, invert);
                cuts.Add((match.Index, match.Index + match.Length, !invert));
                start = match.Index + match.Length;
            }
        }

        Between(cuts, start, piece.Length, invert);
        Emit(piece, cuts, behaviour, into);
    }

    private static void Between(List<(int Start, int End, bool Delimiter)> cuts, int start, int end, bool delimiter = false)
    {
        if (end > start)
        {
            cuts.Add((start, end, delimiter));
        }
    }

    private static void Emit(ReadOnlyMemory<char> piece, List<(int Start, int End, bool Delimiter)> cuts, string behaviour, List<ReadOnlyMemory<char>> into)
    {
        for (var i = 0; i < cuts.Count; i++)
        {
            var (start, end, delimiter) = cuts[i];
            switch (behaviour)
            {
                case Removed when delimiter:
                    continue;
                case Contiguous when delimiter:
                    while (i + 1 < cuts.Count && cuts[i + 1].Delimiter)
                    {
                        end = cuts[++i].End;
                    }

                    break;
                case MergedWithPrevious when !delimiter && i + 1 < cuts.Count && cuts[i + 1].Delimiter:
                    end = cuts[++i].End;
                    break;
                case MergedWithNext when delimiter && i + 1 < cuts.Count && !cuts[i + 1].Delimiter:
                    end = cuts[++i].End;
                    break;
                case Removed or Isolated or Contiguous or MergedWithPrevious or MergedWithNext:
                    break;
                default:
                    throw TokenizerJson.Wrong($"its way to split '{behaviour}' is not known to Plumb");
            }

            into.Add(piece[start..end]);
        }
    }
}
