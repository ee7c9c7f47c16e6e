using System.Text;
using Plumb.Ask.Evidence;
using Plumb.Search;
using Plumb.Text;

namespace Plumb.Ask.Kinds;

/// <summary>Places that mention a name, as items of a list.</summary>
internal static class MentionList
{
    /// <summary>Appends an item for each, and their lines to the evidence.</summary>
    public static void Append(StringBuilder text, SourceReader sources, IEnumerable<MentionHit> mentions, List<Passage> passages)
    {
        foreach (var mention in mentions)
        {
            var name = NameOf(mention, sources);
            text.Append($"- {(name.Length > 0 ? $"`{name}` — " : "")}`{mention.Path}:{mention.Line}`{(mention.Times > 1 ? $", {mention.Times} times" : "")}\n");
            if (sources.Passage(mention.Path, mention.StartLine, Math.Min(mention.EndLine, mention.StartLine + KindLimits.MostLinesShown), mention.Symbol) is { } passage)
            {
                passages.Add(passage);
            }
        }
    }

    // Small declarations are indexed together, under no name or that of the first: the one that the line stands in is meant.
    private static string NameOf(MentionHit mention, SourceReader sources) =>
        mention.Symbol.Length == 0 && sources.Read(mention.Path) is { Language.Kind: LanguageKind.Code } document && SourceReader.Enclosing(document, mention.Line) is { } around
            ? around.Name
            : mention.Symbol;
}
