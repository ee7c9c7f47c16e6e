using Plumb.Search.Overlay;
using Plumb.Search.Ranking;
using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Search.Graph;

/// <summary>
/// Draws the map: the graph says which names matter, the files as they are now say how they are declared. Where mentions
/// do not fill it, the outermost declarations of the other files do.
/// </summary>
internal sealed class MapBuilder
{
    // One large file must not be the whole map; whoever asks for a single file gets all of it.
    private const int MaxPerFile = 8;

    private readonly CurrentText texts;
    private readonly string path;
    private readonly int limit;
    private readonly StoredFile[] files;
    private readonly Dictionary<string, StoredFileRank> ranks;
    private readonly Dictionary<string, StoredSymbolRank[]> symbols;
    private readonly Dictionary<string, HashSet<string>> chosen = new(StringComparer.Ordinal);
    private int count;

    private MapBuilder(CurrentText texts, string path, int limit, IndexSnapshot snapshot, StoredGraph graph)
    {
        this.texts = texts;
        this.path = path;
        this.limit = limit;
        files = [.. snapshot.VisibleFiles.Where(f => IsBelow(f.Path)).OrderBy(f => f.Path, StringComparer.Ordinal)];
        var present = files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        ranks = graph.Files.Where(f => present.Contains(f.Path)).ToDictionary(f => f.Path, StringComparer.Ordinal);
        symbols = graph.Files.Zip(graph.Symbols).Where(f => present.Contains(f.First.Path)).ToDictionary(f => f.First.Path, f => f.Second, StringComparer.Ordinal);
    }

    /// <param name="texts">The files as they are now.</param>
    /// <param name="path">A folder or file of it, posix; empty for all.</param>
    /// <param name="limit">Most declarations, not counting those that are shown for enclosing one.</param>
    /// <param name="snapshot">The index.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="cancellation">Stops between files.</param>
    public static WorkspaceMap Build(CurrentText texts, string path, int limit, IndexSnapshot snapshot, StoredGraph graph, CancellationToken cancellation)
    {
        var builder = new MapBuilder(texts, path, limit, snapshot, graph);
        builder.ChooseMentioned();
        var drawn = builder.Draw(cancellation);
        return new WorkspaceMap(drawn, builder.files.Length, builder.files.Sum(f => f.SymbolCount));
    }

    private bool IsBelow(string file) =>
        path.Length == 0 || file == path || (file.StartsWith(path, StringComparison.Ordinal) && file[path.Length] == '/');

    private int PerFile => files.Length == 1 ? int.MaxValue : MaxPerFile;

    private void ChooseMentioned()
    {
        var candidates = symbols.SelectMany(file => file.Value.Take(PerFile).Select(symbol => (Path: file.Key, Symbol: symbol)))
            .OrderByDescending(c => c.Symbol.Flow).ThenBy(c => c.Path, StringComparer.Ordinal).ThenBy(c => c.Symbol.Name, StringComparer.Ordinal);
        foreach (var (file, symbol) in candidates.Take(limit))
        {
            if (!chosen.TryGetValue(file, out var names))
            {
                chosen.Add(file, names = new HashSet<string>(StringComparer.Ordinal));
            }

            names.Add(symbol.Name);
            count++;
        }
    }

    private List<MapFile> Draw(CancellationToken cancellation)
    {
        var drawn = new List<MapFile>();
        foreach (var file in files.OrderByDescending(f => chosen.ContainsKey(f.Path)).ThenByDescending(FlowOf).ThenByDescending(WeightOf).ThenBy(f => f.Path, StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!chosen.ContainsKey(file.Path) && (count >= limit || file.SymbolCount == 0))
            {
                continue;
            }

            if (texts.Read(file.Path).Document is { } document && DrawFile(file, document) is { Count: > 0 } declarations)
            {
                var rank = ranks.GetValueOrDefault(file.Path);
                drawn.Add(new MapFile(file.Path, file.Language, rank?.Flow ?? 0, rank?.MentionedBy ?? 0, declarations));
            }
        }

        return drawn;
    }

