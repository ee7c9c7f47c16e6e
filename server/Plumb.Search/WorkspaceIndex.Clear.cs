namespace Plumb.Search;

/// <summary>Emptying the index.</summary>
public sealed partial class WorkspaceIndex
{
    /// <summary>Forgets everything that the store holds, vectors that cost something included. Waits for a run to end.</summary>
    /// <exception cref="WorkspaceException">The store cannot be written.</exception>
    public async Task ClearAsync(CancellationToken cancellation)
    {
        await updating.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            using var exclusive = await Indexing.WriterLock.AcquireAsync(folder, () => { }, cancellation).ConfigureAwait(false);
            await Task.Run(store.Clear, cancellation).ConfigureAwait(false);
            remaining = 0;
            isTreeKnown = false;
        }
        finally
        {
            updating.Release();
        }
    }
}
