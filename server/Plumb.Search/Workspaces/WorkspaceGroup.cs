using System.Diagnostics;
using Plumb.Text;

namespace Plumb.Search.Workspaces;

/// <summary>
/// Several workspace folders that answer as one. Each keeps its own index; paths begin with the folder's name, which is
/// made unique.
/// </summary>
/// <remarks>
/// A score is a sum over the words of the query, each weighed by how rare it is in its own store. Divided by the weight of
/// all the query's words there, unknown ones included, it says how much of the query a chunk holds, and that can be compared:
/// a small folder that lacks the query's rarest word does not win by what it has. Fusing ranks would forget by how much a
/// chunk is ahead, and give every folder's best chunk the same place.
/// </remarks>
public sealed partial class WorkspaceGroup : IWorkspaceReader
{
    private readonly IReadOnlyList<WorkspaceFolder> folders;

    public WorkspaceGroup(IEnumerable<WorkspaceIndex> indexes)
    {
        ArgumentNullException.ThrowIfNull(indexes);
        var named = new List<WorkspaceFolder>();
        foreach (var index in indexes)
        {
            var name = Path.GetFileName(index.Options.Root) is { Length: > 0 } last ? last : "root";
            var unique = name;
            for (var n = 2; named.Any(f => f.Prefix.Equals(unique + "/", StringComparison.OrdinalIgnoreCase)); n++)
            {
                unique = $"{name} ({n})";
            }

            named.Add(new WorkspaceFolder(index, unique + "/"));
        }

        folders = named;
    }

    public string Name => folders.Count == 1 ? folders[0].Index.Name : string.Empty;

    public IReadOnlyList<WorkspaceFolder> Folders => folders;

    /// <remarks>A folder's bare name is its root.</remarks>
    public (WorkspaceFolder Folder, string Path)? Locate(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var folder in folders)
        {
            if (path.StartsWith(folder.Prefix, StringComparison.Ordinal))
            {
                return (folder, path[folder.Prefix.Length..]);
            }

            if (folder.Prefix.Length == path.Length + 1 && folder.Prefix.StartsWith(path, StringComparison.Ordinal))
            {
                return (folder, string.Empty);
            }
        }

        return null;
    }

    public TextDocument? ReadText(string path) => Locate(path) is { Path.Length: > 0 } found ? found.Folder.Index.ReadText(found.Path) : null;

    public SearchResponse Search(string query, int limit, CancellationToken cancellation) =>
        SearchAsync(query, limit, SearchMode.Hybrid, cancellation).AsTask().GetAwaiter().GetResult();

    public async ValueTask<SearchResponse> SearchAsync(string query, int limit, SearchMode mode, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(folders.Select(f => f.Index.SearchAsync(query, limit, mode, cancellation).AsTask())).ConfigureAwait(false);
        var hits = new List<(Hit Hit, int Member)>();
        for (var i = 0; i < answers.Length; i++)
        {
            var weight = answers[i].Words.Sum(w => w.Weight);
            var scale = weight > 0 ? 1 / weight : 1;
            hits.AddRange(answers[i].Hits.Select(hit => (Rename(hit, folders[i].Prefix) with { Score = hit.Score * scale }, i)));
        }

        // Equal scores are ordered by folder and by their place in it, so that the same indexes give the same list.
        return new SearchResponse(
            query,
            [.. hits.OrderByDescending(h => h.Hit.Score).ThenBy(h => h.Member).Take(limit).Select(h => h.Hit)],
            Stopwatch.GetElapsedTime(started),
            answers.Length == 0 ? 0 : answers.Average(a => a.Coverage),
            MergeWords(answers))
        {
            Notice = answers.Select(a => a.Notice).FirstOrDefault(n => n is not null),
        };
    }

    // A word that any folder knows is known, and weighs what it weighs where it is.
    private static List<QueryWord> MergeWords(SearchResponse[] answers) =>
        [.. answers.SelectMany(a => a.Words).GroupBy(w => w.Word, StringComparer.Ordinal).Select(g =>
        {
            var known = g.Where(w => w.IsKnown).ToList();
            return new QueryWord(g.Key, (known.Count > 0 ? known : [.. g]).Max(w => w.Weight), known.Count > 0);
        })];

    private static Hit Rename(Hit hit, string prefix) => hit with
    {
        Path = prefix + hit.Path,
        Duplicates = [.. hit.Duplicates.Select(d => d with { Path = prefix + d.Path })],
    };
}
