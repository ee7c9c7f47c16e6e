using Plumb.Search.Discovery;

namespace Plumb.Search;

/// <summary>Where a workspace is and where its store is kept.</summary>
/// <param name="Root">Absolute path of the workspace folder.</param>
/// <param name="DataHome">Folder of all stores; null: <c>PLUMB_HOME</c>, else the platform's data folder.</param>
public sealed record WorkspaceOptions(string Root, string? DataHome = null)
{
    /// <summary>Where everything is kept unless <see cref="DataHome"/> says otherwise; absolute.</summary>
    public static string DefaultDataHome => Indexing.StoreLocation.DataHome(null);

    /// <summary>What the workspace is, wherever it lies: the same for every checkout of a repository. Sixteen hexadecimal digits.</summary>
    public string Identity => Indexing.RepositoryIdentity.Of(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Root))).Key;

    public DiscoveryOptions Discovery { get; init; } = new();

    /// <summary>Put a store that a newer version wrote aside instead of refusing to open it.</summary>
    public bool ReplaceNewerStore { get; init; }

    /// <summary>What is done where the store cannot be opened or written, now or later.</summary>
    public InMemoryUse InMemory { get; init; }

    /// <summary>Files beyond so many, by path, are left out; 0 is no limit.</summary>
    public int MaxFiles { get; init; }

    /// <summary>Memory of the process that a run aims to stay below; 0 is no limit.</summary>
    public int MaxMemoryMegabytes { get; init; }

    /// <summary>Threads that read and scan; 0 means one per core.</summary>
    public int Threads { get; init; }

    /// <summary>Whether those threads step back behind all others.</summary>
    public bool LowPriority { get; init; }

    /// <summary>
    /// What turns chunks and queries into vectors; null is the one that Plumb brings along. Whoever hands one in
    /// disposes of it, after the index.
    /// </summary>
    public Embedding.IEmbedder? Embedder { get; init; }

    /// <summary>What is used where <see cref="Embedder"/> is null, fails, or is not through yet; null ranks by words alone.</summary>
    internal Embedding.ITermEmbedder? BuiltIn { get; init; } = Embedding.BuiltInEmbedder.Instance;

    /// <summary>By what a file counts as written this moment.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>Whether an index may live in memory alone, for as long as its process, where its store cannot be used.</summary>
public enum InMemoryUse
{
    /// <summary>No: opening it fails.</summary>
    Never,

    /// <summary>Where the disk is read-only or full and there is a store to begin with: its copy is brought up to date in memory.</summary>
    OfStored,

    /// <summary>Whatever the reason; with what is stored where that can be read, else with nothing.</summary>
    Always,
}

/// <summary>How far an index run is.</summary>
/// <param name="Phase">"discovering", "indexing", "waiting" (another process holds the writer's lock), "committing" or "embedding".</param>
/// <param name="FilesDone">Files read so far; chunks while embedding.</param>
/// <param name="FilesTotal">Files to read; 0 while discovering; chunks while embedding.</param>
/// <param name="Message">Something to show beside it: the current path, or who holds the lock.</param>
public readonly record struct IndexProgress(string Phase, int FilesDone, int FilesTotal, string Message)
{
    /// <summary>Files that are read and whose rows queries do not see yet.</summary>
    public int Pending { get; init; }
}

/// <summary>What one index run did.</summary>
/// <param name="Files">Files in the index afterwards.</param>
/// <param name="Added">Files that were new.</param>
/// <param name="Changed">Files whose content was read again and differed.</param>
/// <param name="Removed">Files that are gone.</param>
/// <param name="Unchanged">Files that were not touched.</param>
/// <param name="Chunks">Chunks in the index afterwards.</param>
/// <param name="Skipped">Files not indexed, by reason.</param>
/// <param name="Bytes">Bytes of text that were read in this run.</param>
/// <param name="Elapsed">Wall time.</param>
public sealed record IndexReport(
    int Files,
    int Added,
    int Changed,
    int Removed,
    int Unchanged,
    int Chunks,
    IReadOnlyDictionary<SkipReason, int> Skipped,
    long Bytes,
    TimeSpan Elapsed);

/// <summary>What the store knows, for <c>plumb status</c> and the editors.</summary>
/// <param name="State">"absent" (never indexed), "ready", "indexing" or "partial" (a run was cut short).</param>
/// <param name="Embedder">For people: whose vectors answer queries, and why not those of the chosen embedder.</param>
public sealed record IndexStatus(
    string Root,
    string StorePath,
    string State,
    int Files,
    int Chunks,
    int Symbols,
    IReadOnlyDictionary<SkipReason, int> Skipped,
    IReadOnlyList<SkippedFile> SkippedExamples,
    IReadOnlyDictionary<string, int> Languages,
    long StoreBytes,
    DateTimeOffset? LastIndexed,
    string Embedder,
    int SchemaVersion)
{
    /// <summary>The vectors that the store holds, those that answer queries first.</summary>
    public IReadOnlyList<VectorStatus> Vectors { get; init; } = [];

    /// <summary>Why the chosen embedder failed the last time that it was asked; null when it did not.</summary>
    public string? EmbedderProblem { get; init; }

    /// <summary>Files and folders that could not be read, each with its error; at most a hundred.</summary>
    public IReadOnlyList<SkippedFile> Failed { get; init; } = [];

    /// <summary>The language servers that keep the index up to date this moment.</summary>
    public IReadOnlyList<IndexKeeper> Keepers { get; init; } = [];

    /// <summary>What is kept out of the index by its content.</summary>
    public MaskedSecrets Secrets { get; init; } = new(0, new Dictionary<Secrets.SecretKind, int>());
}

