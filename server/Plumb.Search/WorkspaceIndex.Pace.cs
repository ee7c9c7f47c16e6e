namespace Plumb.Search;

/// <summary>How indexing shares the machine.</summary>
/// <param name="Threads">Threads that read and scan; 0 means one per core.</param>
/// <param name="LowPriority">Whether they step back behind all others.</param>
public sealed record IndexingPace(int Threads = 0, bool LowPriority = false);

/// <summary>How fast runs go, and how far they are.</summary>
public sealed partial class WorkspaceIndex
{
    private volatile IndexingPace? pace;

    // Files that the last run over everything knows of and has not read.
    private volatile int remaining;

    /// <summary>How the next run shares the machine; the options' own until it is set.</summary>
    public IndexingPace Pace
    {
        get => pace ?? new IndexingPace(Options.Threads, Options.LowPriority);
        set => pace = value;
    }

    /// <summary>
    /// Share of the workspace's indexable files that queries see, 0 to 1. Until a first run has seen the whole tree nobody
    /// knows how large it is: 0.
    /// </summary>
    public double Coverage => Read(reader =>
    {
        // Counting goes through all rows: only for an index that is being made.
        var left = remaining;
        var files = left > 0 ? reader.CountFiles().Files : 0;
        return left > 0 ? (double)files / (files + left) : reader.ReadMeta("finished") is not null ? 1 : 0;
    });

    private WorkspaceOptions PacedOptions => Options with { Threads = Pace.Threads, LowPriority = Pace.LowPriority };

    private sealed class CoverageProgress(WorkspaceIndex index, IProgress<IndexProgress>? inner) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value)
        {
            if (value.Phase is "indexing")
            {
                index.remaining = value.FilesTotal - value.FilesDone;
            }

            inner?.Report(value);
        }
    }
}
