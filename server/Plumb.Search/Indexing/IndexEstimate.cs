using System.Diagnostics;
using Plumb.Search.Discovery;
using Plumb.Search.Indexing;

namespace Plumb.Search;

/// <summary>What a first run over a workspace would take, told by its tree and a sample of its files.</summary>
/// <param name="Root">The workspace.</param>
/// <param name="Files">Files that would be read.</param>
/// <param name="Bytes">What they hold.</param>
/// <param name="Tokens">About how many tokens of a language model that is: what an embedder would be asked for.</param>
/// <param name="Chunks">About how many.</param>
/// <param name="StoreBytes">About what the index takes on disk.</param>
/// <param name="Time">About how long, without a chosen embedder.</param>
/// <param name="Skipped">Files left out by their path or size, by reason.</param>
public sealed record IndexEstimate(string Root, int Files, long Bytes, long Tokens, int Chunks, long StoreBytes, TimeSpan Time, IReadOnlyDictionary<SkipReason, int> Skipped)
{
    private const int SampleFiles = 200;
    private const int BytesPerToken = 4;

    /// <summary>Walks the tree and reads a few hundred files of it; writes nothing.</summary>
    /// <exception cref="WorkspaceException">The workspace is no folder or cannot be listed.</exception>
    public static IndexEstimate Of(WorkspaceOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Root));
        options = IndexSettings.Read(root).Settings.Apply(options with { Root = root });
        var sink = new Sink();
        try
        {
            WorkspaceWalker.Walk(root, options.Discovery, sink, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException($"The workspace {root} cannot be read ({e.Message.TrimEnd('.')}): name a folder that you may list.", e);
        }

        var files = options.MaxFiles > 0 ? sink.Files.Take(options.MaxFiles).ToList() : sink.Files;
        var bytes = files.Sum(f => f.Size);
        var builder = new SegmentBuilder(options.BuiltIn);
        var sampled = 0L;
        var step = Math.Max(1, files.Count / SampleFiles);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < files.Count; i += step)
        {
            cancellation.ThrowIfCancellationRequested();
            sampled += files[i].Size;
            if (SourceFile.Read(root, files[i].Path, knownHash: null) is { Document: { } document } source)
            {
                builder.Add(ScannedFile.Of(document), files[i].Size, files[i].ModifiedTicks, source.Hash);
            }
        }

        var segment = builder.Build();
        var factor = sampled == 0 ? 0 : bytes / (double)sampled;
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        var stored = segment.Blocks.Sum(b => (long)b.Data.Length) + segment.Files.Sum(f => (long)f.Shape.Length) + segment.Vectors.Sum(v => v.InverseLengths.Length + v.Rows.Sum(r => (long)r.Length));
        return new IndexEstimate(
            root, files.Count, bytes, bytes / BytesPerToken, (int)(segment.Lengths.Length * factor), (long)(stored * factor), clock.Elapsed * (factor / threads), sink.Skipped);
    }

    private sealed class Sink : IDiscoverySink
    {
        public List<WorkspaceFile> Files { get; } = [];

        public Dictionary<SkipReason, int> Skipped { get; } = [];

        public void OnFile(in WorkspaceFile file) => Files.Add(file);

        public void OnSkipped(in SkippedFile skipped) => Skipped[skipped.Reason] = Skipped.GetValueOrDefault(skipped.Reason) + 1;
    }
}
