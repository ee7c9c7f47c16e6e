using Plumb.Text;

namespace Plumb.Ask.Evidence;

/// <summary>Lines of a document as people count them: 1-based, the last one inclusive.</summary>
internal static class DocumentLines
{
    /// <summary>The text of a line, without its end.</summary>
    /// <param name="line">1-based.</param>
    public static string LineOf(TextDocument document, int line)
    {
        var span = document.Lines.GetLineSpan(line - 1);
        return document.Text[span.Start..span.End];
    }

    /// <summary>The lines of a declaration, its doc comment aside.</summary>
    public static (int Start, int End) Of(TextDocument document, Declaration declaration) => (
        document.Lines.GetLine(declaration.Span.Start) + 1,
        document.Lines.GetLine(Math.Max(declaration.Span.Start, declaration.Span.End - 1)) + 1);

    /// <summary>The number of the last line; an empty one behind the last line end is none.</summary>
    public static int LastLine(TextDocument document)
    {
        var count = document.Lines.LineCount;
        return count > 1 && document.Lines.GetLineSpan(count - 1).IsEmpty ? count - 1 : count;
    }

    public static bool IsBlank(TextDocument document, int line) => string.IsNullOrWhiteSpace(LineOf(document, line));
}
