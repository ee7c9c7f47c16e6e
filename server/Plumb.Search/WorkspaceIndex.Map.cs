using Plumb.Search.Graph;
using Plumb.Search.Storage;

namespace Plumb.Search;

/// <summary>What the reference graph tells: the map of the workspace, and who mentions a name.</summary>
public sealed partial class WorkspaceIndex
{
    // A name that more places declare is asked for with its container.
    private const int MaxDeclarations = 100;

    private StoredGraph? graph;
    private long graphRevision = -1;

    /// <summary>The most important files with their most mentioned declarations, as they stand in the files now.</summary>
    /// <param name="limit">Most declarations; what encloses one is shown as well and does not count.</param>
    /// <param name="path">A folder or file, posix, from the workspace root; null or empty for the whole workspace.</param>
    /// <param name="cancellation">Stops between files.</param>
    public WorkspaceMap GetMap(int limit, string? path, CancellationToken cancellation)
    {
        var (snapshotNow, current) = Read(reader => (View(reader), Graph(reader, cancellation)));
        return MapBuilder.Build(Texts, (path ?? string.Empty).Trim('/'), limit, snapshotNow, current, cancellation);
    }

    /// <summary>Where a name is declared and which chunks of other places mention it, best first.</summary>
    /// <param name="name">A name, or a qualified one ("Type.member"), whose last part is looked for.</param>
    /// <param name="limit">Most chunks.</param>
    /// <param name="cancellation">Stops between files.</param>
    public SymbolMentions FindMentions(string name, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        var last = name[(name.LastIndexOfAny(['.', ':', '/', '#']) + 1)..];
        var matching = FindSymbols(name, MaxDeclarations, cancellation).Where(s => string.Equals(s.Name, last, StringComparison.OrdinalIgnoreCase)).ToList();

        // A heading or key of the same name is about the declaration, and is itself a mention.
        if (matching.Exists(s => MentionTerm.IsReferable(s.Kind)))
        {
            matching.RemoveAll(s => !MentionTerm.IsReferable(s.Kind));
        }

        var exact = matching.FindAll(s => s.Name == last);
        var declarations = exact.Count > 0 ? exact : matching;
        return Read(reader =>
        {
            var (mentions, complete) = MentionFinder.Find(Texts, View(reader), reader, declarations.Select(d => d.Name).DefaultIfEmpty(last), limit, cancellation);
            return new SymbolMentions(last, declarations, mentions, complete);
        });
    }

    // The ranking may lag behind by a few files; whoever asks for the graph itself gets it as the index is now. It is not
    // kept: only an index run writes files' rows, and the next one keeps its own.
    private StoredGraph Graph(StoreReader reader, CancellationToken cancellation)
    {
        var current = Snapshot(reader);
        if (graph is null || graphRevision != current.Revision)
        {
            var isFresh = reader.ReadGraphAge() == 0 && reader.ReadMeta("running") is null;
            graph = isFresh ? reader.ReadGraph() : GraphRun.Build(current, reader, beside: null, cancellation);
            graphRevision = current.Revision;
        }

        return graph;
    }
}
