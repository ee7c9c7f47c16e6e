using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Plumb.Ask.Evidence;
using Plumb.Ask.Json;
using Plumb.Ask.Models;
using Plumb.Search.Discovery;
using Plumb.Search.Workspaces;
using Plumb.Text;

namespace Plumb.Ask.Tools;

/// <summary>
/// What a model may look at: files that discovery finds below the workspace root, their index and their history. Nothing
/// is written, no command is run on its word, and no path leads outside, be it by "..", by a link or by an ignored file.
/// </summary>
internal sealed class WorkspaceTools(IWorkspaceReader index)
{
    private const int MostHits = 8;
    private const int MostLinesOfHit = 30;
    private const int MostLines = 200;
    private const int MostMentions = 25;
    private const int MostFiles = 200;
    private const int MostMatches = 40;
    private const int MostColumns = 300;
    private const int MostCommits = 20;

    private HashSet<string>? files;

    public static IReadOnlyList<ToolDefinition> Definitions { get; } =
    [
        new("search", "Finds the passages of the workspace that fit words, an identifier or a question best.", [new("query", "string", "Words, an identifier or a question.", true)]),
        new("read", $"Reads lines of a file, at most {MostLines}.", [new("path", "string", "From the workspace root.", true), new("start", "integer", "First line, from 1.", false), new("end", "integer", "Last line.", false)]),
        new("outline", "Lists the declarations of a file with their lines.", [new("path", "string", "From the workspace root.", true)]),
        new("references", "Tells where a name is declared and who mentions it.", [new("name", "string", "A name of code.", true)]),
        new("list", "Lists the files below a folder.", [new("folder", "string", "From the workspace root; empty for all.", false)]),
        new("grep", "Finds lines that match a regular expression.", [new("pattern", "string", "A regular expression without lookaround.", true), new("folder", "string", "Only below it.", false)]),
        new("git_log", "Tells the last commits that changed a file.", [new("path", "string", "From the workspace root.", true)]),
        new("git_blame", "Tells which commit each line of a file is from.", [new("path", "string", "From the workspace root.", true), new("start", "integer", "First line.", true), new("end", "integer", "Last line.", true)]),
    ];

    /// <summary>Lines that were shown: what an answer may cite.</summary>
    public List<Passage> Shown { get; } = [];

    /// <summary>Does what is asked; what cannot be done is told in the result, for the model to go on with.</summary>
    public async Task<string> CallAsync(ToolCall call, CancellationToken cancellation)
    {
        if (ToolArguments.Read(call.Arguments) is not { } arguments)
        {
            return "error: the arguments are no JSON object; write them anew.";
        }

        string Text(string name) => arguments.GetValueOrDefault(name, "").Trim();
        int? Number(string name) => int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
        return call.Name switch
        {
            "search" => await Task.Run(() => Search(Text("query"), cancellation), cancellation).ConfigureAwait(false),
            "read" => Read(Text("path"), Number("start") ?? 1, Number("end"), cancellation),
            "outline" => Outline(Text("path"), cancellation),
            "references" => await Task.Run(() => References(Text("name"), cancellation), cancellation).ConfigureAwait(false),
            "list" => List(Text("folder"), cancellation),
            "grep" => await Task.Run(() => Grep(Text("pattern"), Text("folder"), cancellation), cancellation).ConfigureAwait(false),
            "git_log" => Place(Text("path"), cancellation) is not { } place ? NoFile(Text("path")) : await GitHistory.LogAsync(place.Folder.Root, place.Path, MostCommits, cancellation).ConfigureAwait(false) ?? "error: there is no history here.",
            "git_blame" => Place(Text("path"), cancellation) is not { } place ? NoFile(Text("path"))
                : await GitHistory.BlameAsync(place.Folder.Root, place.Path, Math.Max(1, Number("start") ?? 1), Math.Max(1, Math.Min(Number("end") ?? int.MaxValue, (Number("start") ?? 1) + MostLines)), cancellation).ConfigureAwait(false) ?? "error: there is no history here, or no such lines.",
            _ => $"error: there is no tool {call.Name}; there are {string.Join(", ", Definitions.Select(d => d.Name))}.",
        };
    }

    private string Search(string query, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        foreach (var hit in index.Search(query, MostHits, cancellation).Hits)
        {
            if (FindHit(hit.Path, cancellation) is { } document)
            {
                Append(text, document, hit.Path, hit.StartLine, Math.Min(hit.EndLine, hit.StartLine + MostLinesOfHit - 1), hit.Symbol);
            }
        }

        return text.Length > 0 ? text.ToString() : "nothing found.";
    }

    private string Read(string path, int start, int? end, CancellationToken cancellation)
    {
        if (Find(path, cancellation) is not { } document)
        {
            return NoFile(path);
        }

        start = Math.Max(1, start);
        var last = Math.Min(Math.Min(end ?? int.MaxValue, start + MostLines - 1), document.Lines.LineCount);
        if (last < start)
        {
            return $"error: {Clean(path)} has {document.Lines.LineCount} lines.";
        }

        var text = new StringBuilder();
        Append(text, document, Clean(path), start, last, "");
        return text.Append(last < document.Lines.LineCount ? $"({document.Lines.LineCount} lines in all)\n" : "").ToString();
    }

