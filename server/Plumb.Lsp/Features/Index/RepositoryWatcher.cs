using Plumb.Search.Discovery;
using Serilog;

namespace Plumb.Lsp.Features.Index;

/// <summary>
/// Tells when git changed what is checked out: a switched branch, a rebase, a reset, a stash. One event for all their
/// files, which come after git is done; editors do not pass on what happens in <c>.git</c>.
/// </summary>
internal sealed class RepositoryWatcher : IDisposable
{
    private readonly FileSystemWatcher? watcher;
    private readonly string? busy;

    public RepositoryWatcher(string root, Action switched, ILogger log)
    {
        var folder = RuleFiles.FindGitFolder(root);
        if (folder is null)
        {
            return;
        }

        busy = Path.Combine(folder, "index.lock");
        try
        {
            // Git writes a file beside each and renames it.
            watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite };
            watcher.Filters.Add("HEAD");
            watcher.Filters.Add("index");
            watcher.Changed += (_, _) => switched();
            watcher.Created += (_, _) => switched();
            watcher.Renamed += (_, _) => switched();
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            log.Warning("{Folder} cannot be watched: {Error}", folder, e.Message);
            watcher?.Dispose();
            watcher = null;
        }
    }

    /// <summary>Git is at work on the files: what it changes now is not yet all.</summary>
    public bool IsBusy => busy is not null && File.Exists(busy);

    public void Dispose() => watcher?.Dispose();
}
