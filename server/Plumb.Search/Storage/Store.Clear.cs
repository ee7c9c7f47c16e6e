namespace Plumb.Search.Storage;

/// <summary>Forgetting.</summary>
internal sealed partial class Store
{
    /// <summary>Empties every table, and gives the space back.</summary>
    public void Clear()
    {
        InTransaction(transaction => Run(transaction, "DELETE FROM file; DELETE FROM posting; DELETE FROM vector; DELETE FROM segment; DELETE FROM embedding; DELETE FROM skipped; DELETE FROM masked; DELETE FROM graph; DELETE FROM meta WHERE key <> 'revision'"));
        Purge();
        Checkpoint();
    }
}
