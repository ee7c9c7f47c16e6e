using System.Text;
using Plumb.Ask.Evidence;
using Plumb.Ask.Tools;
using Plumb.Search;
using Plumb.Search.Workspaces;
using Plumb.Text;

namespace Plumb.Ask.Kinds;

/// <summary>Finds what a task asks for, from the index and the files: no model takes part.</summary>
internal sealed class KindCollector(IWorkspaceReader index)
{
    private const int MostMentions = 200;
    private const int MostPassages = 8;
    private const int MostListed = 12;
    private const int MostLinesShown = 60;
    private const int LinesOfReadme = 40;

    private readonly SourceReader sources = new(index.ReadText);

    public async Task<KindEvidence> CollectAsync(KindRequest request, CancellationToken cancellation) => request.Task switch
    {
        AskTask.Explain => await Task.Run(() => Explain(request.Target, cancellation), cancellation).ConfigureAwait(false),
        AskTask.Tests => await Task.Run(() => Tests(request.Target, cancellation), cancellation).ConfigureAwait(false),
        AskTask.Impact => await Task.Run(() => Impact(request.Target, cancellation), cancellation).ConfigureAwait(false),
        AskTask.Summarize => await Task.Run(() => Summarize(request.Target, cancellation), cancellation).ConfigureAwait(false),
        AskTask.Diff => await DiffAsync(request.Target, cancellation).ConfigureAwait(false),
        _ => await Task.Run(() => Tour(cancellation), cancellation).ConfigureAwait(false),
    };

    /// <summary>"a.cs", "a.cs:12" or "a.cs:12-40".</summary>
    public static (string Path, int? Start, int? End) ParseTarget(string target)
    {
        var colon = target.LastIndexOf(':');
        var lines = colon > 0 ? target[(colon + 1)..].Split('-') : [];
        return lines.Length is 1 or 2 && int.TryParse(lines[0], out var start) && int.TryParse(lines[^1], out var end) && start >= 1 && end >= start
            ? (target[..colon], start, end)
            : (target, null, null);
    }

    // Of the folder that the target lies in; without one, of all.
    private async Task<KindEvidence> DiffAsync(string target, CancellationToken cancellation)
    {
        IReadOnlyList<WorkspaceFolder> changed = target.Length > 0 && index.Locate(target) is { } place ? [place.Folder] : index.Folders;
        var diffs = new List<(string Prefix, string? Diff)>();
        foreach (var folder in changed)
        {
            diffs.Add((folder.Prefix, await GitHistory.DiffAsync(folder.Root, cancellation).ConfigureAwait(false)));
        }

        return DiffSummary.Write(diffs, sources);
    }

    /// <summary>A path that says no folder is one of the first folder that has it.</summary>
    private string Complete(string path) => index.Locate(path) is not null || path is "" or "." || !IsInside(path)
        ? path
        : index.Folders.FirstOrDefault(folder => Path.Exists(Path.Combine(folder.Root, path))) is { } found ? found.Prefix + path : path;

    private static bool IsInside(string path) => !Path.IsPathRooted(path) && !path.Split('/').Contains("..");

    private KindEvidence Explain(string target, CancellationToken cancellation)
    {
        var (path, first, last) = ParseTarget(target);
        path = Complete(path);
        var question = $"What does {target} do?";
        if (sources.Read(path) is not { } document)
        {
            return KindEvidence.Nothing(question, $"there is no text file {path} in the workspace");
        }

        if (first is null)
        {
            return Summarize(path, cancellation);
        }

        var lastLine = EvidenceCollector.LastLine(document);
        if (first.Value > lastLine)
        {
            return KindEvidence.Nothing(question, $"{path} has {Count(lastLine, "line")}");
        }

        // The declaration that holds all of the lines, and not the one that they begin in.
        var (start, end) = (first.Value, Math.Min(last!.Value, lastLine));
        var (firstText, lastText) = SourceReader.TextWithin(document, start, end);
        var declaration = SourceReader.Enclosing(document, firstText, lastText);
        var name = declaration?.Name ?? "";
        var selected = sources.Passage(path, start, end, name)!;
        var text = new StringBuilder($"`{selected.Place}` ");
        if (declaration is { } d)
        {
            var (ds, de) = SourceReader.LinesOf(document, d);
            text.Append($"{(ds >= start && de <= end ? "is" : "is a part of")} the {d.Kind.ToString().ToLowerInvariant()} `{d.Name}` (`{path}:{ds}-{de}`).");
            text.Append(SourceReader.DocOf(document, d) is { Length: > 0 } doc ? $"\n\nIts documentation begins: \"{doc}.\"\n" : "\n");
        }
        else
        {
            var held = SourceReader.Touched(document, start, end).Take(MostListed).Select(touched => $"`{touched.Name}`").ToList();
            text.Append(held.Count > 0 ? $"holds lines of {string.Join(", ", held)}.\n" : "stands outside of every declaration.\n");
        }

        var passages = new List<Passage> { selected };
        AppendCode(text, selected);
        var used = Uses(selected, name, cancellation).ToList();
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
            var mentions = index.FindMentions(name, MostListed, cancellation).Mentions.Where(m => m.Path != path || m.Line < start || m.Line > end).Take(5).ToList();
            if (mentions.Count > 0)
            {
                text.Append("\n### It is used by\n\n");
                AppendMentions(text, mentions, passages);
            }
        }

