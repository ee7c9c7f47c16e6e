using System.Diagnostics;
using System.Threading.Channels;
using Plumb.Search.Discovery;
using Plumb.Search.Discovery.Stamps;
using Plumb.Search.Graph;
using Plumb.Search.Ranking;
using Plumb.Search.Secrets;
using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Search.Indexing;

/// <summary>
/// One run over the tree: finds what changed, reads and scans it on all threads, and hands finished segments to the one
/// writer. Segments are committed as they fill, so a large first run is searchable while it goes on.
/// </summary>
internal sealed partial class Indexer
{
    // A file that was written just before it was read may be written again within the clock's tick: its time is not
    // stored, so that the next run looks at its content (git calls such entries racily clean).
    private static readonly TimeSpan RacyWindow = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    private const int MaxSegments = 12;

    // Each thread's first piece is small, so that queries see something soon and a run that is killed leaves something; the
    // pieces grow, since joining many costs more than it gives.
    private const int FirstPostings = 250_000;
    private const int PostingsGrowth = 4;

    private static readonly string SecretRules = SecretScanner.Rules;

    private readonly WorkspaceOptions options;
    private readonly Store store;
    private readonly IProgress<IndexProgress>? progress;
    private readonly Lock skippedLock = new();
    private readonly List<SkippedRow> skipped = [];
    private readonly List<WorkspaceFile> unchangedContent = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan lastReport = TimeSpan.FromSeconds(-1);
    private int mostPostings = SegmentBuilder.MaxPostings;
    private int pending;
    private int filesDone;
    private volatile bool isUnsettled;
    private int added;
    private int changed;
    private long bytes;

    private Indexer(WorkspaceOptions options, Store store, IProgress<IndexProgress>? progress)
    {
        this.options = options;
        this.store = store;
        this.progress = progress;
    }

