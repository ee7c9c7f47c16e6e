using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Plumb.Search;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb index</c>: brings the index of a workspace up to date.</summary>
internal static class IndexCommand
{
    public static Command Create()
    {
        var workspace = WorkspaceArguments.Workspace();
        var rebuild = new Option<bool>("--rebuild") { Description = "Forget what is indexed and read every file again." };
        var clear = new Option<bool>("--clear") { Description = "Forget what is indexed, and index nothing." };
        var estimate = new Option<bool>("--estimate") { Description = "Say what indexing would take: files, bytes, tokens, time and space. Nothing is written." };
        var json = WorkspaceArguments.Json();
        var command = new Command("index", "Bring the index of a workspace up to date. Ctrl-C stops and keeps what is done.") { workspace, rebuild, clear, estimate, json };
        command.Validators.Add(result =>
        {
            if (new[] { rebuild, clear, estimate }.Count(option => result.GetValue(option)) > 1)
            {
                result.AddError("--rebuild, --clear and --estimate exclude each other.");
            }
        });
        command.SetAction((parsed, cancellation) =>
            parsed.GetValue(estimate) ? Task.FromResult(Estimate(parsed.GetValue(workspace), parsed.GetValue(json), cancellation))
            : parsed.GetValue(clear) ? ClearAsync(parsed.GetValue(workspace), cancellation)
            : RunAsync(parsed.GetValue(workspace), parsed.GetValue(rebuild), parsed.GetValue(json), cancellation));
        return command;
    }

    private static int Estimate(string? workspace, bool json, CancellationToken cancellation)
    {
        var estimate = IndexEstimate.Of(new WorkspaceOptions(workspace ?? Environment.CurrentDirectory), cancellation);
        Console.Out.Write(json
            ? JsonSerializer.Serialize(new EstimateReport(estimate.Root, estimate.Files, estimate.Bytes, estimate.Tokens, estimate.Chunks, estimate.StoreBytes, Math.Round(estimate.Time.TotalSeconds, 1), WorkspaceArguments.Named(estimate.Skipped)), WorkspaceJson.Indented.EstimateReport) + "\n"
            : string.Create(CultureInfo.InvariantCulture, $"{estimate.Files} files, {estimate.Bytes / 1048576.0:0.0} MB, about {estimate.Tokens} tokens in {estimate.Chunks} chunks; about {estimate.Time.TotalSeconds:0.0} s and {estimate.StoreBytes / 1048576.0:0.0} MB on disk\n"));
        return PlumbCommand.Good;
    }

    private static async Task<int> ClearAsync(string? workspace, CancellationToken cancellation)
    {
        using var index = WorkspaceArguments.Open(workspace, embedder: null, replaceNewer: true, writes: true);
        await index.ClearAsync(cancellation);
        Console.Out.WriteLine($"The index of {index.Options.Root} is empty.");
        return PlumbCommand.Good;
    }

    private static async Task<int> RunAsync(string? workspace, bool rebuild, bool json, CancellationToken cancellation)
    {
        using var index = await WorkspaceArguments.OpenAsync(workspace, cancellation, replaceNewer: rebuild, writes: true);
        IndexReport report;
        EmbeddingReport embedding;
        try
        {
            using var progress = new ProgressLine();
            report = await index.UpdateAsync(rebuild, progress, cancellation);
            embedding = await index.EmbedAsync(progress, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine("plumb: cancelled; what was indexed so far is kept.");
            return PlumbCommand.Failure;
        }

        if (embedding.Problem is { } problem)
        {
            Console.Error.WriteLine($"plumb: not every chunk got its vector: {problem} Run 'plumb index' again to go on.");
        }

        Console.Out.Write(json ? WriteJson(index.Options.Root, report) : WriteText(report));
        return PlumbCommand.Good;
    }

    private static string WriteJson(string root, IndexReport report) => JsonSerializer.Serialize(
        new IndexRunReport(
            root,
            report.Files,
            report.Added,
            report.Changed,
            report.Removed,
            report.Unchanged,
            report.Chunks,
            WorkspaceArguments.Named(report.Skipped),
            report.Bytes,
            Math.Round(report.Elapsed.TotalMilliseconds, 1)),
        WorkspaceJson.Indented.IndexRunReport) + "\n";

    private static string WriteText(IndexReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{report.Files} files, {report.Chunks} chunks: {report.Added} added, {report.Changed} changed, {report.Removed} removed, {report.Unchanged} unchanged in {report.Elapsed.TotalSeconds:0.00} s\n");
        if (report.Skipped.Count > 0)
        {
            text.Append("not indexed: ").AppendJoin(", ", WorkspaceArguments.Named(report.Skipped).Select(pair => $"{pair.Value} {pair.Key}")).Append(" ('plumb status' says why)\n");
        }

        return text.ToString();
    }
}
