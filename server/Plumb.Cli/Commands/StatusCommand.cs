using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumb.Search;
using Plumb.Search.Discovery;
using Plumb.Text;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb status</c>: what is indexed, and why the rest is not.</summary>
internal static class StatusCommand
{
    private const int LanguagesShown = 8;
    private const int ExamplesShown = 3;

    public static Command Create()
    {
        var workspace = WorkspaceArguments.Workspace();
        var json = WorkspaceArguments.Json();
        var command = new Command("status", "Say what is indexed of a workspace, and why the rest is not.") { workspace, json };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(workspace), parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string? workspace, bool json, CancellationToken cancellation)
    {
        // An embedder that cannot be used is what somebody wants to see here, next to everything else.
        var opened = await EmbedderArguments.Source().TryOpenAsync(null, cancellation);
        using var index = WorkspaceArguments.Open(workspace, opened.Embedder);
        var status = index.GetStatus();
        status = status with { EmbedderProblem = opened.Problem ?? status.EmbedderProblem };
        Console.Out.Write(json ? WriteJson(status, index) : WriteText(status, index));
        return status.State == "absent" ? PlumbCommand.Findings : PlumbCommand.Good;
    }

    private static string WriteJson(IndexStatus status, WorkspaceIndex index) => JsonSerializer.Serialize(
        new StatusReport(
            status.Root,
            status.StorePath,
            status.State,
            status.Files,
            status.Chunks,
            status.Symbols,
            status.Languages,
            WorkspaceArguments.Named(status.Skipped),
            [.. status.SkippedExamples.Select(s => new SkippedReport(s.Path, WorkspaceArguments.Name(s.Reason), s.Detail))],
            status.StoreBytes,
            status.LastIndexed,
            status.Embedder,
            index.Options.Embedder?.Id,
            status.EmbedderProblem,
            [.. status.Vectors.Select(v => new VectorReport(v.Embedder, v.Dimension, v.Chunks, v.Bytes, v.IsServing))],
            status.SchemaVersion,
            new SecretsReport(status.Secrets.Files, status.Secrets.Count, status.Secrets.Kinds.OrderByDescending(pair => pair.Value).ToDictionary(pair => WorkspaceArguments.Name(pair.Key.ToString()), pair => pair.Value)),
            [.. status.Failed.Select(s => new SkippedReport(s.Path, WorkspaceArguments.Name(s.Reason), s.Detail))],
            status.Keepers.Min(k => k.NextReconcile),
            [.. status.Keepers.Select(k => new KeeperReport(k.ProcessId, k.NextReconcile, k.Watching))],
            index.IsInMemory,
            index.Notice),
        WorkspaceJson.Indented.StatusReport) + "\n";

    private static string WriteText(IndexStatus status, WorkspaceIndex index)
    {
        var style = Style.ForOutput();
        var text = new StringBuilder();
        Row("workspace", status.Root);
        Row("state", status.State switch
        {
            "absent" => "never indexed: run 'plumb index'",
            "partial" => "partial: the last run was cut short, 'plumb index' goes on from there",
            "disabled" => "off: plumb.json says \"index\": { \"enabled\": false }; nothing is brought up to date",
            var state => state,
        });
        Row("store", string.Create(CultureInfo.InvariantCulture, $"{status.StorePath} ({status.StoreBytes / 1048576.0:0.0} MB)"));
        if (status.EmbedderProblem is { } problem)
        {
            Row("problem", problem);
        }

        if (status.State == "absent")
        {
            return text.ToString();
        }

        Row("indexed", string.Create(CultureInfo.InvariantCulture, $"{status.Files} files, {status.Chunks} chunks, {status.Symbols} symbols"));
        if (status.LastIndexed is { } last)
        {
            Row("last run", last.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        }

        foreach (var keeper in status.Keepers)
        {
            Row("kept by", string.Create(CultureInfo.InvariantCulture, $"the language server with process id {keeper.ProcessId}")
                + (keeper.NextReconcile is { } next ? $", which looks at the whole tree next at {next.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}" : ""));
        }

        if (status.Chunks > 0)
        {
            Row("embedder", status.Embedder);
        }

        if (status.EmbedderProblem is null && index.Options.Embedder is { } chosen && chosen.Id != status.Embedder)
        {
            Row("chosen", chosen.Id + ": 'plumb index' makes its vectors");
        }

        foreach (var vectors in status.Vectors)
        {
            Row("vectors", string.Create(
                CultureInfo.InvariantCulture,
                $"{vectors.Embedder}: {vectors.Chunks} of {status.Chunks} chunks, {vectors.Dimension} numbers each, {vectors.Bytes / 1048576.0:0.0} MB"));
        }

        if (status.Languages.Count > 0)
        {
            var shown = status.Languages.OrderByDescending(pair => pair.Value).Take(LanguagesShown).Select(pair => $"{pair.Key} {pair.Value}");
            Row("languages", string.Join(", ", shown) + (status.Languages.Count > LanguagesShown ? $" and {status.Languages.Count - LanguagesShown} more" : ""));
        }

        if (status.Secrets.Count > 0)
        {
            Row("secrets", string.Create(CultureInfo.InvariantCulture, $"{status.Secrets.Count} masked in {status.Secrets.Files} {(status.Secrets.Files == 1 ? "file" : "files")}: ")
                + string.Join(", ", status.Secrets.Kinds.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} {WorkspaceArguments.Name(pair.Key.ToString())}")));
        }

        if (status.Failed.Count > 0)
        {
            text.Append('\n').Append(style.Bold(string.Create(CultureInfo.InvariantCulture, $"could not be read ({status.Skipped.GetValueOrDefault(SkipReason.Unreadable)})"))).Append('\n');
            foreach (var failed in status.Failed)
            {
                text.Append("  ").Append(PrintableText.Of(failed.Path)).Append(style.Dim("  " + PrintableText.Of(failed.Detail))).Append('\n');
            }
        }

        foreach (var (reason, count) in status.Skipped.Where(pair => pair.Key != SkipReason.Unreadable).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key))
        {
            text.Append('\n').Append(style.Bold($"not indexed: {WorkspaceArguments.Name(reason)} ({count})")).Append('\n');
            foreach (var skipped in status.SkippedExamples.Where(s => s.Reason == reason).Take(ExamplesShown))
            {
                text.Append("  ").Append(PrintableText.Of(skipped.Path)).Append(style.Dim("  " + PrintableText.Of(skipped.Detail))).Append('\n');
            }
        }

        return text.ToString();

        void Row(string name, string value) => text.Append(style.Dim(name.PadRight(11))).Append(value).Append('\n');
    }
}
