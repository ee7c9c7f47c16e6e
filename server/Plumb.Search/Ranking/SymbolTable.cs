using Plumb.Search.Storage;
using Plumb.Text;

namespace Plumb.Search.Ranking;

/// <summary>All declarations of the workspace by name, for go-to-symbol. Loaded on first use, as of one revision.</summary>
internal sealed class SymbolTable
{
    private readonly (string Path, FileShape Shape)[] files;

    private SymbolTable(long revision, (string Path, FileShape Shape)[] files)
    {
        Revision = revision;
        this.files = files;
    }

    public long Revision { get; }

    public IEnumerable<StoredSymbol> All => files.SelectMany(f => f.Shape.Symbols);

    public static SymbolTable Load(IndexSnapshot snapshot, StoreReader reader)
    {
        var files = new List<(string, FileShape)>(snapshot.Files.Length);
        foreach (var file in snapshot.Files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            if (file.SymbolCount > 0 && reader.ReadShape(file.Id) is { } shape)
            {
                files.Add((file.Path, shape));
            }
        }

        return new SymbolTable(snapshot.Revision, [.. files]);
    }

    /// <summary>The same table as a snapshot of the same state shows it: without what it hides, with its unsaved texts.</summary>
    public SymbolTable Over(IndexSnapshot view)
    {
        if (!view.IsLaidOver)
        {
            return this;
        }

        var visible = view.VisibleFiles.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        visible.ExceptWith(view.Unsaved.Select(u => u.File.Path));
        return new SymbolTable(Revision, [.. files.Where(f => visible.Contains(f.Path)), .. view.Unsaved.Select(u => (u.File.Path, u.Shape))]);
    }

    public IReadOnlyList<SymbolHit> Find(string query, int limit, CancellationToken cancellation)
    {
        // A qualified query ("Type.member") is matched by its last part; the rest must stand in the container.
        var separator = query.LastIndexOfAny(['.', ':', '/', '#']);
        var container = separator > 0 ? query[..separator].TrimEnd(':') : string.Empty;
        var name = separator >= 0 && separator + 1 < query.Length ? query[(separator + 1)..] : query;
        var best = new PriorityQueue<(int File, int Symbol), (int Score, int Order)>();
        var order = 0;
        for (var f = 0; f < files.Length; f++)
        {
            cancellation.ThrowIfCancellationRequested();
            var symbols = files[f].Shape.Symbols;
            for (var s = 0; s < symbols.Length; s++)
            {
                // Keys and headings are found by search; here they would drown the declarations of code.
                var score = SymbolMatcher.Score(symbols[s].Name, name);
                if (score <= 0 || (symbols[s].Kind is DeclarationKind.Key or DeclarationKind.Cell && score < SymbolMatcher.Exact))
                {
                    continue;
                }

                if (container.Length > 0 && !files[f].Shape.PathOf(symbols[s].Parent).Contains(container, StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                var key = (score, -order++);
                if (best.Count < limit)
                {
                    best.Enqueue((f, s), key);
                }
                else if (best.TryPeek(out _, out var worst) && key.CompareTo(worst) > 0)
                {
                    best.EnqueueDequeue((f, s), key);
                }
            }
        }

        var found = new List<SymbolHit>(best.Count);
        while (best.TryDequeue(out var item, out _))
        {
            found.Add(HitOf(files[item.File].Path, files[item.File].Shape, item.Symbol));
        }

        found.Reverse();
        return found;
    }

    private static SymbolHit HitOf(string path, FileShape shape, int index)
    {
        var symbol = shape.Symbols[index];
        return new SymbolHit(path, symbol.Name, shape.PathOf(symbol.Parent), symbol.Kind, symbol.NameLine, symbol.NameColumn, symbol.NameLine, symbol.NameColumn + symbol.Name.Length);
    }
}
