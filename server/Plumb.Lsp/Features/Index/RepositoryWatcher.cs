using Plumb.Search.Discovery;
using Serilog;

namespace Plumb.Lsp.Features.Index;

/// <summary>
/// Tells when git changed what is checked out, in the repository or in one of its submodules: a switched branch, a rebase,
/// a reset, a stash, a submodule update. One event for all their files, which come after git is done; editors do not pass
/// on what happens in <c>.git</c>. The ignore rules that lie outside of the workspace are watched beside that.
/// </summary>
internal sealed class RepositoryWatcher : IDisposable
{
    // The system gives a process few watchers. Submodules beyond are found by file events and the reconcile.
    private const int MostFolders = 16;

    private readonly string? folder;
    private readonly Action switched;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private readonly Dictionary<string, FileSystemWatcher> watchers = new(StringComparer.Ordinal);
    private readonly List<FileSystemWatcher> rules = [];
    private bool isDisposed;

    public RepositoryWatcher(string root, Action switched, ILogger log)
    {
        this.switched = switched;
        this.log = log;
        folder = RuleFiles.FindGitFolder(root);
        Follow();
        foreach (var (outside, name) in RuleFiles.FindOutside(root).Take(MostFolders))
        {
            if (Watch(outside, changed: switched, name) is { } watcher)
            {
                rules.Add(watcher);
            }
        }
    }

    /// <summary>Git is at work on the files: what it changes now is not yet all.</summary>
    public bool IsBusy
    {
        get
        {
            lock (gate)
            {
                return watchers.Keys.Any(git => File.Exists(Path.Combine(git, "index.lock")));
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            foreach (var watcher in watchers.Values)
            {
                watcher.Dispose();
            }

            watchers.Clear();
            rules.ForEach(watcher => watcher.Dispose());
            rules.Clear();
        }
    }

    // The repository's own folder and those of its submodules, which come and go.
    private void Follow()
    {
        if (folder is null)
        {
            return;
        }

        lock (gate)
        {
            foreach (var git in RuleFiles.FindSubmoduleFolders(folder).Prepend(folder).Take(MostFolders))
            {
                if (!isDisposed && !watchers.ContainsKey(git) && Watch(git, OnSwitched, "HEAD", "index") is { } watcher)
                {
                    watchers.Add(git, watcher);
                }
            }
        }
    }

    private FileSystemWatcher? Watch(string git, Action changed, params ReadOnlySpan<string> names)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            // Git writes a file beside each and renames it.
            watcher = new FileSystemWatcher(git) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite };
            foreach (var name in names)
            {
                watcher.Filters.Add(name);
            }

            watcher.Changed += (_, _) => changed();
            watcher.Created += (_, _) => changed();
            watcher.Deleted += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            log.Warning("{Folder} cannot be watched: {Error}", git, e.Message);
            watcher?.Dispose();
            return null;
        }
    }

    private void OnSwitched()
    {
        Follow();
        switched();
    }
}
