using Plumb.Ask.Evidence;
using Plumb.Search;
using Plumb.Text;

namespace Plumb.Ask.Citations;

/// <summary>What became of a cited range.</summary>
public enum CitationState
{
    /// <summary>The lines are as they were.</summary>
    Fresh,

    /// <summary>The same lines stand elsewhere in the file.</summary>
    Moved,
    Changed,
    Gone,
}

/// <summary>A citation of a saved answer, looked up again.</summary>
/// <param name="StartLine">Where the lines are now; 0 where they are nowhere.</param>
public sealed record CitationCheck(Citation Citation, CitationState State, int StartLine, int EndLine);

/// <summary>Tells whether what a saved answer cites is still so.</summary>
public static class Staleness
{
    /// <param name="root">Absolute path of the workspace.</param>
    public static IReadOnlyList<CitationCheck> Check(string root, IEnumerable<Citation> citations) => Check(path => WorkspaceText.Read(root, path), citations);

    /// <param name="read">Reads a file as it is now, in the editor or on disk.</param>
    /// <param name="citations">As an answer gave them.</param>
    public static IReadOnlyList<CitationCheck> Check(Func<string, TextDocument?> read, IEnumerable<Citation> citations)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(citations);
        return [.. citations.Select(citation => Check(read, citation))];
    }

    /// <summary>The hash of lines as they are now; empty where there are none such.</summary>
    /// <param name="read">Reads a file as it is now, by its path from the workspace root.</param>
    /// <param name="path">Posix path from there.</param>
    /// <param name="startLine">First line, 1-based.</param>
    /// <param name="endLine">Last line, inclusive.</param>
    public static string HashOf(Func<string, TextDocument?> read, string path, int startLine, int endLine)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(path);
        return IsInside(path) && startLine >= 1 && endLine >= startLine && read(path) is { } document && endLine <= document.Lines.LineCount
            ? CitationChecker.Hash(Enumerable.Range(startLine, endLine - startLine + 1).Select(line => DocumentLines.LineOf(document, line)))
            : "";
    }

    private static CitationCheck Check(Func<string, TextDocument?> read, Citation citation)
    {
        // A saved answer is a file like any other: it must not have files read that lie elsewhere.
        if (!IsInside(citation.Path) || citation.StartLine < 1 || citation.EndLine < citation.StartLine || read(citation.Path) is not { } document)
        {
            return new CitationCheck(citation, CitationState.Gone, 0, 0);
        }

        var lines = Enumerable.Range(1, document.Lines.LineCount).Select(line => DocumentLines.LineOf(document, line)).ToList();
        var length = citation.EndLine - citation.StartLine + 1;
        if (Matches(citation.StartLine))
        {
            return new CitationCheck(citation, CitationState.Fresh, citation.StartLine, citation.EndLine);
        }

        // Nearest first: lines are put in or taken out above far more often than code is moved.
        var starts = Enumerable.Range(1, Math.Max(0, lines.Count - length + 1)).OrderBy(start => Math.Abs(start - citation.StartLine));
        var moved = starts.FirstOrDefault(Matches);
        return moved > 0
            ? new CitationCheck(citation, CitationState.Moved, moved, moved + length - 1)
            : new CitationCheck(citation, CitationState.Changed, 0, 0);

        bool Matches(int start) => start + length - 1 <= lines.Count && CitationChecker.Hash(lines.Skip(start - 1).Take(length)) == citation.ContentHash;
    }

    private static bool IsInside(string path) =>
        path.Length > 0 && !Path.IsPathRooted(path) && !path.Contains('\\', StringComparison.Ordinal) && !path.Split('/').Contains("..");
}
