using System.Runtime.ExceptionServices;

namespace Plumb.Search.Discovery;

/// <summary>Reads all folders below one, on several threads.</summary>
internal sealed class SubtreeReader(FolderReader reader, DiscoveryOptions options)
{
    /// <param name="top">Read already; links in it and below are not followed.</param>
    public void ReadBelow(Folder top)
    {
        var pending = new Stack<Folder>();
        PushChildren(top, pending);
        var threads = options.Threads > 0 ? options.Threads : Math.Min(4, Environment.ProcessorCount);
        if (threads == 1 || pending.Count == 0)
        {
            while (pending.TryPop(out var folder))
            {
                reader.Read(folder);
                PushChildren(folder, pending);
            }

            return;
        }

        new Crew(reader, pending, options.LowPriority).Run(threads);
    }

    private static void PushChildren(Folder folder, Stack<Folder> pending)
    {
        foreach (ref readonly var entry in folder.Entries.AsSpan())
        {
            if (entry.Folder is { } child && entry.Reason == SkipReason.None && !child.IsRead)
            {
                pending.Push(child);
            }
        }
    }

    /// <summary>A stack of folders that several threads empty and fill.</summary>
    private sealed class Crew(FolderReader reader, Stack<Folder> pending, bool lowPriority)
    {
        private readonly Lock gate = new();
        private int busy;
        private Exception? failure;

        public void Run(int threads)
        {
            var helpers = new Task[threads - 1];
            for (var i = 0; i < helpers.Length; i++)
            {
                helpers[i] = Task.Factory.StartNew(Help, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }

            Work();
            Task.WaitAll(helpers);
            if (failure is not null)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }

        private void Help()
        {
            if (lowPriority)
            {
                Indexing.WorkerPriority.Lower();
            }

            Work();
        }

        private void Work()
        {
            var found = new Stack<Folder>();
            var wait = default(SpinWait);
            while (true)
            {
                Folder? folder;
                lock (gate)
                {
                    if (failure is not null || (pending.Count == 0 && busy == 0))
                    {
                        return;
                    }

                    if (pending.TryPop(out folder))
                    {
                        busy++;
                    }
                }

                if (folder is null)
                {
                    wait.SpinOnce(sleep1Threshold: -1);
                    continue;
                }

                wait.Reset();
                Exception? error = null;
                try
                {
                    reader.Read(folder);
                    PushChildren(folder, found);
                }
                catch (Exception e)
                {
                    error = e;
                }

                lock (gate)
                {
                    failure ??= error;
                    busy--;
                    while (found.TryPop(out var child))
                    {
                        pending.Push(child);
                    }
                }
            }
        }
    }
}
