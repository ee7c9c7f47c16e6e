using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Plumb.Search;
using Plumb.Search.Discovery;
using Plumb.Text;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb why PATH...</c>: why files are indexed, or why not. 1 when any of them is not.</summary>
internal static class WhyCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Files or folders, from the workspace or absolute.", Arity = ArgumentArity.OneOrMore };
        var workspace = WorkspaceArguments.Workspace();
        var json = WorkspaceArguments.Json();
        var command = new Command("why", "Say why a file is indexed, or why it is not: which ignore file and line, which rule, which error.") { paths, workspace, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetValue(paths) ?? [], parsed.GetValue(workspace), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(string[] paths, string? workspace, bool json, CancellationToken cancellation)
    {
        using var index = WorkspaceArguments.Open(workspace, embedder: null);
        var explained = paths.Select(path => index.Explain(path, cancellation)).ToList();
        if (json)
        {
            var report = new WhyReport(index.Options.Root, [.. explained.Select(e => new WhyFileReport(
                e.Path, WorkspaceArguments.Name(e.State.ToString()), e.Reason == SkipReason.None ? null : WorkspaceArguments.Name(e.Reason), e.By, Detail(e), e.Chunks, e.Symbols, e.Secrets, e.Language))]);
            Console.Out.WriteLine(JsonSerializer.Serialize(report, WorkspaceJson.Indented.WhyReport));
        }
        else
        {
            foreach (var e in explained)
            {
                Console.Out.WriteLine(PrintableText.Of(Sentence(e)));
            }
        }

        return explained.TrueForAll(e => e.IsFound || e.State == PathState.Folder) ? PlumbCommand.Good : PlumbCommand.Findings;
    }

    private static string Sentence(PathExplanation e)
    {
        var state = e.State switch
        {
            PathState.Skipped => "not indexed, " + WorkspaceArguments.Name(e.Reason),
            PathState.Pending => "not indexed yet",
            PathState.Absent or PathState.Outside or PathState.Disabled => "not indexed",
            PathState.Folder => "a folder",
            _ => "indexed",
        };
        var language = e.Language is null ? "" : $", {e.Language}";
        var secrets = e.Secrets == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {e.Secrets} secrets masked");
        return $"{e.Path}: {state}: {Detail(e)}{language}{secrets}";
    }

    private static string Detail(PathExplanation e) =>
        e.State == PathState.Skipped && e.By.TrimEnd('/') != e.Path ? $"{e.By} is left out: {e.Detail}"
        : e.State is PathState.Pending or PathState.Changed ? e.Detail + " (plumb index)"
        : e.Detail;
}
