using System.Diagnostics;
using Plumb.Search.Discovery;
using Plumb.Search.Discovery.Stamps;
using Plumb.Search.Storage;

namespace Plumb.Search.Indexing;

/// <summary>
/// The look at a tree in which nothing changed: most runs are that, and a process that answers one query begins with it. It
/// compares the tree with a stamp of the last run, reads neither rows nor rules, and takes no lock. Any difference is left to a run.
/// </summary>
internal sealed partial class Indexer
{
    /// <summary>What the run would report; null when something changed, or might have.</summary>
    private static IndexReport? TryUnchanged(WorkspaceOptions options, Store store)
    {
        var started = Stopwatch.GetTimestamp();
        if (store.Read(reader => reader.ReadTreeStamp()) is not { } stamp
            || !TreeStamp.IsCurrent(stamp, KeyOf(options), options.Root, options.Threads > 0 ? options.Threads : Environment.ProcessorCount, out var report))
        {
            return null;
        }

        var numbers = new StampReader(report);
        var files = (int)numbers.Count();
        var chunks = (int)numbers.Count();
        var skipped = new Dictionary<SkipReason, int>();
        while (!numbers.IsAtEnd)
        {
            skipped[(SkipReason)numbers.Count()] = (int)numbers.Count();
        }

        return new IndexReport(files, 0, 0, 0, files, chunks, skipped, 0, Stopwatch.GetElapsedTime(started));
    }

    // Beside the tree: where it lies, what the user and the workspace say, and who made the verdicts.
    private static string KeyOf(WorkspaceOptions options)
    {
        var discovery = options.Discovery;
        return string.Join(
            '\n',
            [
                typeof(Indexer).Module.ModuleVersionId.ToString(),
                options.Root,
                SecretRules,
                $"{options.BuiltIn?.Id} {options.BuiltIn?.Dimension}",
                $"{options.MaxFiles} {discovery.MaxFileBytes}",
                .. new[] { "HOME", "USERPROFILE", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL" }.Select(discovery.Environment),
                .. discovery.Ignore,
            ]);
    }

    // What was not settled (written this moment, held by another program, not to be outlined) has to be looked at again.
    private void KeepStamp(TreeStampBuilder? stamps, IndexReport report)
    {
        if (stamps is null || isUnsettled)
        {
            return;
        }

        var numbers = new StampWriter();
        numbers.Count(report.Files);
        numbers.Count(report.Chunks);
        foreach (var (reason, count) in report.Skipped)
        {
            numbers.Count((int)reason);
            numbers.Count(count);
        }

        if (stamps.Build(KeyOf(options), numbers.ToArray()) is { } stamp)
        {
            store.KeepTreeStamp(stamp);
        }
    }
}
