using System.Text;
using Plumb.Ask.Evidence;
using Plumb.Search.Workspaces;

namespace Plumb.Ask.Kinds;

/// <summary>What mentions a symbol, and so may break when it changes.</summary>
internal static class Impact
{
    public static KindEvidence Write(IWorkspaceReader index, SourceReader sources, string symbol, CancellationToken cancellation)
    {
        var question = $"What may break when `{symbol}` changes?";
        var found = index.FindMentions(symbol, KindLimits.MostMentions, cancellation);
        if (found.Declarations.Count == 0)
        {
            return KindEvidence.Nothing(question, $"nothing here is called `{symbol}`");
        }

        var passages = new List<Passage>();
        var text = new StringBuilder();
        foreach (var declaration in found.Declarations.Take(3))
        {
            text.Append($"`{declaration.Name}` is declared at `{declaration.Path}:{declaration.StartLine + 1}`.\n");
            if (sources.Passage(declaration.Path, declaration.StartLine + 1, Math.Min(declaration.EndLine + 1, declaration.StartLine + KindLimits.MostLinesShown), declaration.Name) is { } passage)
            {
                passages.Add(passage);
            }
        }

        if (found.Declarations.Count > 1)
        {
            text.Append($"\n{found.Declarations.Count} declarations have this name; mentions of one cannot be told from those of another.\n");
        }

        var callers = found.Mentions.Where(m => !SourceReader.IsTest(m.Path)).ToList();
        var tests = found.Mentions.Where(m => SourceReader.IsTest(m.Path)).ToList();
        text.Append($"\n{Counted.Of(callers.Count, "place")} in {Counted.Of(callers.Select(m => m.Path).Distinct().Count(), "file")} mention{(callers.Count == 1 ? "s" : "")} it{(found.IsComplete ? "" : ", and there are more")}.\n");
        if (callers.Count > 0)
        {
            text.Append("\n### Directly\n\n");
            MentionList.Append(text, sources, callers.Take(KindLimits.MostListed), passages);
            text.Append(callers.Count > KindLimits.MostListed ? $"- and {callers.Count - KindLimits.MostListed} more\n" : "");
        }

        if (tests.Count > 0)
        {
            text.Append("\n### Tests to run\n\n");
            foreach (var file in tests.GroupBy(t => t.Path).OrderByDescending(g => g.Sum(t => t.Times)).Take(KindLimits.MostListed))
            {
                text.Append($"- `{file.Key}`\n");
            }
        }

        return new KindEvidence(question, text.ToString(), $"Tell what depends on `{symbol}` and how each place would be touched if its behaviour or its signature changed; the riskiest first.", [.. passages.Take(KindLimits.MostPassages)]);
    }
}
