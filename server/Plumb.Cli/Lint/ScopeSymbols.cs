using Plumb.Lsp.Features.Diagnostics.Workspace;
using Plumb.Prompts.Workspace;
using Plumb.Search;

namespace Plumb.Cli.Lint;

/// <summary>
/// The names of a scope's code, from the index that it has already; opened when a rule first asks. Before a name is called
/// missing the index is brought up to date, which takes long only where much changed: then, and where there is no index,
/// nothing is known.
/// </summary>
internal sealed class ScopeSymbols(string root) : IWorkspaceSymbols, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private WorkspaceIndex? index;
    private IndexedNames? names;
    private bool isOpened;
    private bool isFresh;

    /// <summary>A sentence for people: why rules that asked for names were told nothing; null where they were told.</summary>
    public string? Problem { get; private set; }

    public bool? IsKnown(string name) => Names()?.IsKnown(name) == true ? true : FreshNames()?.IsKnown(name);

    public bool? IsDeclared(string name) => (FreshNames() ?? Names())?.IsDeclared(name);

    public string? Near(string name) => (FreshNames() ?? Names())?.Near(name);

    public void Dispose() => index?.Dispose();

    private IndexedNames? Names()
    {
        lock (gate)
        {
            if (!isOpened)
            {
                isOpened = true;
                Open();
            }

            return names;
        }
    }

    private IndexedNames? FreshNames()
    {
        lock (gate)
        {
            if (Names() is null)
            {
                return null;
            }

            if (!isFresh)
            {
                isFresh = true;
                Refresh();
            }

            return names;
        }
    }

    private void Open()
    {
        try
        {
            if (FindIndexed() is { } folder)
            {
                index = WorkspaceIndex.Open(new WorkspaceOptions(folder));
                names = IndexedNames.Load(index);
            }

            Problem = names is null ? $"there is no index of {root}: rules that look for names of its code were silent. 'plumb index' makes one." : null;
        }
        catch (WorkspaceException e)
        {
            Problem = $"rules that look for names of the code were silent: {e.Message}";
        }
    }

    private void Refresh()
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            index!.UpdateAsync(rebuild: false, progress: null, patience.Token).GetAwaiter().GetResult();
            names = index.Revision == names!.Revision ? names : IndexedNames.Load(index);
        }
        catch (OperationCanceledException)
        {
            names = null;
            Problem = $"the index of {root} is out of date: rules that look for names of its code were silent. 'plumb index' brings it up to date.";
        }
        catch (WorkspaceException e)
        {
            names = null;
            Problem = $"rules that look for names of the code were silent: {e.Message}";
        }
    }

    /// <summary>The nearest folder with an index from the scope's own up to the repository's.</summary>
    private string? FindIndexed()
    {
        for (var folder = root; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (WorkspaceIndex.Exists(folder))
            {
                return folder;
            }

            if (Path.Exists(Path.Combine(folder, ".git")))
            {
                break;
            }
        }

        return null;
    }
}