        return new KindEvidence(question, text.ToString(), "Explain the first passage to somebody who knows the language but not this code: what it is for, how it works step by step, what to watch out for.", [.. passages.Take(MostPassages)]);
    }

    // Names in the lines that the workspace declares elsewhere, in the order of the lines.
    private IEnumerable<(Passage Passage, string Symbol, string Doc)> Uses(Passage selected, string own, CancellationToken cancellation)
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

            var (start, end) = SourceReader.LinesOf(document, declaration);
            if (sources.Passage(one.Path, start, Math.Min(end, start + MostLinesShown), name) is { } passage)
            {
                found++;
                yield return (passage, name, SourceReader.DocOf(document, declaration));
            }
        }
    }

    private KindEvidence Tests(string symbol, CancellationToken cancellation)
    {
        var question = $"Where is `{symbol}` tested?";
        var found = index.FindMentions(symbol, MostMentions, cancellation);
        var tests = found.Mentions.Where(m => SourceReader.IsTest(m.Path)).ToList();
        if (tests.Count == 0)
        {
            return KindEvidence.Nothing(question, found.Declarations.Count == 0 ? $"nothing here is called `{symbol}`" : $"no test mentions `{symbol}` by its name; it may be tested through {string.Join(", ", found.Mentions.Take(3).Select(m => $"`{m.Path}`"))}");
        }

        var passages = new List<Passage>();
        var text = new StringBuilder($"`{symbol}` is mentioned by {Count(tests.Count, "test")} in {Count(tests.Select(t => t.Path).Distinct().Count(), "file")}; most often in `{tests[0].Path}`.\n\n");
        AppendMentions(text, tests.Take(MostListed), passages);
        if (tests.Count > MostListed)
        {
            text.Append($"- and {tests.Count - MostListed} more\n");
        }

        return new KindEvidence(question, text.ToString(), $"Tell which tests cover `{symbol}`, what each of them checks, and what none of them does.", passages);
    }

    private KindEvidence Impact(string symbol, CancellationToken cancellation)
    {
        var question = $"What may break when `{symbol}` changes?";
        var found = index.FindMentions(symbol, MostMentions, cancellation);
        if (found.Declarations.Count == 0)
        {
            return KindEvidence.Nothing(question, $"nothing here is called `{symbol}`");
        }

        var passages = new List<Passage>();
        var text = new StringBuilder();
        foreach (var declaration in found.Declarations.Take(3))
        {
            text.Append($"`{declaration.Name}` is declared at `{declaration.Path}:{declaration.StartLine + 1}`.\n");
            if (sources.Passage(declaration.Path, declaration.StartLine + 1, Math.Min(declaration.EndLine + 1, declaration.StartLine + MostLinesShown), declaration.Name) is { } passage)
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
        text.Append($"\n{Count(callers.Count, "place")} in {Count(callers.Select(m => m.Path).Distinct().Count(), "file")} mention{(callers.Count == 1 ? "s" : "")} it{(found.IsComplete ? "" : ", and there are more")}.\n");
        if (callers.Count > 0)
        {
            text.Append("\n### Directly\n\n");
            AppendMentions(text, callers.Take(MostListed), passages);
            text.Append(callers.Count > MostListed ? $"- and {callers.Count - MostListed} more\n" : "");
        }

        if (tests.Count > 0)
        {
            text.Append("\n### Tests to run\n\n");
            foreach (var file in tests.GroupBy(t => t.Path).OrderByDescending(g => g.Sum(t => t.Times)).Take(MostListed))
            {
                text.Append($"- `{file.Key}`\n");
            }
        }

        return new KindEvidence(question, text.ToString(), $"Tell what depends on `{symbol}` and how each place would be touched if its behaviour or its signature changed; the riskiest first.", [.. passages.Take(MostPassages)]);
    }

    private KindEvidence Summarize(string target, CancellationToken cancellation)
    {
        var path = Complete(target.Replace('\\', '/').Trim('/'));
        var question = $"What is in {(path is "" or "." ? "this workspace" : path)}?";
        if (Path.IsPathRooted(target) || !IsInside(path))
        {
            return KindEvidence.Nothing(question, "the path leads outside of the workspace");
        }

        if (path is "" or ".")
        {
            return Folder("", question, cancellation);
        }

        if (index.Locate(path) is not { } place)
        {
            return KindEvidence.Nothing(question, $"there is no text file and no folder {path} in the workspace");
        }

        var full = Path.GetFullPath(Path.Combine(place.Folder.Root, place.Path));
        if (Directory.Exists(full))
        {
            return Folder(path, question, cancellation);
        }

        if (File.Exists(full) && new FileInfo(full).LinkTarget is null && LogSummary.IsLog(full))
        {
            return LogSummary.Write(full, path, question, cancellation);
        }

        if (sources.Read(path) is not { } document)
        {
            return KindEvidence.Nothing(question, $"there is no text file and no folder {path} in the workspace");
        }

        var declarations = document.Outline.Declarations;
        var passages = new List<Passage> { sources.Passage(path, 1, 400, "")! };
        var text = new StringBuilder($"`{path}` is {document.Language.Name}, {Count(EvidenceCollector.LastLine(document), "line")}, {Count(declarations.Count, "declaration")}.\n");
        if (declarations.Count > 0)
        {
            text.Append('\n');
        }

        foreach (var (declaration, depth) in declarations.Select(d => (d, DepthOf(declarations, d))).Where(pair => pair.Item2 < 2 && pair.d.Kind is not (DeclarationKind.Variable or DeclarationKind.EnumMember or DeclarationKind.Field)).Take(40))
        {
            var (start, end) = SourceReader.LinesOf(document, declaration);
            var doc = SourceReader.DocOf(document, declaration);
            text.Append(' ', depth * 2).Append($"- `{declaration.Name}` ({declaration.Kind.ToString().ToLowerInvariant()}, `{path}:{start}{(end > start ? $"-{end}" : "")}`){(doc.Length > 0 ? ": " + doc : "")}\n");
        }

        return new KindEvidence(question, text.ToString(), "Summarise the file: what it is for, its parts, and what somebody who changes it has to know.", passages);
    }

    private KindEvidence Folder(string folder, string question, CancellationToken cancellation)
    {
        var map = index.GetMap(MostListed * 2, folder, cancellation);
        if (map.TotalFiles == 0)
        {
            return KindEvidence.Nothing(question, "nothing in it is indexed");
        }

        var passages = new List<Passage>();
        var text = new StringBuilder($"{(folder.Length == 0 ? "The workspace" : $"`{folder}`")} has {Count(map.TotalFiles, "indexed file")} and {Count(map.TotalSymbols, "declaration")}.\n");
        IEnumerable<string> tops = folder.Length > 0 ? [folder] : index.Folders.Select(f => f.Prefix.TrimEnd('/'));
        foreach (var top in tops)
        {
            AppendReadme(text, top, passages);
        }

        AppendMap(text, map, passages, "What the rest builds on");
        return new KindEvidence(question, text.ToString(), "Summarise the folder: what it is for, its main parts and how they work together.", passages);
    }

    private KindEvidence Tour(CancellationToken cancellation)
    {
        const string Question = "Where does somebody new to this code begin?";
        var map = index.GetMap(MostListed * 2, "", cancellation);
        if (map.TotalFiles == 0)
        {
            return KindEvidence.Nothing(Question, "nothing is indexed");
        }

        var languages = index.Folders.SelectMany(folder => folder.Index.GetStatus().Languages).GroupBy(pair => pair.Key, pair => pair.Value).OrderByDescending(g => g.Sum()).Take(4).Select(g => $"{g.Key} ({g.Sum()})");
        var passages = new List<Passage>();
        var text = new StringBuilder($"{Count(map.TotalFiles, "file")}, {Count(map.TotalSymbols, "declaration")}; mostly {string.Join(", ", languages)}.\n");
        foreach (var folder in index.Folders)
        {
            AppendReadme(text, folder.Prefix.TrimEnd('/'), passages);
        }

        AppendMap(text, map, passages, "Read these first: the rest builds on them");
        var entries = index.FindSymbols("main", MostListed, cancellation).Where(s => s.Name is "main" or "Main" && s.Kind is DeclarationKind.Function or DeclarationKind.Method && !SourceReader.IsTest(s.Path)).Take(6).ToList();
        if (entries.Count > 0)
        {
            text.Append("\n### Where it starts\n\n");
            foreach (var entry in entries)
            {
                text.Append($"- `{entry.Name}` — `{entry.Path}:{entry.StartLine + 1}`\n");
            }
        }

        text.Append("\n### Then\n\n- `plumb ask --summarize FOLDER` for each part, `plumb ask --explain FILE:LINES` for what is unclear\n");
        return new KindEvidence(Question, text.ToString(), "Write a tour for somebody new: what this is, its main parts, in which order to read them and why, where a program starts.", [.. passages.Take(MostPassages + 4)]);
    }

    private void AppendReadme(StringBuilder text, string folder, List<Passage> passages)
    {
        var path = new[] { "README.md", "readme.md", "README.rst", "README.txt", "README" }.Select(name => folder.Length == 0 ? name : folder + "/" + name).FirstOrDefault(name => sources.Read(name) is not null);
        if (path is null)
        {
            return;
        }

        // The first paragraph of prose says what it is; badges and headings above it do not.
        var document = sources.Read(path)!;
        // It says so with its own name or with "is a"; where no line does, the first one has to do.
        var prose = Enumerable.Range(1, Math.Min(LinesOfReadme, document.Lines.LineCount)).Where(line => IsProse(EvidenceCollector.LineOf(document, line))).ToList();
        var first = prose.Find(line => SaysWhatItIs(EvidenceCollector.LineOf(document, line))) is > 0 and var said ? said : prose.FirstOrDefault();
        if (first == 0)
        {
            return;
        }

        var last = first;
        while (last < document.Lines.LineCount && last < first + 8 && EvidenceCollector.LineOf(document, last + 1).Trim().Length > 0)
        {
            last++;
        }

        var passage = sources.Passage(path, first, last, "")!;
        passages.Add(passage);
        text.Append('\n').AppendJoin('\n', passage.Lines.Select(line => "> " + line)).Append($"\n>\n> — `{passage.Place}`\n");
    }

    private static bool IsProse(string line) => line.Trim() is { Length: > 20 } text && char.IsLetter(text.TrimStart('*', '_')[0]) && !text.StartsWith('<') && text.Contains(' ', StringComparison.Ordinal);

    private static bool SaysWhatItIs(string line) =>
        line.Contains(" is a ", StringComparison.Ordinal) || line.Contains(" is an ", StringComparison.Ordinal) || line.Contains(" is the ", StringComparison.Ordinal) || line.Contains(" provides ", StringComparison.Ordinal);

    private void AppendMap(StringBuilder text, WorkspaceMap map, List<Passage> passages, string title)
    {
        text.Append($"\n### {title}\n\n");
        foreach (var file in map.Files.Take(MostListed))
        {
            text.Append($"- `{file.Path}`{(file.MentionedBy > 0 ? $", mentioned by {Count(file.MentionedBy, "file")}" : "")}\n");
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

    private void AppendMentions(StringBuilder text, IEnumerable<MentionHit> mentions, List<Passage> passages)
    {
        foreach (var mention in mentions)
        {
            var name = NameOf(mention);
            text.Append($"- {(name.Length > 0 ? $"`{name}` — " : "")}`{mention.Path}:{mention.Line}`{(mention.Times > 1 ? $", {mention.Times} times" : "")}\n");
            if (sources.Passage(mention.Path, mention.StartLine, Math.Min(mention.EndLine, mention.StartLine + MostLinesShown), mention.Symbol) is { } passage)
            {
                passages.Add(passage);
            }
        }
    }

    // Small declarations are indexed together, under no name or that of the first: the one that the line stands in is meant.
    private string NameOf(MentionHit mention) =>
        mention.Symbol.Length == 0 && sources.Read(mention.Path) is { Language.Kind: LanguageKind.Code } document && SourceReader.Enclosing(document, mention.Line) is { } around
            ? around.Name
            : mention.Symbol;

    private static void AppendCode(StringBuilder text, Passage passage)
    {
        var fence = passage.Lines.Any(line => line.Contains("```", StringComparison.Ordinal)) ? "~~~~" : "```";
        text.Append($"\n{fence}{passage.Language.Id}\n").AppendJoin('\n', passage.Lines.Take(MostLinesShown)).Append(passage.Lines.Count > MostLinesShown ? "\n…" : "").Append($"\n{fence}\n");
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

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
