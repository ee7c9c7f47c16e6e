using System.Buffers;
using Plumb.Text;

namespace Plumb.Search.Ranking;

/// <summary>What is shown of a chunk.</summary>
internal static class Snippet
{
    private const int MaxLines = 12;
    private const int MaxLineLength = 400;

    private static readonly SearchValues<char> NoWords = SearchValues.Create(" \t\r{}()[];,*/#-=+\"'`<>!|~_.:");

    /// <summary>The dozen lines that hold most of the query's words; from the chunk's start when it is short.</summary>
    /// <param name="document">The text that holds the chunk.</param>
    /// <param name="first">The chunk's first line in it, from 0.</param>
    /// <param name="end">The line after its last one; beyond the text's end where that has become shorter.</param>
    /// <param name="wanted">The words.</param>
    public static string Of(TextDocument document, int first, int end, WantedTerms wanted)
    {
        var last = Math.Min(end, document.Lines.LineCount);
        if (last - first > MaxLines)
        {
            var weights = new int[last - first];
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = wanted.CountIn(LineOf(document, first + i));
            }

            // A line without a word says nothing at the front: what closes the block before, the middle of a comment.
            var best = BestOf(weights);
            while (best < weights.Length - 1 && !HoldsWord(LineOf(document, first + best)))
            {
                best++;
            }

            (first, last) = (first + best, Math.Min(last, first + best + MaxLines));
        }

        return string.Join('\n', Enumerable.Range(first, Math.Max(0, last - first)).Select(line => LineOf(document, line).ToString()));
    }

    /// <summary>A line without its end, cut where it is too long to be shown.</summary>
    public static ReadOnlySpan<char> LineOf(TextDocument document, int line)
    {
        var span = document.Lines.GetLineSpan(line);
        return document.Text.AsSpan(span.Start, Math.Min(span.Length, MaxLineLength));
    }

    private static bool HoldsWord(ReadOnlySpan<char> line)
    {
        var text = line.Trim();
        return text is not "end" && text.IndexOfAnyExcept(NoWords) >= 0;
    }

    // Where the window of so many lines begins that weighs most; the first of several.
    private static int BestOf(int[] weights)
    {
        var best = 0;
        var bestSum = -1;
        var sum = 0;
        for (var end = 0; end < weights.Length; end++)
        {
            sum += weights[end] - (end >= MaxLines ? weights[end - MaxLines] : 0);
            var start = end + 1 - MaxLines;
            if (start >= 0 && sum > bestSum)
            {
                best = start;
                bestSum = sum;
            }
        }

        return best;
    }
}
