namespace Plumb.Search.Storage;

/// <summary>By what the next look tells that the tree did not change.</summary>
internal sealed partial class Store
{
    /// <summary>Keeps the stamp of the tree that the index is of. It holds until the index changes. Not being able to is no failure.</summary>
    public void KeepTreeStamp(byte[] stamp)
    {
        try
        {
            InTransaction(
                transaction =>
                {
                    using var insert = Sql.Command(transaction, "INSERT OR REPLACE INTO tree(id, revision, stamp) SELECT 1, value, $stamp FROM meta WHERE key = 'revision'", "$stamp");
                    insert.Parameters[0].Value = stamp;
                    insert.ExecuteNonQuery();
                },
                changesIndex: false);
        }
        catch (WorkspaceException) when (!IsDamaged)
        {
            // A full disk: the next look is a walk.
        }
    }
}