/// <summary>A language server that keeps an index up to date.</summary>
/// <param name="ProcessId">Its number.</param>
/// <param name="NextReconcile">When it looks at the whole tree next; null when that is switched off or held.</param>
/// <param name="Watching">Who tells it of changed files: "client", "system" or "none".</param>
public sealed record IndexKeeper(int ProcessId, DateTimeOffset? NextReconcile, string Watching);

/// <summary>Secrets whose text was covered before it was indexed.</summary>
/// <param name="Files">Files that hold any.</param>
/// <param name="Kinds">How many, by what they were known by.</param>
public sealed record MaskedSecrets(int Files, IReadOnlyDictionary<Secrets.SecretKind, int> Kinds)
{
    public int Count => Kinds.Values.Sum();
}

/// <summary>The vectors of one embedder.</summary>
/// <param name="Embedder">Its id.</param>
/// <param name="Dimension">Numbers in each vector.</param>
/// <param name="Chunks">Living chunks that have one.</param>
/// <param name="Bytes">What they take in the store.</param>
/// <param name="IsServing">Queries are answered with them.</param>
public sealed record VectorStatus(string Embedder, int Dimension, int Chunks, long Bytes, bool IsServing);

/// <summary>What a run of the embedder did.</summary>
/// <param name="Embedded">Chunks that the embedder was asked for.</param>
/// <param name="Reused">Chunks whose content was embedded before.</param>
/// <param name="Problem">Why it ended early, one sentence; null when every chunk has its vector.</param>
public sealed record EmbeddingReport(int Embedded, int Reused, string? Problem);

/// <summary>One signal that made a score.</summary>
/// <param name="Name">For people: "name: retry", "× file name".</param>
/// <param name="Value">What it added or, for a factor (×), multiplied by.</param>
/// <param name="Field">Where a word of the query matched: "declares", "name", "doc", "body", "enclosing" or "path"; null for other signals.</param>
/// <param name="Word">The word, or two adjacent words, of the query; null for other signals.</param>
public readonly record struct RankSignal(string Name, double Value, string? Field = null, string? Word = null)
{
    /// <summary>How the name of a factor begins.</summary>
    public const string Factor = "× ";
}

/// <summary>One hit: a chunk as it lies in the file now.</summary>
/// <param name="Path">Posix path from the workspace root.</param>
/// <param name="StartLine">First line, 1-based.</param>
/// <param name="EndLine">Last line, 1-based, inclusive.</param>
/// <param name="Symbol">Enclosing symbols and the chunk's own, joined by "." (or " > " for headings); may be empty.</param>
/// <param name="Language">The language's id.</param>
/// <param name="Score">Comparable within one response only.</param>
/// <param name="Snippet">The chunk's lines that matter most, whole lines, at most about a dozen.</param>
/// <param name="Signals">Why it ranks where it ranks, most important first.</param>
public sealed record Hit(
    string Path,
    int StartLine,
    int EndLine,
    string Symbol,
    string Language,
    double Score,
    string Snippet,
    IReadOnlyList<RankSignal> Signals)
{
    /// <summary>The cosine to the query where vectors found the hit, which then need not hold a word of it; null for other hits.</summary>
    public double? Similarity { get; init; }

    /// <summary>Other places that hold the same text, as the index knows them; they are not listed as hits.</summary>
    public IReadOnlyList<HitPlace> Duplicates { get; init; } = [];
}

/// <summary>Whole lines of a file, 1-based, inclusive.</summary>
public sealed record HitPlace(string Path, int StartLine, int EndLine);

/// <summary>A word of the query that says what it is about.</summary>
/// <param name="Word">As it was written.</param>
/// <param name="Weight">Its inverse document frequency: the rarer, the more it says; highest for a word that is nowhere.</param>
/// <param name="IsKnown">It, a word of its family or its short form stands somewhere in the index.</param>
public readonly record struct QueryWord(string Word, double Weight, bool IsKnown);

/// <summary>The ranked hits of one query.</summary>
/// <param name="Coverage">Share of the workspace's files that the index covers, 0 to 1.</param>
/// <param name="Words">The words that were looked for; a hit's signals name those that it holds.</param>
public sealed record SearchResponse(string Query, IReadOnlyList<Hit> Hits, TimeSpan Elapsed, double Coverage, IReadOnlyList<QueryWord> Words)
{
    /// <summary>Set when the embedder failed and the answer was made without it: one sentence for people.</summary>
    public string? Notice { get; init; }
}

/// <summary>The workspace's own plumb.json says that it is not to be indexed.</summary>
public sealed class IndexingOffException : WorkspaceException
{
    public IndexingOffException(string message)
        : base(message)
    {
    }

    public IndexingOffException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public IndexingOffException()
    {
    }
}

/// <summary>The store's disk cannot be written: read-only, full, or not ours.</summary>
internal sealed class StoreNotWritableException(string message, Exception inner) : WorkspaceException(message, inner);

/// <summary>A declaration anywhere in the workspace, for workspace/symbol.</summary>
public sealed record SymbolHit(string Path, string Name, string Container, Text.DeclarationKind Kind, int StartLine, int StartColumn, int EndLine, int EndColumn);

/// <summary>An error that the user can do something about: its message is one clear sentence that says what.</summary>
public class WorkspaceException : Exception
{
    public WorkspaceException(string message)
        : base(message)
    {
    }

    public WorkspaceException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public WorkspaceException()
    {
    }
}
