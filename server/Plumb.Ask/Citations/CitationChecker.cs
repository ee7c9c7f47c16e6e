using System.Security.Cryptography;
using System.Text;
using Plumb.Ask.Answers;
using Plumb.Ask.Evidence;
using Plumb.Search;
using Plumb.Text;

namespace Plumb.Ask.Citations;

/// <summary>Checks what an answer cites against the files as they are when it is given.</summary>
internal sealed class CitationChecker(Func<string, TextDocument?> read)
{
    /// <param name="root">A workspace whose files are read from disk.</param>
    public CitationChecker(string root)
        : this(path => WorkspaceText.Read(root, path))
    {
    }

    /// <summary>The citation of a passage, or why it no longer holds.</summary>
    public (Citation? Citation, string Problem) Check(Passage passage)
    {
        if (read(passage.Path) is not { } document)
        {
            return (null, $"{passage.Place} was left out: the file is gone or can no longer be read.");
        }

        if (passage.StartLine < 1 || passage.EndLine < passage.StartLine || passage.EndLine > document.Lines.LineCount)
        {
            return (null, $"{passage.Place} was left out: the file now has {DocumentLines.LastLine(document)} lines.");
        }

        var lines = Enumerable.Range(passage.StartLine, passage.EndLine - passage.StartLine + 1).Select(line => DocumentLines.LineOf(document, line)).ToList();
        return lines.SequenceEqual(passage.Lines, StringComparer.Ordinal)
            ? (Cite(passage, passage.StartLine, passage.EndLine, lines), "")
            : (null, $"{passage.Place} was left out: the lines changed while the answer was made.");
    }

    /// <summary>The citation of some lines of a checked passage; null where they no longer exist.</summary>
    public Citation? CheckPart(Passage passage, int startLine, int endLine)
    {
        var lines = passage.Lines.Skip(startLine - passage.StartLine).Take(endLine - startLine + 1).ToList();
        return Check(passage).Citation is null ? null : Cite(passage, startLine, endLine, lines);
    }

    private static Citation Cite(Passage passage, int startLine, int endLine, IEnumerable<string> lines) =>
        new(passage.Path, startLine, endLine, passage.Label, Hash(lines)) { Why = ExtractiveAnswer.Reason(passage) };

    internal static string Hash(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..16];
}