    private float FlowOf(StoredFile file) => ranks.GetValueOrDefault(file.Path)?.Flow ?? 0;

    private static double WeightOf(StoredFile file)
    {
        var kind = LanguageTable.FindById(file.Language)?.Kind;
        return GraphWeights.Of(FileRoles.Of(file.Path, file.Language, kind == LanguageKind.Docs, kind == LanguageKind.Data));
    }

    private List<MapDeclaration> DrawFile(StoredFile file, TextDocument document)
    {
        var all = document.Outline.Declarations;
        var shown = new bool[all.Count];
        var names = chosen.GetValueOrDefault(file.Path);
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < all.Count; i++)
        {
            // Of overloads the first stands for all.
            if (names is not null && MentionTerm.IsReferable(all[i].Kind) && names.Contains(all[i].Name) && found.Add(all[i].Name))
            {
                Show(all, shown, i);
            }
        }

        // What fills the map up: only whole levels of the outline that are left after the mentioned ones.
        var room = Math.Min(limit - count, PerFile - found.Count);
        for (var i = 0; i < all.Count && room > 0; i++)
        {
            if (!shown[i] && IsOutermost(all, i))
            {
                Show(all, shown, i);
                room--;
                count++;
            }
        }

        var ranked = symbols.GetValueOrDefault(file.Path)?.ToDictionary(s => s.Name, StringComparer.Ordinal);
        var depths = new int[all.Count];
        var drawn = new List<MapDeclaration>();
        for (var i = 0; i < all.Count; i++)
        {
            var parent = all[i].Parent;
            depths[i] = parent < 0 ? 0 : depths[parent] + (shown[parent] ? 1 : 0);
            if (shown[i])
            {
                var rank = ranked is not null && MentionTerm.IsReferable(all[i].Kind) ? ranked.GetValueOrDefault(all[i].Name) : default;
                drawn.Add(new MapDeclaration(
                    all[i].Name, all[i].Kind, SignatureLine.Of(document, all[i]), document.Lines.GetLine(all[i].Span.Start) + 1,
                    document.Lines.GetLine(Math.Max(all[i].Span.Start, all[i].Span.End - 1)) + 1, depths[i], rank.Flow, rank.MentionedBy));
            }
        }

        return drawn;
    }

    private static bool IsOutermost(IReadOnlyList<Declaration> all, int index) => all[index].Kind switch
    {
        DeclarationKind.Heading => all[index].Parent < 0 || all[all[index].Parent].Parent < 0,
        var kind => MentionTerm.IsReferable(kind) && !IsWrapper(all, index) && (all[index].Parent < 0 || IsWrapper(all, all[index].Parent)),
    };

    // With what encloses it, so that a member is seen where it belongs. A namespace says what the path says.
    private static void Show(IReadOnlyList<Declaration> all, bool[] shown, int index)
    {
        shown[index] |= all[index].Kind != DeclarationKind.Namespace;
        for (var i = all[index].Parent; i >= 0; i = all[i].Parent)
        {
            shown[i] |= !IsWrapper(all, i);
        }
    }

    // A module that holds types and modules alone is a namespace by another name.
    private static bool IsWrapper(IReadOnlyList<Declaration> all, int index)
    {
        if (all[index].Kind != DeclarationKind.Module)
        {
            return all[index].Kind == DeclarationKind.Namespace;
        }

        var holds = false;
        for (var i = index + 1; i < all.Count && all[i].Parent >= index; i++)
        {
            if (all[i].Parent == index && all[i].Kind is not (DeclarationKind.Constant or DeclarationKind.Variable))
            {
                if (all[i].Kind is not (DeclarationKind.Module or DeclarationKind.Class or DeclarationKind.Struct or DeclarationKind.Interface or DeclarationKind.Trait or DeclarationKind.Enum))
                {
                    return false;
                }

                holds = true;
            }
        }

        return holds;
    }
}
