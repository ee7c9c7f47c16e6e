namespace Plumb.Search.Discovery.Stamps;

/// <summary>
/// Tells whether a tree is as it was when it was walked, without walking it: a folder whose times are the same holds the same
/// names, so only what is known of it has to be looked at. No rule is read, no name compared and nothing allocated.
/// </summary>
/// <remarks>
/// Compared are the folders' inode and both times, the size and the time of every file that is not ignored, where links lead
/// to, and all else that the walk read. What differs in any of them is left to a walk.
/// </remarks>
internal static unsafe class TreeStamp
{
    /// <summary>Threads that look; the file system is the limit beyond that.</summary>
    private const int MostThreads = 4;

    // With fewer a second thread costs more than it helps.
    private const int LotsForThread = 4;

    /// <summary>Whether the tree is as it was.</summary>
    /// <param name="stamp">Of <see cref="TreeStampBuilder.Build"/>.</param>
    /// <param name="key">The same as then, or nothing is current.</param>
    /// <param name="root">Absolute path of the workspace folder.</param>
    /// <param name="threads">That may look at once, at least 1.</param>
    /// <param name="report">What was handed to the builder.</param>
    public static bool IsCurrent(byte[] stamp, string key, string root, int threads, out byte[] report)
    {
        report = [];
        if (!LinuxFiles.IsAvailable)
        {
            return false;
        }

        try
        {
            return Check(stamp, key, root, threads, ref report);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or InvalidDataException or OverflowException)
        {
            return false;
        }
    }

    private static bool Check(byte[] stamp, string key, string root, int threads, ref byte[] report)
    {
        var reader = new StampReader(stamp);
        if (reader.Byte() != TreeStampBuilder.Layout || !reader.Text().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(key)))
        {
            return false;
        }

        report = reader.Text().ToArray();
        for (var inputs = reader.Count(); inputs > 0; inputs--)
        {
            var kind = (InputKind)reader.Byte();
            if (!IsSame(LinuxFiles.NoFolder, reader.Name(), reader.Stat(), kind))
            {
                return false;
            }
        }

        var lots = new (int Start, int Length)[reader.Count()];
        var start = stamp.Length;
        for (var i = 0; i < lots.Length; i++)
        {
            lots[i].Length = checked((int)reader.Count());
            start -= lots[i].Length;
        }

        for (var i = 0; i < lots.Length; i++)
        {
            lots[i].Start = start;
            start += lots[i].Length;
        }

        int open;
        fixed (byte* path = LinuxFiles.Bytes(root))
        {
            open = LinuxFiles.Open(LinuxFiles.NoFolder, path, toList: false);
        }

        if (open < 0)
        {
            return false;
        }

        try
        {
            var next = -1;
            var differs = false;
            Action work = () =>
            {
                for (var i = Interlocked.Increment(ref next); i < lots.Length && !Volatile.Read(ref differs); i = Interlocked.Increment(ref next))
                {
                    if (!IsSameLot(open, stamp.AsSpan(lots[i].Start, lots[i].Length)))
                    {
                        Volatile.Write(ref differs, true);
                    }
                }
            };
            var helpers = new Task[Math.Min(Math.Min(threads, MostThreads), lots.Length / LotsForThread) is var several and > 1 ? several - 1 : 0];
            for (var i = 0; i < helpers.Length; i++)
            {
                helpers[i] = Task.Run(work);
            }

            try
            {
                work();
            }
            finally
            {
                Task.WaitAll(helpers);
            }

            return !differs;
        }
        catch (AggregateException e) when (e.InnerException is ArgumentOutOfRangeException or InvalidDataException or OverflowException)
        {
            return false;
        }
        finally
        {
            LinuxFiles.Release(open);
        }
    }

    private static bool IsSameLot(int root, ReadOnlySpan<byte> lot)
    {
        var reader = new StampReader(lot);
        while (!reader.IsAtEnd)
        {
            int open;
            fixed (byte* path = reader.Name())
            {
                open = LinuxFiles.Open(root, path, toList: false);
            }

            if (open < 0)
            {
                return false;
            }

            try
            {
                if (!IsSameFolder(open, ref reader))
                {
                    return false;
                }
            }
            finally
            {
                LinuxFiles.Release(open);
            }
        }

        return true;
    }

    private static bool IsSameFolder(int open, ref StampReader reader)
    {
        byte nothing = 0;
        if (!LinuxFiles.TryStat(open, &nothing, LinuxFiles.EmptyPath, out var now)
            || now.Number != (ulong)reader.Number() || now.ModifiedTicks != reader.Number() || now.ChangedTicks != reader.Number())
        {
            return false;
        }

        for (var files = reader.Count(); files > 0; files--)
        {
            fixed (byte* name = reader.Name())
            {
                if (!LinuxFiles.TryStat(open, name, LinuxFiles.NoFollow, out now))
                {
                    return false;
                }
            }

            // What has no content may be a pipe; then its size is none either.
            if ((now.IsRegular ? now.Size : 0) != reader.Count() || now.ModifiedTicks != reader.Number())
            {
                return false;
            }
        }

        for (var links = reader.Count(); links > 0; links--)
        {
            if (!IsSame(open, reader.Name(), reader.Stat(), InputKind.Content))
            {
                return false;
            }
        }

        return true;
    }

    // Of a folder only which one it is: what is in it is compared by itself, or does not matter.
    private static bool IsSame(int folder, ReadOnlySpan<byte> name, FileStat? before, InputKind kind)
    {
        fixed (byte* path = name)
        {
            if (!LinuxFiles.TryStat(folder, path, 0, out var now))
            {
                return before is null;
            }

            return before is { } was && was.Type == now.Type
                && (kind == InputKind.Existence
                    || (was.Number == now.Number && was.Device == now.Device
                        && (kind == InputKind.Identity || now.IsFolder
                            || (was.Size == now.Size && was.ModifiedTicks == now.ModifiedTicks && was.ChangedTicks == now.ChangedTicks))));
        }
    }
}
