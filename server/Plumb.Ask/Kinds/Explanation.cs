using System.Text;
using Plumb.Ask.Evidence;
using Plumb.Search.Workspaces;
using Plumb.Text;

namespace Plumb.Ask.Kinds;

/// <summary>What selected lines are a part of, what they use, and who uses them.</summary>
internal static class Explanation
{
    /// <param name="path">Of the document, posix, from the workspace root.</param>
    /// <param name="first">First line, 1-based.</param>
    /// <param name="last">Last line, inclusive; there may be fewer.</param>
    public static KindEvidence Write(IWorkspaceReader index, SourceReader sources, string question, string path, TextDocument document, int first, int last, CancellationToken cancellation)
    {
        var lastLine = DocumentLines.LastLine(document);
        if (first > lastLine)
        {
            return KindEvidence.Nothing(question, $"{path} has {Counted.Of(lastLine, "line")}");
        }

        // The declaration that holds all of the lines, and not the one that they begin in.
        var (start, end) = (first, Math.Min(last, lastLine));
        var (firstText, lastText) = SourceReader.TextWithin(document, start, end);
        var declaration = SourceReader.Enclosing(document, firstText, lastText);
        var name = declaration?.Name ?? "";
        var selected = sources.Passage(path, start, end, name)!;
        var text = new StringBuilder($"`{selected.Place}` ");
        if (declaration is { } d)
        {
            var (ds, de) = DocumentLines.Of(document, d);
            text.Append($"{(ds >= start && de <= end ? "is" : "is a part of")} the {d.Kind.ToString().ToLowerInvariant()} `{d.Name}` (`{path}:{ds}-{de}`).");
            text.Append(SourceReader.DocOf(document, d) is { Length: > 0 } doc ? $"\n\nIts documentation begins: \"{doc}.\"\n" : "\n");
        }
        else
        {
            var held = SourceReader.Touched(document, start, end).Take(KindLimits.MostListed).Select(touched => $"`{touched.Name}`").ToList();
            text.Append(held.Count > 0 ? $"holds lines of {string.Join(", ", held)}.\n" : "stands outside of every declaration.\n");
        }

        var passages = new List<Passage> { selected };
        AppendCode(text, selected);
        var used = Uses(index, sources, selected, name, cancellation).ToList();
        if (used.Count > 0)
        {
            text.Append("\n### It uses\n\n");
            foreach (var (passage, symbol, doc) in used)
            {
                passages.Add(passage);
                text.Append($"- `{symbol}` — `{passage.Path}:{passage.StartLine}`{(doc.Length > 0 ? ": " + doc : "")}\n");
            }
        }

        if (name.Length > 0)
        {
            var mentions = index.FindMentions(name, KindLimits.MostListed, cancellation).Mentions.Where(m => m.Path != path || m.Line < start || m.Line > end).Take(5).ToList();
            if (mentions.Count > 0)
            {
                text.Append("\n### It is used by\n\n");
                MentionList.Append(text, sources, mentions, passages);
            }
        }

        return new KindEvidence(question, text.ToString(), "Explain the first passage to somebody who knows the language but not this code: what it is for, how it works step by step, what to watch out for.", [.. passages.Take(KindLimits.MostPassages)]);
    }

    // Names in the lines that the workspace declares elsewhere, in the order of the lines.
    private static IEnumerable<(Passage Passage, string Symbol, string Doc)> Uses(IWorkspaceReader index, SourceReader sources, Passage selected, string own, CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { own };
        var found = 0;
        foreach (var name in selected.Lines.SelectMany(Names))
        {
            cancellation.ThrowIfCancellationRequested();
            if (found == 6 || name.Length < 4 || !seen.Add(name))
            {
                continue;
            }

            // One that many declare says nothing about which is meant.
            var declared = index.FindSymbols(name, 4, cancellation).Where(s => s.Name == name && s.Kind is not (DeclarationKind.Heading or DeclarationKind.Key or DeclarationKind.Variable)).ToList();
            if (declared is not [var one] || (one.Path == selected.Path && one.StartLine + 1 >= selected.StartLine && one.StartLine + 1 <= selected.EndLine) || sources.Read(one.Path) is not { } document
                || SourceReader.Enclosing(document, one.StartLine + 1) is not { } declaration)
            {
                continue;
            }

            var (start, end) = DocumentLines.Of(document, declaration);
            if (sources.Passage(one.Path, start, Math.Min(end, start + KindLimits.MostLinesShown), name) is { } passage)
            {
                found++;
                yield return (passage, name, SourceReader.DocOf(document, declaration));
            }
        }
    }

    private static void AppendCode(StringBuilder text, Passage passage)
    {
        var fence = passage.Lines.Any(line => line.Contains("```", StringComparison.Ordinal)) ? "~~~~" : "```";
        text.Append($"\n{fence}{passage.Language.Id}\n").AppendJoin('\n', passage.Lines.Take(KindLimits.MostLinesShown)).Append(passage.Lines.Count > KindLimits.MostLinesShown ? "\n…" : "").Append($"\n{fence}\n");
    }

    private static IEnumerable<string> Names(string line)
    {
        for (var i = 0; i < line.Length;)
        {
            var start = i;
            while (i < line.Length && (char.IsLetterOrDigit(line[i]) || line[i] == '_'))
            {
                i++;
            }

            if (i > start)
            {
                yield return line[start..i];
            }

            i++;
        }
    }
}
