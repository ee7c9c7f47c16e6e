namespace Plumb.Search;

/// <summary>An answer from the tree as it is now.</summary>
public sealed partial class WorkspaceIndex
{
    /// <summary>Brings the index up to date with the tree, and answers.</summary>
    /// <remarks>
    /// Mostly nothing changed. So the answer is made beside the look for changes, and made again where one was found.
    /// </remarks>
    /// <exception cref="WorkspaceException">As of <see cref="UpdateAsync"/>.</exception>
    public async Task<SearchResponse> UpdateAndSearchAsync(string query, int limit, SearchMode mode, IProgress<IndexProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);

        // An endpoint would be asked, and paid, for an answer that may be thrown away.
        if (Options.Embedder is not null || !HasContent)
        {
            await UpdateAsync(rebuild: false, progress, cancellation).ConfigureAwait(false);
            return await SearchAsync(query, limit, mode, cancellation).ConfigureAwait(false);
        }

        var revision = Read(reader => reader.ReadRevision());
        var looking = UpdateAsync(rebuild: false, progress, cancellation);
        SearchResponse? early = null;
        try
        {
            early = await SearchAsync(query, limit, mode, cancellation).ConfigureAwait(false);
        }
        catch (WorkspaceException)
        {
            // The update comes upon the same, and tells it; if it mends it, the answer is made again.
        }
        finally
        {
            await looking.ConfigureAwait(false);
        }

        return early is not null && revision == Read(reader => reader.ReadRevision()) ? early : await SearchAsync(query, limit, mode, cancellation).ConfigureAwait(false);
    }
}
