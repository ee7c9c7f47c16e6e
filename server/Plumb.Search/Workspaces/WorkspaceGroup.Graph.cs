using Plumb.Search.Graph;

namespace Plumb.Search.Workspaces;

/// <summary>What the folders' indexes tell of names and of what builds on what.</summary>
public sealed partial class WorkspaceGroup
{
    /// <remarks>Ranks are taken turn by turn, since no score tells one folder's from another's.</remarks>
    public IReadOnlyList<SymbolHit> FindSymbols(string query, int limit, CancellationToken cancellation)
    {
        var found = folders.Select(f => f.Index.FindSymbols(query, limit, cancellation).Select(s => s with { Path = f.Prefix + s.Path })).ToList();
        return [.. TakeTurns(found).OrderBy(s => s.Name == query ? 0 : 1).Take(limit)];
    }

    public SymbolMentions FindMentions(string name, int limit, CancellationToken cancellation)
    {
        // A folder that does not declare the name may mention it all the same.
        var found = folders.Select(f => (Folder: f, Mentions: f.Index.FindMentions(name, limit, cancellation))).ToList();
        var last = found[0].Mentions.Name;
        var declarations = found.SelectMany(f => f.Mentions.Declarations.Select(d => d with { Path = f.Folder.Prefix + d.Path })).ToList();
        if (declarations.Exists(d => MentionTerm.IsReferable(d.Kind)))
        {
            declarations.RemoveAll(d => !MentionTerm.IsReferable(d.Kind));
        }

        if (declarations.Exists(d => d.Name == last))
        {
            declarations.RemoveAll(d => d.Name != last);
        }

        var mentions = TakeTurns(found.Select(f => f.Mentions.Mentions.Select(m => m with { Path = f.Folder.Prefix + m.Path }))).ToList();
        return new SymbolMentions(last, declarations, [.. mentions.Take(limit)], mentions.Count <= limit && found.TrueForAll(f => f.Mentions.IsComplete));
    }

    /// <remarks>A file's share is one of its own folder, and counts by how many of all files that has.</remarks>
    public WorkspaceMap GetMap(int limit, string? path, CancellationToken cancellation)
    {
        if (path?.Trim('/') is { Length: > 0 } below)
        {
            return Locate(below) is { } place ? Rename(place.Folder.Index.GetMap(limit, place.Path, cancellation), place.Folder.Prefix, 1) : new WorkspaceMap([], 0, 0);
        }

        var maps = folders.Select(f => (f.Prefix, Map: f.Index.GetMap(limit, null, cancellation))).ToList();
        var total = maps.Sum(m => m.Map.TotalFiles);
        var kept = new List<MapFile>();
        foreach (var file in maps.SelectMany(m => Rename(m.Map, m.Prefix, (double)m.Map.TotalFiles / Math.Max(1, total)).Files).OrderByDescending(f => f.Share))
        {
            if (limit <= 0)
            {
                break;
            }

            limit -= file.Declarations.Count;
            kept.Add(file);
        }

        return new WorkspaceMap(kept, total, maps.Sum(m => m.Map.TotalSymbols));
    }

    private static WorkspaceMap Rename(WorkspaceMap map, string prefix, double scale) => map with
    {
        Files = [.. map.Files.Select(f => f with
        {
            Path = prefix + f.Path,
            Share = f.Share * scale,
            Declarations = [.. f.Declarations.Select(d => d with { Share = d.Share * scale })],
        })],
    };

    private static IEnumerable<T> TakeTurns<T>(IEnumerable<IEnumerable<T>> lists) =>
        lists.SelectMany((list, n) => list.Select((item, i) => (item, i, n))).OrderBy(x => x.i).ThenBy(x => x.n).Select(x => x.item);
}
