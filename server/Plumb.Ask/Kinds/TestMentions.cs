using System.Text;
using Plumb.Ask.Evidence;
using Plumb.Search.Workspaces;

namespace Plumb.Ask.Kinds;

/// <summary>Which tests mention a symbol.</summary>
internal static class TestMentions
{
    public static KindEvidence Write(IWorkspaceReader index, SourceReader sources, string symbol, CancellationToken cancellation)
    {
        var question = $"Where is `{symbol}` tested?";
        var found = index.FindMentions(symbol, KindLimits.MostMentions, cancellation);
        var tests = found.Mentions.Where(m => SourceReader.IsTest(m.Path)).ToList();
        if (tests.Count == 0)
        {
            return KindEvidence.Nothing(question, found.Declarations.Count == 0 ? $"nothing here is called `{symbol}`" : $"no test mentions `{symbol}` by its name; it may be tested through {string.Join(", ", found.Mentions.Take(3).Select(m => $"`{m.Path}`"))}");
        }

        var passages = new List<Passage>();
        var text = new StringBuilder($"`{symbol}` is mentioned by {Counted.Of(tests.Count, "test")} in {Counted.Of(tests.Select(t => t.Path).Distinct().Count(), "file")}; most often in `{tests[0].Path}`.\n\n");
        MentionList.Append(text, sources, tests.Take(KindLimits.MostListed), passages);
        if (tests.Count > KindLimits.MostListed)
        {
            text.Append($"- and {tests.Count - KindLimits.MostListed} more\n");
        }

        return new KindEvidence(question, text.ToString(), $"Tell which tests cover `{symbol}`, what each of them checks, and what none of them does.", passages);
    }
}
