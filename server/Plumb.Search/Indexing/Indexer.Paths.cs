using Plumb.Search.Discovery;
using Plumb.Search.Secrets;
using Plumb.Search.Storage;

namespace Plumb.Search.Indexing;

/// <summary>
/// A run over a few paths: what an editor's save or a handful of file events ask for. It reads their folders, their rows and
/// nothing else, and is searchable after one small transaction; what only a look at the whole tree tells (the reference
/// graph) waits for the next one.
/// </summary>
internal sealed partial class Indexer
{
    /// <summary>Null when there is no finished index to add to: only a run over everything helps then.</summary>
    /// <param name="paths">Posix paths from the root; a folder stands for all that is, or was, in it.</param>
    public static async Task<IndexReport?> RunPathsAsync(WorkspaceOptions options, Store store, string? folder, IReadOnlyCollection<string> paths, CancellationToken cancellation)
    {
        var indexer = new Indexer(options, store, progress: null);
        using var exclusive = await WriterLock.AcquireAsync(folder, () => { }, cancellation).ConfigureAwait(false);
        return indexer.RunPaths(paths, cancellation);
    }

    private IndexReport? RunPaths(IReadOnlyCollection<string> paths, CancellationToken cancellation)
    {
        var (isFinished, known, knownSkips) = store.Read(reader => (
            reader.ReadMeta("finished") is not null && reader.ReadMeta("running") is null && reader.ReadMeta("maskRules") == SecretRules,
            reader.ReadFilesAt(paths).ToDictionary(f => f.Path, StringComparer.Ordinal),
            reader.ReadSkipped()));

        // Which files fall under a limit is only known from all of them.
        if (!isFinished || options.MaxFiles > 0)
        {
            return null;
        }

        var sink = new Sink(this);
        WorkspaceWalker.WalkPaths(options.Root, options.Discovery, paths, sink, cancellation);
        var builder = new SegmentBuilder(options.BuiltIn);
        var gone = new List<string>();
        var secrets = new Dictionary<string, IReadOnlyList<Secret>>(StringComparer.Ordinal);
        var unchanged = 0;
        foreach (var file in sink.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            var row = known.GetValueOrDefault(file.Path);
            if (row is not null && row.Size == file.Size && row.ModifiedTicks == file.ModifiedTicks)
            {
                unchanged++;
                continue;
            }

            Read(file, row, builder, gone, secrets);
            if (builder.IsFull)
            {
                store.Commit(builder.Build(), gone, secrets);
                builder = new SegmentBuilder(options.BuiltIn);
                gone.Clear();
                secrets.Clear();
            }
        }

        var present = sink.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var removed = known.Keys.Where(path => !present.Contains(path) && !IsUnderUnreadableFolder(path)).ToList();
        if (!builder.IsEmpty || gone.Count > 0 || removed.Count > 0)
        {
            store.Commit(builder.IsEmpty ? null : builder.Build(), [.. gone, .. removed], secrets);
        }

        if (unchangedContent.Count > 0)
        {
            store.Touch(unchangedContent);
        }

        var skips = MergeSkips(knownSkips, paths);
        var changes = added + changed + removed.Count + gone.Count;
        if (changes > 0 || skips is not null)
        {
            store.FinishRun(skips, DateTimeOffset.UtcNow, graph: null, changes);
            store.Compact(MaxSegments);
        }

        return Report(unchanged, removed.Count + gone.Count);
    }

    // The list of before with what this run found out; null when that is the same.
    private List<SkippedRow>? MergeSkips(List<SkippedRow> before, IReadOnlyCollection<string> paths)
    {
        var again = skipped.Select(s => s.File.Path).ToHashSet(StringComparer.Ordinal);
        var kept = before.Where(s => !again.Contains(s.File.Path) && !paths.Any(path => IsAt(s.File.Path, path))).ToList();
        var dropped = before.Count - kept.Count;
        return dropped == skipped.Count && skipped.All(before.Contains) ? null : [.. kept, .. skipped];
    }

    private static bool IsAt(string path, string place) =>
        path.StartsWith(place, StringComparison.Ordinal) && (path.Length == place.Length || path[place.Length] == '/' || place.EndsWith('/'));
}
