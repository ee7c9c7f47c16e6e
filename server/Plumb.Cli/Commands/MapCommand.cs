using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumb.Search;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb map</c>: the declarations that the rest of a workspace builds on, or who mentions one of them.</summary>
internal static class MapCommand
{
    private const int DefaultLimit = 60;
    private const int MaxLimit = 10_000;

    public static Command Create()
    {
        var workspace = WorkspaceArguments.Workspace();
        var limit = new Option<int>("--limit", "-n") { Description = "Most declarations; with --symbol most places.", DefaultValueFactory = _ => DefaultLimit, HelpName = "N" };
        var symbol = new Option<string?>("--symbol", "-s") { Description = "Who mentions this name: its declarations, and the chunks that mention it, best first.", HelpName = "NAME" };
        var json = new Option<bool>("--json")
        {
            Description = "Print JSON: { path, files: [{ path, language, share, mentionedBy, declarations: [{ name, kind, signature, startLine, endLine, depth, share, mentionedBy }] }], totalFiles, totalSymbols }; "
                + "with --symbol { name, declarations: [{ path, line, name, container, kind }], mentions: [{ path, line, text, symbol, startLine, endLine, times }], complete }. "
                + "Lines count from 1; share is the part of the workspace's rank that comes by mentions.",
        };
        var noRefresh = WorkspaceArguments.NoRefresh();
        var path = new Argument<string?>("path") { Description = "A folder or file of the workspace, from its root; all of it where none is given.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("map", "List the declarations that the rest of a workspace builds on, the most mentioned files first.") { workspace, limit, symbol, json, noRefresh, path };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(workspace), parsed.GetValue(limit), parsed.GetValue(symbol), parsed.GetValue(json), parsed.GetValue(noRefresh), parsed.GetValue(path), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? workspace, int limit, string? symbol, bool json, bool noRefresh, string? path, CancellationToken cancellation)
    {
        if (limit is < 1 or > MaxLimit)
        {
            throw new CommandException($"--limit is {limit}, it has to be between 1 and {MaxLimit}.");
        }

        if (symbol is not null && path is not null)
        {
            throw new CommandException("A path and --symbol exclude each other.");
        }

        if (symbol is not null && string.IsNullOrWhiteSpace(symbol))
        {
            throw new CommandException("--symbol needs a name.");
        }

        // No vector is needed here, so no embedder is opened.
        using var index = WorkspaceArguments.Open(workspace, embedder: null);
        var inside = path is null ? null : Inside(index.Options.Root, path);
        await WorkspaceArguments.RefreshAsync(index, noRefresh, cancellation);
        if (symbol is not null)
        {
            var found = index.FindMentions(symbol.Trim(), limit, cancellation);
            Console.Out.Write(json ? WriteJson(found) : WriteText(found));
            return found.Declarations.Count + found.Mentions.Count > 0 ? PlumbCommand.Good : PlumbCommand.Findings;
        }

        var map = index.GetMap(limit, inside, cancellation);
        Console.Out.Write(json ? WriteJson(map, inside ?? string.Empty) : WriteText(map));
        return map.Files.Count > 0 ? PlumbCommand.Good : PlumbCommand.Findings;
    }

    private static string Inside(string root, string path)
    {
        var full = Path.GetFullPath(path, root);
        var relative = Path.GetRelativePath(root, full).Replace('\\', '/');
        if (relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative))
        {
            throw new CommandException($"'{path}' is not in the workspace {root}.");
        }

        return !File.Exists(full) && !Directory.Exists(full)
            ? throw new CommandException($"There is no '{relative}' in the workspace {root}.")
            : relative == "." ? string.Empty : relative;
    }

    private static string WriteJson(WorkspaceMap map, string path) => JsonSerializer.Serialize(
        new MapReport(
            path,
            [.. map.Files.Select(f => new MapFileReport(
                f.Path,
                f.Language,
                Rounded(f.Share),
                f.MentionedBy,
                [.. f.Declarations.Select(d => new MapDeclarationReport(d.Name, KindOf(d.Kind), d.Signature, d.StartLine, d.EndLine, d.Depth, Rounded(d.Share), d.MentionedBy))]))],
            map.TotalFiles,
            map.TotalSymbols),
        WorkspaceJson.Indented.MapReport) + "\n";

    private static string WriteJson(SymbolMentions found) => JsonSerializer.Serialize(
        new MentionReport(
            found.Name,
            [.. found.Declarations.Select(d => new DeclarationReport(d.Path, d.StartLine + 1, d.Name, d.Container, KindOf(d.Kind)))],
            [.. found.Mentions.Select(m => new MentionPlaceReport(m.Path, m.Line, m.Text, m.Symbol, m.StartLine, m.EndLine, m.Times))],
            found.IsComplete),
        WorkspaceJson.Indented.MentionReport) + "\n";

    private static string WriteText(WorkspaceMap map)
    {
        if (map.Files.Count == 0)
        {
            return "No declarations here.\n";
        }

        var style = Style.ForOutput();
        var text = new StringBuilder();
        foreach (var file in map.Files)
        {
            text.Append(style.Path(Printable(file.Path)));
            if (file.MentionedBy > 0)
            {
                text.Append(style.Dim($"  mentioned by {Count(file.MentionedBy, "file")}"));
            }

            text.Append('\n');
            foreach (var declaration in file.Declarations)
            {
                text.Append(style.Dim(declaration.StartLine.ToString(CultureInfo.InvariantCulture).PadLeft(6))).Append("  ")
                    .Append(' ', declaration.Depth * 2).Append(declaration.Signature);
                if (declaration.MentionedBy > 0)
                {
                    text.Append(style.Dim(string.Create(CultureInfo.InvariantCulture, $"  ({declaration.MentionedBy})")));
                }

                text.Append('\n');
            }
        }

        return text.Append(style.Dim($"{Count(map.Files.Sum(f => f.Declarations.Count), "declaration")} of {map.TotalSymbols} in {map.Files.Count} of {Count(map.TotalFiles, "file")}")).Append('\n').ToString();
    }

    private static string WriteText(SymbolMentions found)
    {
        if (found.Declarations.Count + found.Mentions.Count == 0)
        {
            return $"Nothing declares or mentions {Printable(found.Name)}.\n";
        }

        var style = Style.ForOutput();
        var text = new StringBuilder();
        foreach (var declared in found.Declarations)
        {
            text.Append("declared   ").Append(style.Path(Printable(declared.Path))).Append(style.Dim($":{declared.StartLine + 1}")).Append("  ")
                .Append(style.Bold(declared.Container.Length > 0 ? $"{declared.Container}.{declared.Name}" : declared.Name)).Append('\n');
        }

        foreach (var mention in found.Mentions)
        {
            text.Append("mentioned  ").Append(style.Path(Printable(mention.Path))).Append(style.Dim($":{mention.Line}"));
            if (mention.Symbol.Length > 0)
            {
                text.Append("  ").Append(style.Bold(mention.Symbol));
            }

            text.Append(style.Dim(mention.Times > 1 ? $"  {mention.Times} times" : "")).Append("\n           ").Append(Printable(mention.Text)).Append('\n');
        }

        return text.Append(found.IsComplete ? "" : "and more: --limit N lists them\n").ToString();
    }

    private static string Count(int n, string what) => string.Create(CultureInfo.InvariantCulture, $"{n} {what}{(n == 1 ? "" : "s")}");

    private static double Rounded(double share) => Math.Round(share, 6);

    private static string KindOf(Text.DeclarationKind kind)
    {
        var name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    // A hostile name must not write to the terminal what it likes.
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) && c != '\t' ? '\uFFFD' : c));
}
