namespace Plumb.Search.Storage;

/// <summary>What is kept to tell that the tree did not change.</summary>
internal sealed partial class StoreReader
{
    /// <summary>The stamp of the tree that the index is of; null where the index changed since, or its last run was cut short.</summary>
    public byte[]? ReadTreeStamp()
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            SELECT stamp FROM tree WHERE revision = (SELECT value FROM meta WHERE key = 'revision')
            AND EXISTS (SELECT 1 FROM meta WHERE key = 'finished') AND NOT EXISTS (SELECT 1 FROM meta WHERE key = 'running')
            """;
        return command.ExecuteScalar() as byte[];
    }
}
