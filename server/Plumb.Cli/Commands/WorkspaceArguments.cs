using System.CommandLine;
using Plumb.Search;
using Plumb.Search.Discovery;
using Plumb.Search.Embedding;

namespace Plumb.Cli.Commands;

/// <summary>What the commands on the index share: which workspace, and how fresh its index has to be.</summary>
internal static class WorkspaceArguments
{
    public static Option<string?> Workspace() => new("--workspace", "-w") { Description = "The workspace folder; the current folder where it is not given.", HelpName = "DIR" };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON." };

    public static Option<bool> NoRefresh() => new("--no-refresh") { Description = "Answer from the index as it is, without looking for changed files first." };

    /// <summary>
    /// Opens the index of a workspace with the embedder that the user chose, and tells on stderr if its store had to be set
    /// aside. The embedder lives as long as the process.
    /// </summary>
    /// <exception cref="EmbedderException">The embedder cannot be used.</exception>
    public static async Task<WorkspaceIndex> OpenAsync(string? workspace, CancellationToken cancellation, bool replaceNewer = false, bool writes = false)
    {
        CheckFolder(workspace);
        var source = EmbedderArguments.Source();
        return Open(workspace, await source.OpenAsync(source.Choose(), cancellation), replaceNewer, writes);
    }

    /// <summary>The same with an embedder that is open already; null is the built-in one.</summary>
    /// <param name="workspace">The folder; null is the current one.</param>
    /// <param name="embedder">Makes the vectors of chunks and queries.</param>
    /// <param name="replaceNewer">Set a store of a newer version aside.</param>
    /// <param name="writes">The store is what the command is for. One that only reads makes do with a copy in memory.</param>
    public static WorkspaceIndex Open(string? workspace, IEmbedder? embedder, bool replaceNewer = false, bool writes = false)
    {
        CheckFolder(workspace);
        var index = WorkspaceIndex.Open(new WorkspaceOptions(workspace ?? Environment.CurrentDirectory) { ReplaceNewerStore = replaceNewer, Embedder = embedder, InMemory = writes ? InMemoryUse.Never : InMemoryUse.OfStored });
        if (index.Notice is { } notice)
        {
            Console.Error.WriteLine("plumb: " + notice);
        }

        foreach (var problem in index.SettingsProblems)
        {
            Console.Error.WriteLine($"plumb: plumb.json: {problem.Message}");
        }

        return index;
    }

    private static void CheckFolder(string? workspace)
    {
        if (workspace is { Length: 0 })
        {
            throw new CommandException("--workspace needs the name of a folder.");
        }
    }

    /// <summary>Indexes a workspace that never was, and otherwise brings its index up to date.</summary>
    public static async Task RefreshAsync(WorkspaceIndex index, bool noRefresh, CancellationToken cancellation)
    {
        if (noRefresh)
        {
            if (!index.HasContent)
            {
                var files = index.GetStatus().Files;
                if (files == 0)
                {
                    throw new CommandException($"{index.Options.Root} was never indexed: run 'plumb index', or leave out --no-refresh.");
                }

                Console.Error.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"plumb: {index.Options.Root} is indexed in part, {files} files of it: 'plumb index' goes on from there."));
            }

            return;
        }

        using var progress = new ProgressLine();
        var notice = index.Notice;
        await index.UpdateAsync(rebuild: false, progress, cancellation);
        TellNotice(index, notice, progress);
    }

    // Of a disk that took no more in the midst of the run.
    private static void TellNotice(WorkspaceIndex index, string? before, ProgressLine progress)
    {
        if (index.Notice != before)
        {
            progress.Dispose();
            Console.Error.WriteLine("plumb: " + index.Notice);
        }
    }

    /// <summary>The same, and the answer to a query.</summary>
    public static async Task<SearchResponse> RefreshAndSearchAsync(WorkspaceIndex index, string query, int limit, SearchMode mode, CancellationToken cancellation)
    {
        using var progress = new ProgressLine();
        var notice = index.Notice;
        var response = await index.UpdateAndSearchAsync(query, limit, mode, progress, cancellation);
        TellNotice(index, notice, progress);
        return response;
    }

    /// <summary>Says on stderr that a search had nothing to search in, where it had nothing.</summary>
    public static void TellIfEmpty(WorkspaceIndex index)
    {
        var status = index.GetStatus();
        if (status.Files == 0 && status.State == "ready")
        {
            Console.Error.WriteLine($"plumb: no file of {index.Options.Root} is indexed{(status.Skipped.Count > 0 ? ": 'plumb status' says why" : ", it has none that could be: name another folder with --workspace")}.");
        }
    }

    public static IReadOnlyDictionary<string, int> Named(IReadOnlyDictionary<SkipReason, int> skipped) =>
        skipped.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).ToDictionary(pair => Name(pair.Key), pair => pair.Value);

    /// <summary>"TooLarge" as "tooLarge", the same in JSON and for people.</summary>
    public static string Name(SkipReason reason) => Name(reason.ToString());

    /// <summary>A name of an enumeration in the same way.</summary>
    public static string Name(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
