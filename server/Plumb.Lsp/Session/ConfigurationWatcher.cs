using Plumb.Text.Configuration;
using Serilog;

namespace Plumb.Lsp.Session;

/// <summary>Watches <c>plumb.json</c> in folders that no client watches.</summary>
internal sealed class ConfigurationWatcher : IDisposable
{
    private readonly List<FileSystemWatcher> watchers = [];

    /// <param name="folders">Those that are not there are left out.</param>
    /// <param name="changed">Called from another thread, once or more for a change.</param>
    public ConfigurationWatcher(IEnumerable<string> folders, Action changed, ILogger log)
    {
        foreach (var folder in folders.Where(Directory.Exists))
        {
            try
            {
                var watcher = new FileSystemWatcher(folder, ConfigurationFile.FileName) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
                watchers.Add(watcher);
                watcher.Changed += (_, _) => changed();
                watcher.Created += (_, _) => changed();
                watcher.Deleted += (_, _) => changed();
                watcher.Renamed += (_, _) => changed();
                watcher.EnableRaisingEvents = true;
            }
            catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                log.Warning("{File} in {Folder} cannot be watched: {Error}", ConfigurationFile.FileName, folder, e.Message);
            }
        }
    }

    public void Dispose() => watchers.ForEach(watcher => watcher.Dispose());
}
