using System.Text;
using Plumb.Ask.Evidence;

namespace Plumb.Ask.Kinds;

/// <summary>What the README of a folder says that it is.</summary>
internal static class ReadmeExcerpt
{
    private const int LinesOfReadme = 40;

    /// <summary>Appends it as a quotation, and its lines to the evidence; nothing where there is none.</summary>
    /// <param name="folder">Posix path without a slash at its end; empty for the workspace folder.</param>
    public static void Append(StringBuilder text, SourceReader sources, string folder, List<Passage> passages)
    {
        var path = new[] { "README.md", "readme.md", "README.rst", "README.txt", "README" }.Select(name => folder.Length == 0 ? name : folder + "/" + name).FirstOrDefault(name => sources.Read(name) is not null);
        if (path is null)
        {
            return;
        }

        // The first paragraph of prose says what it is; badges and headings above it do not.
        var document = sources.Read(path)!;
        // It says so with its own name or with "is a"; where no line does, the first one has to do.
        var prose = Enumerable.Range(1, Math.Min(LinesOfReadme, document.Lines.LineCount)).Where(line => IsProse(DocumentLines.LineOf(document, line))).ToList();
        var first = prose.Find(line => SaysWhatItIs(DocumentLines.LineOf(document, line))) is > 0 and var said ? said : prose.FirstOrDefault();
        if (first == 0)
        {
            return;
        }

        var last = first;
        while (last < document.Lines.LineCount && last < first + 8 && DocumentLines.LineOf(document, last + 1).Trim().Length > 0)
        {
            last++;
        }

        var passage = sources.Passage(path, first, last, "")!;
        passages.Add(passage);
        text.Append('\n').AppendJoin('\n', passage.Lines.Select(line => "> " + line)).Append($"\n>\n> — `{passage.Place}`\n");
    }

    // Of a line that is drawn with asterisks or underscores there is nothing left.
    private static bool IsProse(string line) => line.Trim() is { Length: > 20 } text && text.TrimStart('*', '_') is [var first, ..] && char.IsLetter(first) && text.Contains(' ', StringComparison.Ordinal);

    private static bool SaysWhatItIs(string line) =>
        line.Contains(" is a ", StringComparison.Ordinal) || line.Contains(" is an ", StringComparison.Ordinal) || line.Contains(" is the ", StringComparison.Ordinal) || line.Contains(" provides ", StringComparison.Ordinal);
}
