using System.CommandLine;
using System.Globalization;
using Plumb.Embedders.Hub;
using Plumb.Search;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb model pull</c>: downloads a model; the only thing in Plumb that downloads anything.</summary>
internal static class ModelPullCommand
{
    private const double Megabyte = 1_000_000;

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "A model of 'plumb model list', or any name together with --from." };
        var from = new Option<string?>("--from") { Description = "Download from this folder of files instead.", HelpName = "URL" };
        var sha256 = new Option<string[]>("--sha256") { Description = "The hash of a file: FILE=HASH, or HASH for the weights. Can be given again.", HelpName = "HASH", DefaultValueFactory = _ => [] };
        var files = new Option<string[]>("--file") { Description = "Download this file instead of a static model's three. Can be given again.", HelpName = "PATH", DefaultValueFactory = _ => [] };
        var accept = new Option<bool>("--accept-unverified") { Description = "Trust files whose hash nobody knows, this once; their hashes hold for every later pull." };
        var command = new Command("pull", "Download a model, verify it and put it beside the others. Goes on where it was stopped.") { name, from, sha256, files, accept };
        command.SetAction((parsed, cancellation) => RunAsync(
            PullRequest.Create(parsed.GetValue(name)!, parsed.GetValue(from), parsed.GetValue(sha256) ?? [], parsed.GetValue(files) ?? [], parsed.GetValue(accept)),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(PullRequest request, CancellationToken cancellation)
    {
        PullReport report;
        using (var puller = new ModelPuller(EmbedderArguments.Source().Models))
        using (var line = new ProgressLine())
        {
            try
            {
                report = await puller.PullAsync(request, new Progress(line), cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                throw new CommandException("cancelled; what came is kept, and the next pull goes on from there.");
            }
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{request.Name}: {report.Bytes / Megabyte:0.0} MB in {report.Folder}. 'plumb model use {request.Name}' chooses it."));
        if (report.Unverified.Count > 0)
        {
            Console.Out.WriteLine($"Trusted as they came, and held to from now on: {string.Join(", ", report.Unverified)}{(report.Revision is { } commit ? $" of commit {commit}" : "")}.");
        }

        return PlumbCommand.Good;
    }

    private sealed class Progress(ProgressLine line) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => line.Report(new IndexProgress(
            "downloading",
            0,
            0,
            string.Create(CultureInfo.InvariantCulture, $"{value.File}  {value.Bytes / Megabyte:0.0}{(value.Total is { } total ? $" of {total / Megabyte:0.0}" : "")} MB")));
    }
}
