using Plumb.Search.Evaluation;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Ask.Evidence;

/// <summary>Gives passages their lines, and cuts long ones to what matters most.</summary>
/// <param name="encoding">Counts their tokens.</param>
/// <param name="maxLines">A passage that is drawn out to the end of a paragraph has no more.</param>
internal sealed class PassageTrimmer(TokenEncoding encoding, int maxLines)
{
    // A stretch of something longer begins with a whole declaration or paragraph, if that is within this share of it above.
    private const double MostAbove = 0.25;

    /// <summary>The passage with its lines; of one longer than allowed, the stretch with most of the question's words.</summary>
    /// <param name="allowed">Most lines.</param>
    public Passage Trim(Passage passage, TextDocument document, int allowed)
    {
        var (start, end) = (passage.StartLine, passage.EndLine);
        while (start < end && DocumentLines.IsBlank(document, start))
        {
            start++;
        }

        while (end > start && DocumentLines.IsBlank(document, end))
        {
            end--;
        }

        if (end - start + 1 > allowed)
        {
            // Of several hits in a row the best one is what the passage is called after, so that is what has to be seen.
            var (first, last) = passage.Best ?? (start, end);
            (first, last) = (Math.Clamp(first, start, end), Math.Clamp(last, start, end));
            start = last - first < allowed ? first : BestStretch(passage, document, first, last, allowed);
            end = CutPoints.EndOfWhole(document, start, Math.Min(end, start + allowed - 1));
        }

        var whole = passage.IsSelected || passage.IsOnMap ? null : WholeOf(document, passage, start, end);
        if (whole is { } around)
        {
            end = CutPoints.EndOfPart(document, start, end, Math.Min(around.End, start + Math.Min(allowed, maxLines) - 1));
        }

        var lines = Enumerable.Range(start, end - start + 1).Select(line => DocumentLines.LineOf(document, line)).ToList();
        var text = string.Join('\n', lines);
        return passage with
        {
            StartLine = start,
            EndLine = end,
            Lines = lines,
            PartOf = whole is { } all && (all.Start < start || all.End > end) ? whole : null,
            Summary = SummaryOf(passage.Symbol, document, start, end),
            Matches = [.. passage.Matches.Where(m => m.Where is "path" or "enclosing" || WordStem.IsIn(text, m.Word))],
            Tokens = encoding.Count(text),
        };
    }

    /// <summary>The first of so many lines with the most of the question's words.</summary>
    private static int BestStretch(Passage passage, TextDocument document, int first, int last, int allowed)
    {
        var weights = new int[last - first + 1];
        for (var i = 0; i < weights.Length; i++)
        {
            var line = DocumentLines.LineOf(document, first + i);
            weights[i] = passage.Matches.Select(m => m.Word).Distinct().Count(word => WordStem.IsIn(line, word));
        }

        // The head of a declaration says what the rest is about, so equal stretches go to the first.
        weights[0] += 2;
        var sum = weights.Take(allowed).Sum();
        var (best, bestSum) = (0, sum);
        for (var i = 1; i + allowed <= weights.Length; i++)
        {
            sum += weights[i + allowed - 1] - weights[i - 1];
            if (sum > bestSum)
            {
                (best, bestSum) = (i, sum);
            }
        }

        return CutPoints.StartOfWhole(document, first, first + best, (int)(allowed * MostAbove));
    }

    /// <summary>The lines of what a passage is called after, where it shows but a part of them; null where that is not known.</summary>
    private static (int Start, int End)? WholeOf(TextDocument document, Passage passage, int start, int end)
    {
        foreach (var declaration in document.Outline.Declarations)
        {
            var (first, last) = DocumentLines.Of(document, declaration);
            if (first <= start && last >= end && last - first > end - start && SymbolName.IsCalled(passage.Symbol, declaration.Name))
            {
                return (first, last);
            }
        }

        return null;
    }

    private static string SummaryOf(string symbol, TextDocument document, int start, int end)
    {
        foreach (var declaration in document.Language.Kind == LanguageKind.Code ? document.Outline.Declarations : [])
        {
            var (first, last) = DocumentLines.Of(document, declaration);
            if (declaration.Doc.Length > 0 && first <= end && last >= start && SymbolName.IsCalled(symbol, declaration.Name)
                && DocSentence.Of(document.Text[declaration.Doc.Start..declaration.Doc.End]) is { Length: > 0 } sentence)
            {
                return sentence;
            }
        }

        return "";
    }
}
