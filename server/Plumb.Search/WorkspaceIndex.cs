using System.Diagnostics;
using Plumb.Search.Discovery;
using Plumb.Search.Embedding;
using Plumb.Search.Indexing;
using Plumb.Search.Overlay;
using Plumb.Search.Ranking;
using Plumb.Search.Storage;
using Plumb.Search.Workspaces;

namespace Plumb.Search;

/// <summary>
/// The index of one workspace: keeps it up to date and answers queries from it. Safe to use from many threads; one
/// update runs at a time, across processes too, and queries never wait for it.
/// </summary>
public sealed partial class WorkspaceIndex : IWorkspaceReader, IDisposable
{
    // Terms that begin with a root are mostly compounds of it; the family itself is small.
    private const int MaxFamily = 2000;
    private const string StoreFile = "index.db";
    private const int SkippedExamplesPerReason = 20;
    private const int MostFailed = 100;

    // Beyond this many, one walk over the tree is the cheaper way.
    private const int MostSinglePaths = 500;

    // Another one, in memory, from the moment on when its disk takes nothing more.
    private volatile Store store;

    // Where the locks lie; null in memory, where no other process is.
    private volatile string? folder;
    private readonly SemaphoreSlim updating = new(1, 1);
    private readonly QueryVectors queries;
    private IndexSnapshot? snapshot;
    private SymbolTable? symbols;
    private volatile bool isUpdating;
    private volatile bool isKeeper;

    private WorkspaceIndex(WorkspaceOptions options, Store store, string? folder)
    {
        Options = options;
        this.store = store;
        this.folder = folder;
        queries = new QueryVectors(options, TimeProvider.System);
        (Settings, SettingsProblems) = IndexSettings.Read(options.Root);
        rules = new OverlayRules(options.Root, () => DiscoveryRules);
    }

    public WorkspaceOptions Options { get; }

    public string Name => Path.GetFileName(Options.Root);

    IReadOnlyList<WorkspaceFolder> IWorkspaceReader.Folders => [new WorkspaceFolder(this, string.Empty)];

    (WorkspaceFolder Folder, string Path)? IWorkspaceReader.Locate(string path) => (new WorkspaceFolder(this, string.Empty), path);

    /// <summary>What the workspace's plumb.json says about its index, as it was read last.</summary>
    public IndexSettings Settings { get; private set; }

    /// <summary>Which files are looked for: the options, and over them what that file says.</summary>
    public DiscoveryOptions DiscoveryRules => Settings.Apply(Limited).Discovery;

    /// <summary>What is wrong in that file.</summary>
    public IReadOnlyList<Text.Configuration.ConfigurationProblem> SettingsProblems { get; private set; }

    /// <summary>Set when a store could not be used and was put aside: one sentence for people.</summary>
    public string? Notice => store.Notice;

