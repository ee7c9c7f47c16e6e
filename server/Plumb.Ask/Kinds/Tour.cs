using System.Text;
using Plumb.Ask.Evidence;
using Plumb.Search.Workspaces;
using Plumb.Text;

namespace Plumb.Ask.Kinds;

/// <summary>Where somebody new should begin.</summary>
internal static class Tour
{
    public static KindEvidence Write(IWorkspaceReader index, SourceReader sources, CancellationToken cancellation)
    {
        const string Question = "Where does somebody new to this code begin?";
        var map = index.GetMap(KindLimits.MostListed * 2, "", cancellation);
        if (map.TotalFiles == 0)
        {
            return KindEvidence.Nothing(Question, "nothing is indexed");
        }

        var languages = index.Folders.SelectMany(folder => folder.Index.GetStatus().Languages).GroupBy(pair => pair.Key, pair => pair.Value).OrderByDescending(g => g.Sum()).Take(4).Select(g => $"{g.Key} ({g.Sum()})");
        var passages = new List<Passage>();
        var text = new StringBuilder($"{Counted.Of(map.TotalFiles, "file")}, {Counted.Of(map.TotalSymbols, "declaration")}; mostly {string.Join(", ", languages)}.\n");
        foreach (var folder in index.Folders)
        {
            ReadmeExcerpt.Append(text, sources, folder.Prefix.TrimEnd('/'), passages);
        }

        MapList.Append(text, sources, map, passages, "Read these first: the rest builds on them");
        var entries = index.FindSymbols("main", KindLimits.MostListed, cancellation).Where(s => s.Name is "main" or "Main" && s.Kind is DeclarationKind.Function or DeclarationKind.Method && !SourceReader.IsTest(s.Path)).Take(6).ToList();
        if (entries.Count > 0)
        {
            text.Append("\n### Where it starts\n\n");
            foreach (var entry in entries)
            {
                text.Append($"- `{entry.Name}` — `{entry.Path}:{entry.StartLine + 1}`\n");
            }
        }

        text.Append("\n### Then\n\n- `plumb ask --summarize FOLDER` for each part, `plumb ask --explain FILE:LINES` for what is unclear\n");
        return new KindEvidence(Question, text.ToString(), "Write a tour for somebody new: what this is, its main parts, in which order to read them and why, where a program starts.", [.. passages.Take(KindLimits.MostPassages + 4)]);
    }
}