    private string Outline(string path, CancellationToken cancellation)
    {
        if (Find(path, cancellation) is not { } document)
        {
            return NoFile(path);
        }

        var text = new StringBuilder();
        foreach (var declaration in document.Outline.Declarations.Take(MostFiles))
        {
            text.Append(document.Lines.GetLine(declaration.Span.Start) + 1).Append('-').Append(document.Lines.GetLine(Math.Max(declaration.Span.Start, declaration.Span.End - 1)) + 1)
                .Append(' ').Append(declaration.Kind).Append(' ').Append(declaration.Name).Append('\n');
        }

        return text.Length > 0 ? text.ToString() : "no declarations.";
    }

    private string References(string name, CancellationToken cancellation)
    {
        var found = index.FindMentions(name, MostMentions, cancellation);
        var text = new StringBuilder();
        foreach (var declaration in found.Declarations.Take(MostHits))
        {
            text.Append("declared at ").Append(declaration.Path).Append(':').Append(declaration.StartLine + 1).Append(' ').Append(declaration.Kind).Append(' ').Append(declaration.Name).Append('\n');
        }

        foreach (var mention in found.Mentions)
        {
            text.Append(mention.Path).Append(':').Append(mention.Line).Append(": ").Append(Cut(mention.Text)).Append('\n');
            if (FindHit(mention.Path, cancellation) is { } document)
            {
                Show(document, mention.Path, mention.Line, mention.Line, mention.Symbol);
            }
        }

        return text.Length > 0 ? text.ToString() : "nothing of this name.";
    }

    private string List(string folder, CancellationToken cancellation)
    {
        var below = Below(folder, cancellation);
        return below.Count == 0 ? "no files there." : string.Join('\n', below.Take(MostFiles)) + (below.Count > MostFiles ? $"\n({below.Count} files in all)" : "");
    }

    private string Grep(string pattern, string folder, CancellationToken cancellation)
    {
        Regex regex;
        try
        {
            // In time linear in the text, whatever the pattern.
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return "error: " + e.Message.ReplaceLineEndings(" ");
        }

        var text = new StringBuilder();
        var matches = 0;
        foreach (var path in Below(folder, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (index.ReadText(path) is not { } document)
            {
                continue;
            }

            for (var line = 1; line <= document.Lines.LineCount && matches < MostMatches; line++)
            {
                var content = DocumentLines.LineOf(document, line);
                if (regex.IsMatch(content))
                {
                    matches++;
                    text.Append(path).Append(':').Append(line).Append(": ").Append(Cut(content.Trim())).Append('\n');
                    Show(document, path, line, line, "");
                }
            }
        }

        return text.Length > 0 ? text.ToString() : "no line matches.";
    }

    private List<string> Below(string folder, CancellationToken cancellation)
    {
        var prefix = Clean(folder).TrimEnd('/') is { Length: > 0 } clean and not "." ? clean + "/" : "";
        return [.. Files(cancellation).Where(path => path.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>A file that discovery found, and only such: its name alone opens nothing.</summary>
    private TextDocument? Find(string path, CancellationToken cancellation) =>
        Clean(path) is var clean && Files(cancellation).Contains(clean) ? index.ReadText(clean) : null;

    // The index finds what was typed into a new file before there is one on disk: then that may be looked at as well.
    private TextDocument? FindHit(string path, CancellationToken cancellation)
    {
        if (index.Locate(path) is { } place && place.Folder.Index.Overlay.Holds(place.Path))
        {
            Files(cancellation).Add(path);
        }

        return Find(path, cancellation);
    }

    /// <summary>The folder of such a file, and its path from there.</summary>
    private (WorkspaceFolder Folder, string Path)? Place(string path, CancellationToken cancellation) =>
        Find(path, cancellation) is null ? null : index.Locate(Clean(path));

    private HashSet<string> Files(CancellationToken cancellation)
    {
        if (files is null)
        {
            files = new HashSet<string>(StringComparer.Ordinal);
            foreach (var folder in index.Folders)
            {
                WorkspaceWalker.Walk(folder.Root, folder.Index.DiscoveryRules, new Sink(folder, files), cancellation);
            }
        }

        return files;
    }

    private static string Clean(string path)
    {
        path = path.Replace('\\', '/');
        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
    }

    private static string NoFile(string path) => $"error: the workspace has no text file {path}; 'list' and 'search' tell which there are.";

    private void Append(StringBuilder text, TextDocument document, string path, int start, int end, string symbol)
    {
        text.Append(path).Append(':').Append(start).Append('-').Append(end).Append(' ').Append(symbol).Append('\n');
        foreach (var (line, number) in Show(document, path, start, end, symbol).Select((line, i) => (line, start + i)))
        {
            text.Append(number).Append("| ").Append(line).Append('\n');
        }
    }

    private IReadOnlyList<string> Show(TextDocument document, string path, int start, int end, string symbol)
    {
        end = Math.Min(end, document.Lines.LineCount);
        var lines = Enumerable.Range(start, Math.Max(0, end - start + 1)).Select(line => DocumentLines.LineOf(document, line)).ToList();
        Shown.Add(new Passage(path, start, end, symbol, document.Language, 0, lines, [], 0));
        return lines;
    }

    private static string Cut(string line) => line.Length <= MostColumns ? line : line[..MostColumns] + "…";

    // What lies in an inner workspace folder is that one's.
    private sealed class Sink(WorkspaceFolder folder, HashSet<string> files) : IDiscoverySink
    {
        private readonly IReadOnlyCollection<string> elsewhere = folder.Index.Elsewhere;

        public void OnFile(in WorkspaceFile file)
        {
            var path = file.Path;
            if (!elsewhere.Any(inner => path.StartsWith(inner, StringComparison.Ordinal)))
            {
                files.Add(folder.Prefix + path);
            }
        }

        public void OnSkipped(in SkippedFile skipped)
        {
        }
    }
}
