using Plumb.Text;

namespace Plumb.Ask.Evidence;

/// <summary>Where a stretch of a document may begin and end without cutting a declaration or a paragraph in two. Lines are 1-based.</summary>
internal static class CutPoints
{
    // A passage that is cut to size ends with a whole declaration or paragraph, if that leaves at least this share of it.
    private const double LeastOfCut = 0.4;

    /// <summary>Where a stretch should begin: at the next start of a declaration or paragraph above, if it is near.</summary>
    public static int StartOfWhole(TextDocument document, int first, int start, int most)
    {
        for (var line = start; line > first && line >= start - most; line--)
        {
            if (!DocumentLines.IsBlank(document, line) && DocumentLines.IsBlank(document, line - 1))
            {
                return line;
            }
        }

        return start - first <= most ? first : start;
    }

    /// <summary>The last line before a declaration or paragraph that a cut at this line would cut in two, if enough is left then; else the line itself.</summary>
    public static int EndOfWhole(TextDocument document, int start, int end)
    {
        var least = start + (int)(LeastOfCut * (end - start + 1));
        var whole = end;
        foreach (var declaration in document.Language.Kind == LanguageKind.Code ? document.Outline.Declarations : [])
        {
            var (first, last) = DocumentLines.Of(document, declaration);
            if (declaration.Doc.Length > 0)
            {
                first = Math.Min(first, document.Lines.GetLine(declaration.Doc.Start) + 1);
            }

            if (first > start && first <= whole && last > end)
            {
                whole = first - 1;
            }
        }

        // Within one long declaration, the last paragraph that is whole.
        if ((whole == end || whole < least) && end < DocumentLines.LastLine(document) && !DocumentLines.IsBlank(document, end + 1))
        {
            for (whole = end; whole > start && !DocumentLines.IsBlank(document, whole); whole--)
            {
            }
        }

        while (whole > start && DocumentLines.IsBlank(document, whole))
        {
            whole--;
        }

        return whole >= least ? whole : end;
    }

    /// <summary>Of a part of something long: the end of the paragraph that it ends in, below if that is not too far, else above.</summary>
    public static int EndOfPart(TextDocument document, int start, int end, int most)
    {
        for (var line = end; line <= most; line++)
        {
            if (line == DocumentLines.LastLine(document) || DocumentLines.IsBlank(document, line + 1))
            {
                return line;
            }
        }

        return EndOfWhole(document, start, end);
    }
}
