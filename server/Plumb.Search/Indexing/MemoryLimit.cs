namespace Plumb.Search.Indexing;

/// <summary>How many threads index, and in how large pieces, so that a run aims to stay below so much memory.</summary>
internal static class MemoryLimit
{
    // A process that has indexed nothing yet, with its tables; measured.
    private const long Base = 100L << 20;

    // What a posting costs while its piece is collected, sorted and waits to be written, and what the collector holds besides.
    private const long BytesPerPosting = 40;

    // Smaller pieces cost more to join than they spare.
    private const int LeastPostings = 150_000;

    /// <param name="megabytes">Of the whole process; 0 is no limit.</param>
    /// <param name="threads">Threads that are wanted.</param>
    public static (int Threads, int Postings) Fit(int megabytes, int threads)
    {
        if (megabytes <= 0)
        {
            return (threads, SegmentBuilder.MaxPostings);
        }

        var postings = Math.Max(0, (((long)megabytes << 20) - Base) / BytesPerPosting);
        var affordable = (int)Math.Clamp(postings / LeastPostings, 1, threads);
        return (affordable, (int)Math.Clamp(postings / affordable, LeastPostings, SegmentBuilder.MaxPostings));
    }

    /// <summary>Gives what a written piece took back to the system, where the process is near its limit: the collector alone waits longer.</summary>
    /// <param name="megabytes">Of the whole process; 0 is no limit.</param>
    public static void Release(int megabytes)
    {
        const double near = 0.8;
        if (megabytes > 0 && Environment.WorkingSet > near * ((long)megabytes << 20))
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
