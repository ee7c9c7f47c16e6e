using Plumb.Search.Indexing;
using Plumb.Search.Storage;

namespace Plumb.Search;

/// <summary>An index whose disk takes nothing more goes on in memory.</summary>
public sealed partial class WorkspaceIndex
{
    // The store on disk after that: queries that began with it end with it.
    private Store? left;

    private static string InMemoryNotice(Exception e) => "The index is kept in memory until this process ends. " + e.Message;

    /// <summary>Runs what writes to the store; once more, in memory, where its disk turns out to be full or read-only.</summary>
    private async Task<T> WriteAsync<T>(Func<Task<T>> run, CancellationToken cancellation)
    {
        try
        {
            return await Task.Run(run, cancellation).ConfigureAwait(false);
        }
        catch (StoreNotWritableException e) when (LeaveDisk(e))
        {
            return await Task.Run(run, cancellation).ConfigureAwait(false);
        }
    }

    // Only beside no other run. Readers follow with their next query: both stores have the same content at this moment.
    private bool LeaveDisk(StoreNotWritableException reason)
    {
        if (store.IsInMemory || Options.InMemory == InMemoryUse.Never || (Options.InMemory == InMemoryUse.OfStored && !HasContent))
        {
            return false;
        }

        if (store.CopyToMemory(InMemoryNotice(reason)) is not { } copy)
        {
            return false;
        }

        copy.OnDamaged = store.OnDamaged;
        if (isKeeper)
        {
            isKeeper = false;
            KeeperNote.Remove(folder!);
        }

        left = store;
        store = copy;
        folder = null;
        return true;
    }
}
