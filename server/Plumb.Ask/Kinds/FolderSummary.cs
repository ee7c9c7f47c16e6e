using System.Text;
using Plumb.Ask.Evidence;
using Plumb.Search.Workspaces;

namespace Plumb.Ask.Kinds;

/// <summary>What a folder holds: what its README says, and what the rest of it builds on.</summary>
internal static class FolderSummary
{
    /// <param name="folder">Posix path from the workspace root; empty for all of it.</param>
    public static KindEvidence Write(IWorkspaceReader index, SourceReader sources, string folder, string question, CancellationToken cancellation)
    {
        var map = index.GetMap(KindLimits.MostListed * 2, folder, cancellation);
        if (map.TotalFiles == 0)
        {
            return KindEvidence.Nothing(question, "nothing in it is indexed");
        }

        var passages = new List<Passage>();
        var text = new StringBuilder($"{(folder.Length == 0 ? "The workspace" : $"`{folder}`")} has {Counted.Of(map.TotalFiles, "indexed file")} and {Counted.Of(map.TotalSymbols, "declaration")}.\n");
        IEnumerable<string> tops = folder.Length > 0 ? [folder] : index.Folders.Select(f => f.Prefix.TrimEnd('/'));
        foreach (var top in tops)
        {
            ReadmeExcerpt.Append(text, sources, top, passages);
        }

        MapList.Append(text, sources, map, passages, "What the rest builds on");
        return new KindEvidence(question, text.ToString(), "Summarise the folder: what it is for, its main parts and how they work together.", passages);
    }
}