    /// <param name="options">The workspace.</param>
    /// <param name="store">Its store.</param>
    /// <param name="folder">The store's folder, where the lock lies; null for one in memory.</param>
    /// <param name="rebuild">Read every file again.</param>
    /// <param name="progress">Told in files.</param>
    /// <param name="cancellation">Stops between files; what was read until then is kept.</param>
    public static async Task<IndexReport> RunAsync(
        WorkspaceOptions options, Store store, string? folder, bool rebuild, IProgress<IndexProgress>? progress, CancellationToken cancellation)
    {
        if (!rebuild && TryUnchanged(options, store) is { } unchanged)
        {
            return unchanged;
        }

        var indexer = new Indexer(options, store, progress);
        using var exclusive = await WriterLock.AcquireAsync(
            folder,
            () => progress?.Report(new IndexProgress("waiting", 0, 0, "another plumb process is indexing this workspace")),
            cancellation).ConfigureAwait(false);

        // A thread of its own: those of the pool are for whoever waits for an answer, and there are few.
        return await Task.Factory.StartNew(() => indexer.Run(rebuild, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    private IndexReport Run(bool rebuild, CancellationToken cancellation)
    {
        if (options.LowPriority)
        {
            WorkerPriority.Lower();
        }

        progress?.Report(new IndexProgress("discovering", 0, 0, options.Root));
        var (known, knownSkips, finishedBefore, covered, graphAge) = ReadStore();
        var isMasked = store.Read(reader => reader.ReadMeta("maskRules")) == SecretRules;
        if (!isMasked && known.Count == 0)
        {
            // A first run that is cut short goes on where it was.
            store.SetSecretRules(SecretRules);
            isMasked = true;
        }
        else if (!isMasked)
        {
            covered.Clear();
        }

        var stamps = LinuxFiles.IsAvailable ? new TreeStampBuilder(options.Time.GetUtcNow()) : null;
        var found = Limit(Discover(stamps, cancellation));
        var work = new List<(WorkspaceFile File, StoredFile? Known)>();
        var unchanged = 0;
        foreach (var file in found)
        {
            var row = known.GetValueOrDefault(file.Path);
            if (row is not null && (rebuild || !covered.Contains(row.Segment)))
            {
                // Indexed by an older version, or before this built-in embedder: read once more, as all is in a rebuild.
                work.Add((file, row with { Hash = [] }));
            }
            else if (row is not null && row.Size == file.Size && row.ModifiedTicks == file.ModifiedTicks)
            {
                unchanged++;
            }
            else if (!rebuild && row is null && knownSkips.TryGetValue(file.Path, out var skip) && skip.Size == file.Size && skip.ModifiedTicks == file.ModifiedTicks)
            {
                skipped.Add(skip);
            }
            else
            {
                work.Add((file, row));
            }
        }

        var present = found.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var removed = known.Keys.Where(path => !present.Contains(path) && !IsUnderUnreadableFolder(path)).ToList();
        var sameSkips = work.Count == 0 && skipped.Count == knownSkips.Count && skipped.All(s => knownSkips.TryGetValue(s.File.Path, out var old) && old == s);
        if (work.Count > 0 || removed.Count > 0 || !finishedBefore || !sameSkips || graphAge is null)
        {
            // Also a rebuild replaces file by file: what is indexed answers queries until its successor is committed.
            store.BeginRun();
            if (removed.Count > 0)
            {
                store.Commit(null, removed);
            }

            ReadAll(work, cancellation);

            // How many files a run changed that was cut short, nobody knows.
            Finish(finishedBefore ? graphAge : null, removed.Count, cancellation);
        }

        if (!isMasked)
        {
            store.Purge();
            store.SetSecretRules(SecretRules);
        }

        var report = Report(unchanged, removed.Count);
        KeepStamp(stamps, report);
        return report;
    }

    // With the segments that are as this version would write them.
    private (Dictionary<string, StoredFile> Files, Dictionary<string, SkippedRow> Skipped, bool Finished, HashSet<long> Covered, int? GraphAge) ReadStore()
    {
        return store.Read(reader => (
            reader.ReadFiles().ToDictionary(f => f.Path, StringComparer.Ordinal),
            reader.ReadSkipped().ToDictionary(s => s.File.Path, StringComparer.Ordinal),
            reader.ReadMeta("finished") is not null && reader.ReadMeta("running") is null,
            ReadCurrentSegments(reader),
            reader.ReadGraphAge()));
    }

    private HashSet<long> ReadCurrentSegments(StoreReader reader)
    {
        var current = reader.ReadSegments().Where(s => s.Fingerprints.Length == s.Lengths.Length).Select(s => s.Id);
        return (options.BuiltIn is { } builtIn
            ? current.Intersect(reader.ReadVectorSets().Where(v => v.Embedder == builtIn.Id && v.Dimension == builtIn.Dimension).Select(v => v.Segment))
            : current).ToHashSet();
    }

    // What is over the limit is told, and not indexed any more if it was.
    private List<WorkspaceFile> Limit(List<WorkspaceFile> found)
    {
        if (options.MaxFiles <= 0 || found.Count <= options.MaxFiles)
        {
            return found;
        }

        skipped.AddRange(found.Skip(options.MaxFiles).Select(f => new SkippedRow(new SkippedFile(f.Path, SkipReason.OverLimit, $"the limit is {options.MaxFiles} files (index.maxFiles)"), 0, 0)));
        return found[..options.MaxFiles];
    }

    private List<WorkspaceFile> Discover(TreeStampBuilder? stamps, CancellationToken cancellation)
    {
        var sink = new Sink(this);
        try
        {
            WorkspaceWalker.WalkNoting(options.Root, options.Discovery with { LowPriority = options.LowPriority }, sink, stamps, cancellation);
            return sink.Files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException($"The workspace {options.Root} cannot be read ({e.Message.TrimEnd('.')}): check that it exists and that you may list it.", e);
        }
    }

    private void ReadAll(List<(WorkspaceFile File, StoredFile? Known)> work, CancellationToken cancellation)
    {
        if (work.Count == 0)
        {
            return;
        }

        (var threads, mostPostings) = MemoryLimit.Fit(options.MaxMemoryMegabytes, Math.Min(options.Threads > 0 ? options.Threads : Environment.ProcessorCount, work.Count));
        var segments = Channel.CreateBounded<Finished>(new BoundedChannelOptions(threads) { SingleReader = true });
        var next = -1;
        var workers = Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
            () => Work(work, () => Interlocked.Increment(ref next), segments.Writer, cancellation),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        var closing = Task.WhenAll(workers).ContinueWith(
            done => segments.Writer.TryComplete(done.Exception?.InnerException),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            while (segments.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            {
                while (segments.Reader.TryRead(out var finished))
                {
                    store.Commit(finished.Segment, finished.Removed, finished.Secrets);
                    Interlocked.Add(ref pending, -(finished.Segment?.Files.Count ?? 0));
                    MemoryLimit.Release(options.MaxMemoryMegabytes);
                }
            }
        }
        finally
        {
            // A writer that failed must not leave the workers waiting for room.
            segments.Writer.TryComplete();
            closing.GetAwaiter().GetResult();
        }

        // What was read before the cancellation is committed by now.
        cancellation.ThrowIfCancellationRequested();
    }

    private void Work(List<(WorkspaceFile File, StoredFile? Known)> work, Func<int> next, ChannelWriter<Finished> segments, CancellationToken cancellation)
    {
        if (options.LowPriority)
        {
            WorkerPriority.Lower();
        }

        var postings = Math.Min(FirstPostings, mostPostings);
        var builder = new SegmentBuilder(options.BuiltIn, postings);
        var gone = new List<string>();
        var secrets = new Dictionary<string, IReadOnlyList<Secret>>(StringComparer.Ordinal);
        for (var i = next(); i < work.Count && !cancellation.IsCancellationRequested; i = next())
        {
            var (file, known) = work[i];
            Read(file, known, builder, gone, secrets);
            ReportFile(work.Count, file.Path);
            if (builder.IsFull && !Send(ref builder, ref postings, gone, secrets, segments))
            {
                return;
            }
        }

        if (!builder.IsEmpty || gone.Count > 0)
        {
            Send(ref builder, ref postings, gone, secrets, segments);
        }
    }

    private bool Send(ref SegmentBuilder builder, ref int postings, List<string> gone, Dictionary<string, IReadOnlyList<Secret>> secrets, ChannelWriter<Finished> segments)
    {
        var finished = new Finished(builder.IsEmpty ? null : builder.Build(), [.. gone], new Dictionary<string, IReadOnlyList<Secret>>(secrets, StringComparer.Ordinal));
        postings = Math.Min(postings * PostingsGrowth, mostPostings);
        builder = new SegmentBuilder(options.BuiltIn, postings);
        gone.Clear();
        secrets.Clear();
        while (!segments.TryWrite(finished))
        {
            // A dedicated thread may block; false means that the writer gave up.
            if (!segments.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
            {
                return false;
            }
        }

        return true;
    }

    private void Read(WorkspaceFile file, StoredFile? known, SegmentBuilder builder, List<string> gone, Dictionary<string, IReadOnlyList<Secret>> secrets)
    {
        var racy = options.Time.GetUtcNow().UtcTicks - file.ModifiedTicks < RacyWindow.Ticks;
        var source = SourceFile.Read(options.Root, file.Path, known is { Hash.Length: > 0 } ? known.Hash : null);
        Interlocked.Add(ref bytes, file.Size);
        var stored = racy ? file with { ModifiedTicks = 0 } : file;
        if (racy || (source.Reason != SkipReason.None && !source.WasRead))
        {
            isUnsettled = true;
        }

        if (source.Reason != SkipReason.None)
        {
            lock (skippedLock)
            {
                skipped.Add(new SkippedRow(new SkippedFile(file.Path, source.Reason, source.Detail), stored.Size, source.WasRead ? stored.ModifiedTicks : 0));
            }

            // A file that another program holds for a moment keeps its rows until it can be read again.
            if (known is not null && (source.WasRead || !File.Exists(Path.Combine(options.Root, file.Path))))
            {
                gone.Add(file.Path);
            }

            return;
        }

        if (source.Document is null)
        {
            lock (skippedLock)
            {
                unchangedContent.Add(stored);
            }

            return;
        }

        if (Scan(source.Document, file.Path) is not { } scanned)
        {
            return;
        }

        Interlocked.Increment(ref pending);
        builder.Add(scanned, stored.Size, stored.ModifiedTicks, source.Hash);
        if (source.Secrets.Count > 0)
        {
            secrets[file.Path] = source.Secrets;
        }

        Interlocked.Increment(ref known is null ? ref added : ref changed);
    }

    // A scanner that fails on one file is our fault, and costs that file only.
    private ScannedFile? Scan(TextDocument document, string path)
    {
        try
        {
            return ScannedFile.Of(document);
        }
#pragma warning disable CA1031 // Whatever went wrong, the file is told and the run goes on.
        catch (Exception e) when (e is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            isUnsettled = true;
            lock (skippedLock)
            {
                skipped.Add(new SkippedRow(new SkippedFile(path, SkipReason.Unreadable, $"its outline could not be made: {e.Message}"), 0, 0));
            }

            return null;
        }
    }

    private bool IsUnderUnreadableFolder(string path) =>
        skipped.Exists(s => s.File.Reason == SkipReason.Unreadable && s.File.Path.EndsWith('/') && path.StartsWith(s.File.Path, StringComparison.Ordinal));

    /// <param name="graphAge">Files that changed between the making of the graph and this run; null where there is none to keep.</param>
    /// <param name="removed">Files that are gone.</param>
    /// <param name="cancellation">Stops before the run counts as finished.</param>
    private void Finish(int? graphAge, int removed, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new IndexProgress("committing", filesDone, filesDone, string.Empty));
        if (unchangedContent.Count > 0)
        {
            store.Touch(unchangedContent);
        }

        store.Compact(MaxSegments);
        var changes = added + changed + removed;
        var graph = store.Read(reader => graphAge is { } age && !GraphRun.IsOld(age + changes, reader.CountFiles().Files)
            ? null
            : GraphRun.Build(IndexSnapshot.Load(reader), reader, ReadBeside, cancellation));
        store.FinishRun(skipped, DateTimeOffset.UtcNow, graph, changes);
        store.Checkpoint();
    }

    // The same state: nobody else writes while a run goes on, but for vectors.
    private void ReadBeside(Action<StoreReader> work) => store.Read(reader =>
    {
        work(reader);
        return true;
    });

    private IndexReport Report(int unchanged, int removed)
    {
        var (files, chunks) = store.Read(reader => reader.CountFiles());
        return new IndexReport(
            files,
            added,
            changed,
            removed,
            unchanged + unchangedContent.Count,
            chunks,
            skipped.GroupBy(s => s.File.Reason).ToDictionary(g => g.Key, g => g.Count()),
            bytes,
            clock.Elapsed);
    }

    private void ReportFile(int total, string path)
    {
        var done = Interlocked.Increment(ref filesDone);
        if (progress is null)
        {
            return;
        }

        lock (skippedLock)
        {
            if (clock.Elapsed - lastReport < ReportInterval && done != total)
            {
                return;
            }

            lastReport = clock.Elapsed;
        }

        progress.Report(new IndexProgress("indexing", done, total, path) { Pending = Volatile.Read(ref pending) });
    }

    /// <summary>A segment to write, paths whose rows go in the same transaction, and what is masked in the segment's files.</summary>
    private sealed record Finished(SegmentData? Segment, IReadOnlyCollection<string> Removed, IReadOnlyDictionary<string, IReadOnlyList<Secret>> Secrets);

    private sealed class Sink(Indexer indexer) : IDiscoverySink
    {
        public List<WorkspaceFile> Files { get; } = [];

        public void OnFile(in WorkspaceFile file) => Files.Add(file);

        public void OnSkipped(in SkippedFile skipped) => indexer.skipped.Add(new SkippedRow(skipped, 0, 0));
    }
}
