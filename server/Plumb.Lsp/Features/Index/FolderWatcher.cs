using Serilog;

namespace Plumb.Lsp.Features.Index;

/// <summary>
/// Watches the tree for clients that cannot. Lost events become one walk of the tree; a root that goes away and comes back
/// is watched again.
/// </summary>
internal sealed class FolderWatcher : IDisposable
{
    private const NotifyFilters Names = NotifyFilters.FileName | NotifyFilters.DirectoryName;

    private readonly string root;
    private readonly Action<string> changed;
    private readonly Action lost;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private readonly FileSystemWatcher? parent;
    private FileSystemWatcher? watcher;
    private bool isDisposed;

    public FolderWatcher(string root, Action<string> changed, Action lost, ILogger log)
    {
        this.root = root;
        this.changed = changed;
        this.lost = lost;
        this.log = log;
        watcher = Watch();
        parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(root)) is { Length: > 0 } above ? WatchRoot(above) : null;
    }

    /// <summary>False where the system could not: too many folders, most often.</summary>
    public bool IsWatching
    {
        get
        {
            lock (gate)
            {
                return watcher is not null;
            }
        }
    }

    public void Dispose()
    {
        parent?.Dispose();
        lock (gate)
        {
            isDisposed = true;
            watcher?.Dispose();
        }
    }

    private FileSystemWatcher? Watch() => Start(
        root,
        made =>
        {
            made.IncludeSubdirectories = true;
            made.NotifyFilter = Names | NotifyFilters.LastWrite | NotifyFilters.Size;
            made.InternalBufferSize = 64 * 1024;
            made.Changed += (_, e) => changed(e.FullPath);
            made.Created += (_, e) => changed(e.FullPath);
            made.Deleted += (_, e) => changed(e.FullPath);
            made.Renamed += (_, e) =>
            {
                changed(e.OldFullPath);
                changed(e.FullPath);
            };
            made.Error += (_, e) =>
            {
                log.Warning("Watching {Root} lost events: {Error}", root, e.GetException().Message);
                lost();
            };
        });

    // A watch ends with the folder that it is on.
    private FileSystemWatcher? WatchRoot(string above) => Start(
        above,
        made =>
        {
            made.NotifyFilter = NotifyFilters.DirectoryName;
            made.Filter = Path.GetFileName(Path.TrimEndingDirectorySeparator(root));
            made.Created += (_, _) => Again();
            made.Renamed += (_, _) => Again();
            made.Deleted += (_, _) => Again();
        });

    private void Again()
    {
        lock (gate)
        {
            if (isDisposed)
            {
                return;
            }

            watcher?.Dispose();
            watcher = Directory.Exists(root) ? Watch() : null;
        }

        lost();
    }

    private FileSystemWatcher? Start(string folder, Action<FileSystemWatcher> prepare)
    {
        FileSystemWatcher? made = null;
        try
        {
            made = new FileSystemWatcher(folder);
            prepare(made);
            made.EnableRaisingEvents = true;
            return made;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // Too many watches, most often: saving in the editor still updates the index.
            log.Warning("{Folder} cannot be watched: {Error}", folder, e.Message);
            made?.Dispose();
            return null;
        }
    }
}
