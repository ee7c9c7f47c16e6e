using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Plumb.Prompts.Workspace;
using Plumb.Search;

namespace Plumb.Lsp.Features.Diagnostics.Workspace;

/// <summary>
/// The names of the open folders' code for lint rules. A keystroke never waits for them: until they are read, in the
/// background of the first question, the answer is that nothing is known, and <paramref name="changed"/> is called when
/// another one would be given.
/// </summary>
/// <param name="find">The index that a path belongs to; null where none is open.</param>
/// <param name="changed">An answer that was given before is another one now.</param>
internal sealed class LiveSymbols(Func<string, WorkspaceIndex?> find, Action changed)
{
    private readonly ConditionalWeakTable<WorkspaceIndex, Entry> entries = [];
    private readonly ConcurrentDictionary<string, Entry> unopened = new(StringComparer.Ordinal);

    /// <summary>The names as a file of a folder knows them.</summary>
    public IWorkspaceSymbols Of(string folder) => new Scoped(this, folder);

    /// <summary>An index was opened or brought up to date: what was asked is asked again, unless nobody asked.</summary>
    public void OnIndexChanged()
    {
        foreach (var (folder, waiting) in unopened)
        {
            if (find(folder) is { } opened && unopened.TryRemove(folder, out _))
            {
                var entry = entries.GetOrCreateValue(opened);
                foreach (var name in waiting.Asked.Keys)
                {
                    entry.Asked.TryAdd(name, new Answer(null, null, null));
                }
            }
        }

        foreach (var (index, entry) in entries)
        {
            if (!entry.Asked.IsEmpty)
            {
                Load(index, entry);
            }
        }
    }

    private IndexedNames? Names(string folder, out Entry entry)
    {
        if (find(folder) is not { } index)
        {
            entry = unopened.GetOrAdd(folder, _ => new Entry());
            return null;
        }

        entry = entries.GetOrCreateValue(index);
        if (entry.Names is null)
        {
            Load(index, entry);
        }

        return entry.Names;
    }

    private void Load(WorkspaceIndex index, Entry entry)
    {
        if (!entry.Begin())
        {
            return;
        }

        _ = Task.Run(() =>
        {
            do
            {
                try
                {
                    Read(index, entry);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    // Its folder was closed meanwhile, or the store cannot be read: nothing is known.
                    entry.Names = null;
                }
            }
            while (entry.IsAskedAgain());
        });
    }

    private void Read(WorkspaceIndex index, Entry entry)
    {
        if (entry.Names?.Revision == index.Revision || IndexedNames.Load(index) is not { } names)
        {
            return;
        }

        entry.Names = names;
        if (entry.Asked.Any(asked => asked.Value != Ask(names, asked.Key)))
        {
            entry.Asked.Clear();
            changed();
        }
    }

    private static Answer Ask(IndexedNames? names, string name) => new(names?.IsKnown(name), names?.IsDeclared(name), names?.IsKnown(name) == false ? names.Near(name) : null);

    /// <summary>An index's names, and what rules were told of them.</summary>
    private sealed class Entry
    {
        private readonly Lock gate = new();
        private bool isReading;
        private bool again;

        public volatile IndexedNames? Names;

        public ConcurrentDictionary<string, Answer> Asked { get; } = new(StringComparer.Ordinal);

        /// <summary>False where they are being read: they are then read once more.</summary>
        public bool Begin()
        {
            lock (gate)
            {
                again = isReading;
                var begins = !isReading;
                isReading = true;
                return begins;
            }
        }

        public bool IsAskedAgain()
        {
            lock (gate)
            {
                isReading = again;
                again = false;
                return isReading;
            }
        }
    }

    private sealed record Answer(bool? IsKnown, bool? IsDeclared, string? Near);

    private sealed class Scoped(LiveSymbols owner, string folder) : IWorkspaceSymbols
    {
        public bool? IsKnown(string name) => Ask(name).IsKnown;

        public bool? IsDeclared(string name) => Ask(name).IsDeclared;

        public string? Near(string name) => Ask(name).Near;

        private Answer Ask(string name)
        {
            try
            {
                var names = owner.Names(folder, out var entry);
                var answer = entry.Asked.GetOrAdd(name, n => LiveSymbols.Ask(names, n));

                // They came between the two: whoever looked through what was asked has not seen this one.
                return answer.IsKnown is null && entry.Names is { } come ? entry.Asked[name] = LiveSymbols.Ask(come, name) : answer;
            }
            catch (Exception e) when (e is ObjectDisposedException or WorkspaceException or InvalidOperationException)
            {
                return new Answer(null, null, null);
            }
        }
    }
}
