using Serilog;

namespace Plumb.Lsp.Features.Index;

/// <summary>Watches the tree for clients that cannot. Lost events become one walk of the tree.</summary>
internal sealed class FolderWatcher : IDisposable
{
    private readonly FileSystemWatcher? watcher;

    public FolderWatcher(string root, Action<string> changed, Action lost, ILogger log)
    {
        try
        {
            watcher = new FileSystemWatcher(root)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
                InternalBufferSize = 64 * 1024,
            };
            watcher.Changed += (_, e) => changed(e.FullPath);
            watcher.Created += (_, e) => changed(e.FullPath);
            watcher.Deleted += (_, e) => changed(e.FullPath);
            watcher.Renamed += (_, e) =>
            {
                changed(e.OldFullPath);
                changed(e.FullPath);
            };
            watcher.Error += (_, e) =>
            {
                log.Warning("Watching {Root} lost events: {Error}", root, e.GetException().Message);
                lost();
            };
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // Too many watches, most often: saving in the editor still updates the index.
            log.Warning("{Root} cannot be watched: {Error}", root, e.Message);
            watcher?.Dispose();
            watcher = null;
        }
    }

    /// <summary>False where the system could not: too many folders, most often.</summary>
    public bool IsWatching => watcher is not null;

    public void Dispose() => watcher?.Dispose();
}
