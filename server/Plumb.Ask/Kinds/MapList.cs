using System.Text;
using Plumb.Ask.Evidence;
using Plumb.Search;

namespace Plumb.Ask.Kinds;

/// <summary>The files that others build on, as a list.</summary>
internal static class MapList
{
    /// <summary>Appends a section with an item for each file and its declarations, and their lines to the evidence.</summary>
    public static void Append(StringBuilder text, SourceReader sources, WorkspaceMap map, List<Passage> passages, string title)
    {
        text.Append($"\n### {title}\n\n");
        foreach (var file in map.Files.Take(KindLimits.MostListed))
        {
            text.Append($"- `{file.Path}`{(file.MentionedBy > 0 ? $", mentioned by {Counted.Of(file.MentionedBy, "file")}" : "")}\n");
            foreach (var declaration in file.Declarations.Take(3))
            {
                var doc = sources.Read(file.Path) is { } document && SourceReader.Enclosing(document, declaration.StartLine) is { } found && found.Name == declaration.Name ? SourceReader.DocOf(document, found) : "";
                text.Append($"  - `{declaration.Name}` (`{file.Path}:{declaration.StartLine}`){(doc.Length > 0 ? ": " + doc : "")}\n");
                if (sources.Passage(file.Path, declaration.StartLine, Math.Min(declaration.EndLine, declaration.StartLine + 15), declaration.Name) is { } passage)
                {
                    passages.Add(passage);
                }
            }
        }
    }
}
