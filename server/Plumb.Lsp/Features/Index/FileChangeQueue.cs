namespace Plumb.Lsp.Features.Index;

/// <summary>What changed on disk since the last batch. <paramref name="Everything"/>: too much to name, or unknown.</summary>
internal readonly record struct FileChanges(IReadOnlyCollection<string> Paths, bool Everything);

/// <summary>
/// Gathers changed paths until they rest: a path that changes ten times is one path. A batch is handed out when nothing
/// came for <c>quiet</c>, or <c>longest</c> after its first path, whatever comes. Holds at most <c>capacity</c> paths;
/// more of them (a branch switch) become "everything", which one walk of the tree settles faster. While
/// <c>isHeld</c> says that more is to come (git at work), a batch waits for up to <c>mostHeld</c>.
/// </summary>
internal sealed class FileChangeQueue(TimeProvider time, TimeSpan quiet, TimeSpan longest, int capacity, Func<bool>? isHeld = null, TimeSpan mostHeld = default)
{
    private readonly Lock gate = new();
    private HashSet<string> paths = new(StringComparer.Ordinal);
    private bool everything;
    private long first;
    private long last;
    private TaskCompletionSource arrived = NewSource();

    public void Add(string path)
    {
        lock (gate)
        {
            if (!everything && paths.Add(path) && paths.Count > capacity)
            {
                everything = true;
                paths.Clear();
            }

            Touch();
        }
    }

    /// <summary>Changes were lost, or concern more than single files (an ignore file).</summary>
    public void AddEverything()
    {
        lock (gate)
        {
            everything = true;
            paths.Clear();
            Touch();
        }
    }

    /// <summary>Waits for the next batch. One reader at a time.</summary>
    public async Task<FileChanges> TakeAsync(CancellationToken cancellation)
    {
        await Arrived().WaitAsync(cancellation).ConfigureAwait(false);
        while (true)
        {
            TimeSpan wait;
            lock (gate)
            {
                var now = time.GetTimestamp();
                var untilQuiet = quiet - time.GetElapsedTime(last, now);
                var untilLongest = longest - time.GetElapsedTime(first, now);
                wait = untilQuiet < untilLongest ? untilQuiet : untilLongest;
                if (wait <= TimeSpan.Zero && isHeld is not null && time.GetElapsedTime(first, now) < mostHeld && isHeld())
                {
                    wait = quiet;
                }
                if (wait <= TimeSpan.Zero)
                {
                    var batch = new FileChanges(paths, everything);
                    paths = new HashSet<string>(StringComparer.Ordinal);
                    everything = false;
                    arrived = NewSource();
                    return batch;
                }
            }

            await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task Arrived()
    {
        lock (gate)
        {
            return arrived.Task;
        }
    }

    private void Touch()
    {
        last = time.GetTimestamp();
        if (!arrived.Task.IsCompleted)
        {
            first = last;
            arrived.SetResult();
        }
    }
}
