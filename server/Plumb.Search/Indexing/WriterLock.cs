namespace Plumb.Search.Indexing;

/// <summary>
/// One update at a time over all processes: an exclusive lock on a file beside the store, which the operating system
/// drops when its process ends, however it ends.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(50);

    private readonly FileStream? stream;

    private WriterLock(FileStream? stream) => this.stream = stream;

    /// <summary>Takes the lock, waiting for whoever holds it; <paramref name="onWait"/> is called once when it has to.</summary>
    /// <param name="folder">The store's; null for a store in memory, which no other process sees.</param>
    /// <param name="onWait">Told once that another process holds the lock.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <param name="name">What is locked: updates, or the embedder's runs, which last long and write little.</param>
    public static async Task<WriterLock> AcquireAsync(string? folder, Action onWait, CancellationToken cancellation, string name = "writer.lock")
    {
        if (folder is null)
        {
            return new WriterLock(null);
        }

        var path = Path.Combine(folder, name);
        var told = false;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new WriterLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (UnauthorizedAccessException e)
            {
                throw new StoreNotWritableException($"Plumb cannot write its index in {folder} ({e.Message.TrimEnd('.')}): make that folder writable, or set PLUMB_HOME to one that is.", e);
            }
            catch (IOException e) when (!IsLocked(e))
            {
                throw new StoreNotWritableException($"Plumb cannot write its index in {folder} ({e.Message.TrimEnd('.')}): make that folder writable, or set PLUMB_HOME to one that is.", e);
            }
            catch (IOException)
            {
                // Locked by another process. The operating system offers no event to wait for.
                if (!told)
                {
                    onWait();
                    told = true;
                }

                await Task.Delay(Retry, cancellation).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => stream?.Dispose();

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows; EWOULDBLOCK (11 on Linux, 35 on macOS) elsewhere.
    private static bool IsLocked(IOException e) => (e.HResult & 0xFFFF) is 32 or 33 or 11 or 35;
}