    /// <summary>
    /// Opens the store of a workspace, making it when there is none yet. A corrupt store is set aside and made anew.
    /// </summary>
    /// <exception cref="WorkspaceException">The root is no folder, the data folder cannot be written, or the store was
    /// written by a newer version of Plumb.</exception>
    public static WorkspaceIndex Open(WorkspaceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Root));
        if (!Directory.Exists(root))
        {
            throw new WorkspaceException(File.Exists(root)
                ? $"{root} is a file: name the folder that holds it as the workspace."
                : $"There is no folder {root}: name an existing folder as the workspace.");
        }

        options = options with { Root = root };
        string? path = null;
        try
        {
            var folder = StoreLocation.FolderFor(root, StoreLocation.DataHome(options.DataHome));
            path = Path.Combine(folder, StoreFile);
            if (!File.Exists(path) && StoreLocation.FindSibling(folder, StoreFile) is { } sibling)
            {
                Store.Seed(sibling, path);
            }

            return new WorkspaceIndex(options, Store.Open(path, options.ReplaceNewerStore), folder);
        }
        catch (WorkspaceException e) when (options.InMemory == InMemoryUse.Always || (options.InMemory == InMemoryUse.OfStored && e is StoreNotWritableException))
        {
            var store = Store.OpenInMemory(path, InMemoryNotice(e));
            if (store.IsCopy || options.InMemory == InMemoryUse.Always)
            {
                return new WorkspaceIndex(options, store, folder: null);
            }

            store.Dispose();
            throw;
        }
    }

    /// <summary>Its store could not be used: it lives in memory, and ends with its process. <see cref="Notice"/> says why.</summary>
    public bool IsInMemory => store.IsInMemory;

    /// <summary>Its store was found damaged since it was opened: closed and opened again it is made anew.</summary>
    public bool IsDamaged => store.IsDamaged;

    /// <summary>Called once when the store is found damaged, by whatever thread came upon it.</summary>
    public Action? OnDamaged
    {
        get => store.OnDamaged;
        set => store.OnDamaged = value;
    }

    /// <summary>True when the workspace has been indexed at least once, to the end.</summary>
    public bool HasContent => Read(reader => reader.ReadMeta("finished") is not null);

    /// <summary>Brings the index up to date with the tree. What was committed before a cancellation stays.</summary>
    /// <exception cref="WorkspaceException">Indexing is switched off for this workspace, or the tree or the store cannot be used.</exception>
    public async Task<IndexReport> UpdateAsync(bool rebuild, IProgress<IndexProgress>? progress, CancellationToken cancellation)
    {
        var options = ReadSettings();
        await updating.WaitAsync(cancellation).ConfigureAwait(false);
        var watched = new CoverageProgress(this, progress);
        try
        {
            isUpdating = true;
            var report = await WriteAsync(() => Indexer.RunAsync(options, store, folder, rebuild, watched, cancellation), cancellation).ConfigureAwait(false);
            remaining = 0;
            return report;
        }
        catch (StoreNotWritableException)
        {
            watched.Fail();
            throw;
        }
        finally
        {
            isUpdating = false;
            rules.Forget();
            updating.Release();
        }
    }

    // Read anew: the file may have changed since this index was opened.
    private WorkspaceOptions ReadSettings()
    {
        (Settings, SettingsProblems) = IndexSettings.Read(Options.Root);
        return Settings.Enabled
            ? Settings.Apply(PacedOptions)
            : throw new IndexingOffException($"Indexing is off for {Options.Root}: its plumb.json says \"index\": {{ \"enabled\": false }}. Set that to true to index it.");
    }

    /// <summary>Brings single files up to date after they changed, were made or were deleted.</summary>
    /// <param name="paths">Posix paths from the workspace root; a folder stands for what is in it.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <remarks>
    /// Looks at nothing else, unless one of them decides about others (an ignore file, plumb.json) or the index is not
    /// whole: then the whole tree is looked at.
    /// </remarks>
    public async Task<IndexReport> UpdateFilesAsync(IReadOnlyCollection<string> paths, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var options = ReadSettings();
        IndexReport? report = null;

        // Which files are indexed hangs on ignore files: they, and an index that was never finished, ask for a look at all.
        if (paths.Count <= MostSinglePaths && !paths.Any(RuleFiles.DecideAboutOthers))
        {
            await updating.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                report = await WriteAsync(() => Indexer.RunPathsAsync(options, store, folder, paths, cancellation), cancellation).ConfigureAwait(false);
            }
            finally
            {
                updating.Release();
            }
        }

        return report ?? await UpdateAsync(rebuild: false, progress: null, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Gives every chunk its vector of <see cref="WorkspaceOptions.Embedder"/>, in the background of all else; nothing to
    /// do without one, since the built-in embedder works while files are indexed. What was embedded before a cancellation
    /// or a failure stays.
    /// </summary>
    public async Task<EmbeddingReport> EmbedAsync(IProgress<IndexProgress>? progress, CancellationToken cancellation)
    {
        if (Options.Embedder is not { } embedder)
        {
            return new EmbeddingReport(0, 0, null);
        }

        var report = await Task.Run(() => EmbeddingRun.RunAsync(Options, store, folder, embedder, progress, cancellation), cancellation).ConfigureAwait(false);
        queries.Problem = report.Problem;
        return report;
    }

    /// <summary>The best chunks for a query: words, identifiers, a path or a question. Waits for the embedder where that is an endpoint.</summary>
    public SearchResponse Search(string query, int limit, CancellationToken cancellation) =>
        SearchAsync(query, limit, SearchMode.Hybrid, cancellation).AsTask().GetAwaiter().GetResult();

    /// <summary>The best chunks for a query: words, identifiers, a path or a question.</summary>
    public async ValueTask<SearchResponse> SearchAsync(string query, int limit, SearchMode mode, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var started = Stopwatch.GetTimestamp();
        var overlaid = Overlay;
        var asked = new QueryVector(null, null, null);
        if (mode != SearchMode.Lexical && limit > 0 && queries.Candidates.Any())
        {
            var (serving, weights) = Read(reader => (queries.Serving(Snapshot(reader), reader.ReadVectorSets()), WeighTerms(reader, View(reader, overlaid), query)));
            asked = await queries.EmbedAsync(query, serving, term => weights.GetValueOrDefault(term, 1), cancellation).ConfigureAwait(false);
        }

        var (hits, words) = Read<(IReadOnlyList<Hit>, IReadOnlyList<QueryWord>)>(reader =>
        {
            var current = View(reader, overlaid);

            // Before all else, which is done beside it.
            using var comparison = Comparison.Start(current, reader, asked, store.IsInMemory ? null : Read);
            var analyzed = QueryAnalyzer.Analyze(query, prefix => current.Segments.SelectMany(s => s.FindTerms(reader, prefix, MaxFamily)).ToHashSet(StringComparer.Ordinal));
            if (limit <= 0 || analyzed.Terms.Count == 0 || current.Documents == 0)
            {
                return ([], []);
            }

            var (ranked, words) = Ranker.Rank(current, analyzed, () => comparison?.Finish(), mode, limit, (segment, term) => segment.ReadPostings(reader, term), cancellation);
            return (new HitReader(new CurrentText(Options.Root, overlaid), current, reader, analyzed).Read(ranked, cancellation), words);
        });
        return new SearchResponse(query, hits, Stopwatch.GetElapsedTime(started), Coverage, words) { Notice = asked.Notice };
    }

    /// <summary>Declarations whose name matches: exactly, by prefix, camel-case humps or subsequence, best first.</summary>
    public IReadOnlyList<SymbolHit> FindSymbols(string query, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Read(reader =>
        {
            var current = Snapshot(reader);
            var table = symbols;
            if (table is null || table.Revision != current.Revision)
            {
                symbols = table = SymbolTable.Load(current, reader);
            }

            return table.Over(View(reader)).Find(query, limit, cancellation);
        });
    }

    public IndexStatus GetStatus() => Read(reader =>
    {
        var current = Snapshot(reader);
        var skipped = reader.ReadSkipped();
        var finished = reader.ReadMeta("finished");
        var running = reader.ReadMeta("running") is not null;
        var sets = reader.ReadVectorSets();
        var serving = queries.Serving(current, sets).FirstOrDefault();
        return new IndexStatus(
            Options.Root,
            store.IsInMemory ? Store.InMemoryPath : store.Path,
            isUpdating ? "indexing" : finished is null && !running ? "absent" : !Settings.Enabled ? "disabled" : running ? "partial" : "ready",
            current.Files.Length,
            current.Documents,
            current.Files.Sum(f => f.SymbolCount),
            skipped.GroupBy(s => s.File.Reason).ToDictionary(g => g.Key, g => g.Count()),
            [.. skipped.GroupBy(s => s.File.Reason).SelectMany(g => g.Take(SkippedExamplesPerReason)).Select(s => s.File)],
            current.Files.GroupBy(f => f.Language).OrderByDescending(g => g.Count()).ToDictionary(g => g.Key, g => g.Count()),
            store.SizeBytes,
            finished is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(finished, System.Globalization.CultureInfo.InvariantCulture)),
            queries.Describe(serving),
            Schema.Version)
        {
            Vectors = [.. sets.GroupBy(v => (v.Embedder, v.Dimension))
                .Select(g => new VectorStatus(
                    g.Key.Embedder, g.Key.Dimension, current.CountVectors(sets, g.Key.Embedder, g.Key.Dimension), g.Sum(v => v.Bytes), g.Key == (serving?.Id, serving?.Dimension ?? 0)))
                .OrderByDescending(v => v.IsServing).ThenBy(v => v.Embedder, StringComparer.Ordinal)],
            EmbedderProblem = queries.Problem,
            Secrets = reader.ReadSecrets(),
            Failed = [.. skipped.Where(s => s.File.Reason == Discovery.SkipReason.Unreadable).Take(MostFailed).Select(s => s.File)],
            Keepers = folder is null ? [] : KeeperNote.ReadAll(folder),
        };
    });

    /// <summary>Says to other processes that this one keeps the index up to date, and when it looks at the whole tree next.</summary>
    /// <param name="nextReconcile">Null when it will not.</param>
    /// <param name="watching">Who tells of changed files: "client", "system" or "none".</param>
    public void AnnounceKeeper(DateTimeOffset? nextReconcile, string watching)
    {
        if (folder is not null)
        {
            isKeeper = true;
            KeeperNote.Write(folder, nextReconcile, watching);
        }
    }

    public void Dispose()
    {
        if (isKeeper)
        {
            KeeperNote.Remove(folder!);
        }

        store.Dispose();
        left?.Dispose();
        updating.Dispose();
    }

    // The model knows how much a word says in general; that "job" says nothing in a job queue only the workspace knows.
    // The square root, since the model's own weight has the general part of a word's rarity in it already.
    private static Dictionary<string, float> WeighTerms(StoreReader reader, IndexSnapshot current, string query)
    {
        var weights = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var term in Terms.TermAnalyzer.TermsOf(query).Distinct(StringComparer.Ordinal))
        {
            var documents = current.Segments.Sum(segment => segment.CountLiving(reader, term));
            weights[term] = MathF.Sqrt(MathF.Log(1 + (current.Documents / (documents + 0.5f))));
        }

        return weights;
    }

    private IndexSnapshot Snapshot(StoreReader reader)
    {
        var current = snapshot;
        if (current is null || current.Revision != reader.ReadRevision())
        {
            snapshot = current = current is null ? IndexSnapshot.Load(reader) : IndexSnapshot.LoadAfter(reader, current);
        }

        return current;
    }

    private T Read<T>(Func<StoreReader, T> work) => store.Read(work);
}
