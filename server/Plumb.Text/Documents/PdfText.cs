using System.Text;
using Plumb.Text.Blocks;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Exceptions;

namespace Plumb.Text;

/// <summary>What was read from a PDF: its text (null when there is none to read), its pages and headings, what was wrong.</summary>
public readonly record struct PdfResult(string? Text, Outline Outline, string? Problem);

/// <summary>
/// Turns the bytes of a PDF into text, line by line, with a form feed between pages. Each page is a
/// <see cref="DeclarationKind.Cell"/>; a line whose letters are clearly larger than most is a heading in it.
/// </summary>
public static class PdfText
{
    // A file of more pages is read up to here and says so: a text store is no place for a scanned archive.
    private const int MaxPages = 2000;
    private const double HeadingRatio = 1.2;

    /// <summary>Never throws on content; an encrypted, damaged or textless file is told in the result.</summary>
    public static PdfResult Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = PdfDocument.Open(bytes, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true });
            return Read(document);
        }
        catch (PdfDocumentEncryptedException)
        {
            return new PdfResult(null, Outline.Empty, "encrypted");
        }
#pragma warning disable CA1031 // The parser throws whatever its depths throw; each of these means: not readable.
        catch (Exception error) when (error is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return new PdfResult(null, Outline.Empty, "damaged: " + FirstLine(error.Message));
        }
    }

    private static PdfResult Read(PdfDocument document)
    {
        var pages = new List<List<PdfLine>>();
        string? problem = null;
        for (var number = 1; number <= document.NumberOfPages && number <= MaxPages; number++)
        {
            try
            {
                pages.Add(PdfLine.Read(document.GetPage(number)));
            }
#pragma warning disable CA1031 // One bad page must not cost the others.
            catch (Exception error) when (error is not OutOfMemoryException)
#pragma warning restore CA1031
            {
                pages.Add([]);
                problem ??= $"page {number} damaged: {FirstLine(error.Message)}";
            }
        }

        if (document.NumberOfPages > MaxPages)
        {
            problem ??= $"only the first {MaxPages} of {document.NumberOfPages} pages were read";
        }

        return pages.TrueForAll(page => page.Count == 0)
            ? new PdfResult(null, Outline.Empty, problem ?? "no text (a scan?)")
            : Lay(pages, problem);
    }

    private static PdfResult Lay(List<List<PdfLine>> pages, string? problem)
    {
        var body = BodySize(pages);
        var text = new StringBuilder();
        var found = new List<(int Page, TextSpan Span, double Size)>();
        var spans = new List<TextSpan>();
        foreach (var page in pages)
        {
            if (spans.Count > 0)
            {
                text.Append('\f');
            }

            var start = text.Length;
            foreach (var line in page)
            {
                var lineStart = text.Length;
                text.Append(line.Text);
                if (line.Size >= body * HeadingRatio && line.Text.Length is > 1 and <= 120)
                {
                    found.Add((spans.Count, new TextSpan(lineStart, text.Length), line.Size));
                }

                text.Append('\n');
            }

            spans.Add(new TextSpan(start, text.Length));
        }

        var draft = new OutlineDraft(text.ToString());
        var sizes = found.Select(heading => Math.Round(heading.Size)).Distinct().OrderDescending().Take(6).ToList();
        for (var page = 0; page < spans.Count; page++)
        {
            var cell = draft.Add(DeclarationKind.Cell, default, spans[page], label: $"Page {page + 1}");
            draft.SetBody(cell, spans[page]);
            var headings = new HeadingList(draft);
            foreach (var (_, span, size) in found.Where(heading => heading.Page == page))
            {
                var level = sizes.IndexOf(Math.Round(size));
                headings.Add(level < 0 ? 7 : level + 1, span.Start, span, span.End + 1, draft.Text[span.Start..span.End].Trim());
            }

            headings.Finish(spans[page].End);
        }

        return new PdfResult(draft.Text, draft.Build(), problem);
    }

    // The size in which most characters are set.
    private static double BodySize(List<List<PdfLine>> pages) =>
        pages.SelectMany(page => page).GroupBy(line => Math.Round(line.Size, 1)).MaxBy(size => size.Sum(line => line.Text.Length))!.Key;

    private static string FirstLine(string message) => message.AsSpan(0, Math.Max(0, message.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : message.Length)).ToString();
}

/// <summary>One line of a page, from the words that share a base line.</summary>
internal sealed record PdfLine(string Text, double Size)
{
    public static List<PdfLine> Read(Page page)
    {
        var lines = new List<PdfLine>();
        var words = new List<Word>();
        var bottom = 0.0;
        foreach (var word in page.GetWords())
        {
            var height = Math.Max(1, word.BoundingBox.Height);
            if (words.Count > 0 && Math.Abs(word.BoundingBox.Bottom - bottom) > height * 0.6)
            {
                lines.Add(Join(words));
                words.Clear();
            }

            bottom = words.Count == 0 ? word.BoundingBox.Bottom : bottom;
            words.Add(word);
        }

        if (words.Count > 0)
        {
            lines.Add(Join(words));
        }

        lines.RemoveAll(line => line.Text.Length == 0);
        return lines;
    }

    private static PdfLine Join(List<Word> words)
    {
        var text = string.Join(' ', words.Select(word => word.Text)).Replace('\0', ' ').Trim();
        var sizes = words.SelectMany(word => word.Letters).Select(letter => letter.PointSize).Order().ToList();
        return new PdfLine(text, sizes.Count == 0 ? 0 : sizes[sizes.Count / 2]);
    }
}
