using System.Text;
using Plumb.Text;

namespace Plumb.OutlineOracle;

/// <summary>An outline as text: a line for each declaration, with its kind, name and lines, indented by nesting.</summary>
public static class OutlineText
{
    public static string Of(string path) => Of(OutlineScanner.Scan(File.ReadAllText(path), LanguageTable.FindForFile(path)!), File.ReadAllText(path));

    /// <summary>"doc" follows what has a doc comment; lines count from 1 and are those of the whole span.</summary>
    public static string Of(Outline outline, string text)
    {
        var lines = new LineIndex(text);
        var depths = new int[outline.Declarations.Count];
        var result = new StringBuilder();
        for (var i = 0; i < depths.Length; i++)
        {
            var declaration = outline.Declarations[i];
            depths[i] = declaration.Parent < 0 ? 0 : depths[declaration.Parent] + 1;
            var first = lines.GetLine(declaration.Span.Start) + 1;
            var last = lines.GetLine(Math.Max(declaration.Span.Start, declaration.Span.End - 1)) + 1;
            result.Append(' ', depths[i] * 2).Append(declaration.Kind.ToString().ToLowerInvariant()).Append(' ').Append(declaration.Name)
                .Append(" @").Append(first == last ? $"{first}" : $"{first}-{last}")
                .Append(declaration.Doc.IsEmpty ? "" : " doc").Append('\n');
        }

        return result.ToString();
    }
}
