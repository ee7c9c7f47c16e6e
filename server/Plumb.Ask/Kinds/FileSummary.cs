using System.Text;
using Plumb.Ask.Evidence;
using Plumb.Text;

namespace Plumb.Ask.Kinds;

/// <summary>What a text file declares, with the first sentences of the documentation.</summary>
internal static class FileSummary
{
    /// <param name="path">Of the document, posix, from the workspace root.</param>
    public static KindEvidence Write(SourceReader sources, string question, string path, TextDocument document)
    {
        var declarations = document.Outline.Declarations;
        var passages = new List<Passage> { sources.Passage(path, 1, 400, "")! };
        var text = new StringBuilder($"`{path}` is {document.Language.Name}, {Counted.Of(DocumentLines.LastLine(document), "line")}, {Counted.Of(declarations.Count, "declaration")}.\n");
        if (declarations.Count > 0)
        {
            text.Append('\n');
        }

        foreach (var (declaration, depth) in declarations.Select(d => (d, DepthOf(declarations, d))).Where(pair => pair.Item2 < 2 && pair.d.Kind is not (DeclarationKind.Variable or DeclarationKind.EnumMember or DeclarationKind.Field)).Take(40))
        {
            var (start, end) = DocumentLines.Of(document, declaration);
            var doc = SourceReader.DocOf(document, declaration);
            text.Append(' ', depth * 2).Append($"- `{declaration.Name}` ({declaration.Kind.ToString().ToLowerInvariant()}, `{path}:{start}{(end > start ? $"-{end}" : "")}`){(doc.Length > 0 ? ": " + doc : "")}\n");
        }

        return new KindEvidence(question, text.ToString(), "Summarise the file: what it is for, its parts, and what somebody who changes it has to know.", passages);
    }

    private static int DepthOf(IReadOnlyList<Declaration> declarations, Declaration declaration)
    {
        var depth = 0;
        for (var parent = declaration.Parent; parent >= 0; parent = declarations[parent].Parent)
        {
            depth += declarations[parent].Kind is DeclarationKind.Namespace or DeclarationKind.Module ? 0 : 1;
        }

        return depth;
    }
}
