using System.Collections.Concurrent;
using Plumb.Prompts.Workspace;
using Plumb.Search.Discovery;

namespace Plumb.Lsp.Features.Diagnostics.Workspace;

/// <summary>
/// The files of a folder as they were in a commit, for lint rules. A keystroke never waits for git: a text is read in the
/// background of the first question, again when the checkout moved, and <paramref name="changed"/> is called when it came.
/// </summary>
internal sealed class LiveBase(string root, string reference, Action changed) : IBaseTexts
{
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly string? gitFolder = RuleFiles.FindGitFolder(root);

    public string? Read(string path)
    {
        if (gitFolder is null)
        {
            return null;
        }

        var entry = entries.GetOrAdd(path, _ => new Entry());
        var stamp = Stamp();
        if (entry.Stamp != stamp && Interlocked.Exchange(ref entry.Reading, 1) == 0)
        {
            _ = ReadAsync(path, entry, stamp);
        }

        return entry.Text;
    }

    private async Task ReadAsync(string path, Entry entry, (long, DateTime) stamp)
    {
        try
        {
            // Not on the caller's thread: starting a process alone takes milliseconds.
            var text = await Task.Run(() => GitBase.ReadAsync(root, reference, path)).ConfigureAwait(false);
            var differs = text != entry.Text;
            (entry.Text, entry.Stamp) = (text, stamp);
            Volatile.Write(ref entry.Reading, 0);
            if (differs)
            {
                changed();
            }
        }
        finally
        {
            Volatile.Write(ref entry.Reading, 0);
        }
    }

    /// <summary>Git writes a line into this log whenever what is checked out moves.</summary>
    private (long, DateTime) Stamp()
    {
        var log = new FileInfo(Path.Combine(gitFolder!, "logs", "HEAD"));
        return log.Exists ? (log.Length, log.LastWriteTimeUtc) : (-1, default);
    }

    private sealed class Entry
    {
        public int Reading;

        public string? Text { get; set; }

        public (long, DateTime)? Stamp { get; set; }
    }
}
