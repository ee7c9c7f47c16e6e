namespace Plumb.Search;

/// <summary>How indexing shares the machine.</summary>
/// <param name="Threads">Threads that read and scan; 0 means one per core.</param>
/// <param name="LowPriority">Whether they step back behind all others.</param>
public sealed record IndexingPace(int Threads = 0, bool LowPriority = false);

/// <summary>What the user of an editor allows an index; what the workspace's own plumb.json says is above it. 0 is no limit of its own.</summary>
/// <param name="MaxFiles">Files beyond so many, by path, are left out.</param>
/// <param name="MaxFileBytes">Larger files are left out.</param>
/// <param name="MaxMemoryMegabytes">Memory of the process that a run aims to stay below.</param>
public sealed record IndexLimits(int MaxFiles = 0, long MaxFileBytes = 0, int MaxMemoryMegabytes = 0);

/// <summary>How fast runs go, and how far they are.</summary>
public sealed partial class WorkspaceIndex
{
    private volatile IndexingPace? pace;
    private volatile IndexLimits limits = new();

    // Files that the last run over everything knows of and has not read.
    private volatile int remaining;

    // Whether a run of this process has seen the whole tree.
    private volatile bool isTreeKnown;

    /// <summary>How the next run shares the machine; the options' own until it is set.</summary>
    public IndexingPace Pace
    {
        get => pace ?? new IndexingPace(Options.Threads, Options.LowPriority);
        set => pace = value;
    }

    /// <summary>What the next run, and every question about a file, hold to.</summary>
    public IndexLimits Limits
    {
        get => limits;
        set => limits = value ?? throw new ArgumentNullException(nameof(value));
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
        return left > 0 ? (double)files / (files + left) : isTreeKnown || reader.ReadMeta("finished") is not null ? 1 : 0;
    });

    private WorkspaceOptions PacedOptions => Limited with { Threads = Pace.Threads, LowPriority = Pace.LowPriority };

    private WorkspaceOptions Limited => limits is var own && own == new IndexLimits() ? Options : Options with
    {
        MaxFiles = own.MaxFiles > 0 ? own.MaxFiles : Options.MaxFiles,
        MaxMemoryMegabytes = own.MaxMemoryMegabytes > 0 ? own.MaxMemoryMegabytes : Options.MaxMemoryMegabytes,
        Discovery = own.MaxFileBytes > 0 ? Options.Discovery with { MaxFileBytes = own.MaxFileBytes } : Options.Discovery,
    };

    private sealed class CoverageProgress(WorkspaceIndex index, IProgress<IndexProgress>? inner) : IProgress<IndexProgress>
    {
        private int total;
        private int before;

        /// <summary>What was read and not committed is not covered.</summary>
        public void Fail() => index.remaining = Math.Max(0, total - Math.Max(0, CountFiles() - before));

        public void Report(IndexProgress value)
        {
            if (value.Phase is "indexing")
            {
                if (total == 0 && value.FilesTotal > 0)
                {
                    before = CountFiles();
                    total = value.FilesTotal;
                }

                index.remaining = value.FilesTotal - value.FilesDone + value.Pending;
                index.isTreeKnown = true;
            }

            inner?.Report(value);
        }

        private int CountFiles() => index.Read(reader => reader.CountFiles().Files);
    }
}
