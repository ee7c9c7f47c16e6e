using Plumb.Ask.Evidence;
using Plumb.Search.Evaluation;
using Plumb.Text;
using Plumb.Tokens;

namespace Plumb.Ask.Kinds;

/// <summary>Reads passages and what is declared in them, for the tasks.</summary>
/// <param name="read">Reads a file as it is now, in the editor or on disk.</param>
internal sealed class SourceReader(Func<string, TextDocument?> read)
{
    private readonly DocumentCache documents = new(read);

    /// <summary>Null where it is no text of the workspace; a path that leads outside is none.</summary>
    public TextDocument? Read(string path) => KindTarget.IsInside(path) ? documents.Read(path) : null;

    /// <summary>Lines of a file, 1-based, inclusive; clamped to what there is.</summary>
    public Passage? Passage(string path, int start, int end, string symbol)
    {
        if (Read(path) is not { } document)
        {
            return null;
        }

        start = Math.Clamp(start, 1, DocumentLines.LastLine(document));
        end = Math.Clamp(end, start, DocumentLines.LastLine(document));
        var lines = Enumerable.Range(start, end - start + 1).Select(line => DocumentLines.LineOf(document, line)).ToList();
        return new Passage(path, start, end, symbol, document.Language, 0, lines, [], TokenEncoding.Default.Count(string.Join('\n', lines))) { IsSelected = true };
    }

    /// <summary>The first sentence of a declaration's doc comment; empty where there is none.</summary>
    public static string DocOf(TextDocument document, Declaration declaration) =>
        declaration.Doc.Length > 0 ? DocSentence.Of(document.Text[declaration.Doc.Start..declaration.Doc.End]) : "";

    /// <summary>The first and the last line of a stretch that are not blank; all of it where every one is.</summary>
    public static (int Start, int End) TextWithin(TextDocument document, int start, int end)
    {
        var filled = Enumerable.Range(start, end - start + 1).Where(line => !DocumentLines.IsBlank(document, line)).ToList();
        return filled.Count > 0 ? (filled[0], filled[^1]) : (start, end);
    }

    /// <summary>The outermost declarations that have a line of a stretch.</summary>
    public static IEnumerable<Declaration> Touched(TextDocument document, int start, int end) =>
        document.Outline.Declarations.Where(d => d.Parent < 0 && DocumentLines.Of(document, d) is var (first, last) && first <= end && last >= start);

    /// <summary>The innermost declaration that holds a line; null outside of all.</summary>
    public static Declaration? Enclosing(TextDocument document, int line) => Enclosing(document, line, line);

    /// <summary>The innermost declaration that holds all of a stretch; null where none does.</summary>
    public static Declaration? Enclosing(TextDocument document, int first, int last)
    {
        Declaration? best = null;
        foreach (var declaration in document.Outline.Declarations)
        {
            var (start, end) = DocumentLines.Of(document, declaration);
            if (start <= first && end >= last && (best is null || declaration.Span.Length <= best.Value.Span.Length))
            {
                best = declaration;
            }
        }

        return best;
    }

    /// <summary>Told from the path, as its makers do.</summary>
    public static bool IsTest(string path) => TestFiles.IsTest(path);
}
