using System.Globalization;
using Plumb.Search.Discovery;
using Plumb.Search.Indexing;

namespace Plumb.Search;

/// <summary>What becomes of a path.</summary>
public enum PathState
{
    /// <summary>It is indexed as it is.</summary>
    Indexed,

    /// <summary>It is indexed, but as it was before it was written last.</summary>
    Changed,

    /// <summary>It is found as an editor shows it.</summary>
    Unsaved,

    /// <summary>The next update takes it in.</summary>
    Pending,

    /// <summary>A rule, a limit, its content or an error keeps it out.</summary>
    Skipped,

    Folder,

    /// <summary>There is no such file.</summary>
    Absent,

    /// <summary>It is not in the workspace.</summary>
    Outside,

    /// <summary>The workspace's plumb.json switches the index off.</summary>
    Disabled,
}

/// <summary>What the index makes of one path, and why.</summary>
/// <param name="Path">Posix path from the workspace root; as it was given where it is outside.</param>
/// <param name="State">What becomes of it.</param>
/// <param name="Reason">Why it is skipped; None otherwise.</param>
/// <param name="By">The path that the reason is about: the path itself, or a folder around it, which ends with "/".</param>
/// <param name="Detail">One clause for people: the ignore file, line and pattern, the limit, the rule or the error.</param>
/// <param name="Chunks">Chunks in the index; of all files below where it is a folder.</param>
/// <param name="Symbols">Symbols in the index.</param>
/// <param name="Secrets">Secrets that are masked in it.</param>
/// <param name="Language">The language's id where it is indexed.</param>
public sealed record PathExplanation(string Path, PathState State, SkipReason Reason, string By, string Detail, int Chunks, int Symbols, int Secrets, string? Language)
{
    /// <summary>Whether queries find something in it.</summary>
    public bool IsFound => State is PathState.Indexed or PathState.Changed or PathState.Unsaved;
}

/// <summary>"Why is this file not indexed?"</summary>
public sealed partial class WorkspaceIndex
{
    /// <summary>Explains one path by the same rules and in the same order as a run over the tree; changes nothing.</summary>
    /// <param name="path">Absolute, or posix from the workspace root; it need not exist.</param>
    /// <param name="cancellation">Stops between folders.</param>
    /// <exception cref="WorkspaceException">The workspace or its store cannot be read.</exception>
    public PathExplanation Explain(string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        var full = Path.GetFullPath(path, Options.Root);
        var relative = Path.GetRelativePath(Options.Root, full).Replace(Path.DirectorySeparatorChar, '/').TrimEnd('/');
        if (relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative))
        {
            return Without(path, PathState.Outside, $"it is not below {Options.Root}");
        }

        if (!IndexSettings.Read(Options.Root).Settings.Enabled)
        {
            return Without(relative, PathState.Disabled, "plumb.json says \"index\": { \"enabled\": false }");
        }

        if (relative == ".")
        {
            return ExplainFolder(relative, cancellation);
        }

        // What an editor shows is found, whatever stands on disk.
        var typed = overlay.Find(relative);
        var isFolder = typed is null && Directory.Exists(full);
        var isThere = isFolder || File.Exists(full) || IsLink(full);
        if (FindSkip(relative, typed is null ? isThere ? null : 1 : Math.Max(1, typed.Text.Length), out var overruled, cancellation) is { } skip)
        {
            return new PathExplanation(relative, PathState.Skipped, skip.Reason, skip.Path, skip.Detail, 0, 0, 0, null);
        }

        if (isFolder)
        {
            return ExplainFolder(relative, cancellation);
        }

        return typed is null && !isThere ? Without(relative, PathState.Absent, "there is no such file") : ExplainFile(relative, typed?.Source, overruled);
    }

    private static PathExplanation Without(string path, PathState state, string detail) => new(path, state, SkipReason.None, path, detail, 0, 0, 0, null);

    private static bool IsLink(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private SkippedFile? FindSkip(string path, long? size, out string? overruled, CancellationToken cancellation)
    {
        try
        {
            return WorkspaceWalker.Judge(Options.Root, DiscoveryRules, path, size, out overruled, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException($"The workspace {Options.Root} cannot be read ({e.Message.TrimEnd('.')}): check that it exists and that you may list it.", e);
        }
    }

    private PathExplanation ExplainFolder(string path, CancellationToken cancellation)
    {
        var left = new SkipCount();
        WorkspaceWalker.WalkPaths(Options.Root, DiscoveryRules, [path == "." ? "" : path], left, cancellation);
        var prefix = path == "." ? "" : path + "/";
        var files = Read(reader => View(reader).Files.Where(f => f.Path.StartsWith(prefix, StringComparison.Ordinal)).ToList());
        return Without(path, PathState.Folder, string.Create(CultureInfo.InvariantCulture, $"{files.Count} files below it are indexed, {left.Count} files and folders are left out by rule")) with
        {
            Chunks = files.Sum(f => f.ChunkCount),
            Symbols = files.Sum(f => f.SymbolCount),
        };
    }

    /// <param name="path">Of a file that no rule keeps out.</param>
    /// <param name="typed">Its text in an editor; null where none is open.</param>
    /// <param name="overruled">The ignore rule that does not count, since git tracks the file.</param>
    private PathExplanation ExplainFile(string path, SourceFile? typed, string? overruled) => Read(reader =>
    {
        var stored = reader.ReadFilesAt([path]).Find(f => f.Path == path);
        var source = typed ?? SourceFile.Read(Options.Root, path, stored?.Hash);
        if (source.Reason != SkipReason.None)
        {
            return new PathExplanation(path, PathState.Skipped, source.Reason, path, source.Detail, 0, 0, 0, null);
        }

        var tracked = overruled is null ? "" : $"; git tracks it, so {overruled} does not count";
        if (typed is not null && (stored is null || !source.Hash.AsSpan().SequenceEqual(stored.Hash)))
        {
            var shown = View(reader).Unsaved.FirstOrDefault(u => u.File.Path == path);
            return new PathExplanation(
                path, PathState.Unsaved, SkipReason.None, path, "the text that an editor shows is what queries find" + tracked, shown?.Shape.Chunks.Length ?? 0, shown?.Shape.Symbols.Length ?? 0, source.Secrets.Count, source.Document?.Language.Id);
        }

        if (stored is null)
        {
            // What reading the text alone does not show: the limit of files, or an outline that could not be made.
            var failed = reader.ReadSkipped().Find(s => s.File.Path == path && (s.File.Reason == SkipReason.OverLimit || s is { File.Reason: SkipReason.Unreadable, Size: 0 })).File;
            return failed.Reason != SkipReason.None
                ? new PathExplanation(path, PathState.Skipped, failed.Reason, path, failed.Detail, 0, 0, 0, null)
                : Without(path, PathState.Pending, "it is new since the last update, and the next one takes it in" + tracked);
        }

        var isCurrent = source.Document is null || source.Hash.AsSpan().SequenceEqual(stored.Hash);
        return new PathExplanation(
            path,
            isCurrent ? PathState.Indexed : PathState.Changed,
            SkipReason.None,
            path,
            (isCurrent
                ? string.Create(CultureInfo.InvariantCulture, $"{stored.ChunkCount} chunks, {stored.SymbolCount} symbols, {stored.Size} bytes")
                : "as it was before it was written last, which the next update takes in") + tracked,
            stored.ChunkCount,
            stored.SymbolCount,
            reader.CountSecrets(path),
            stored.Language);
    });

    private sealed class SkipCount : IDiscoverySink
    {
        public int Count { get; private set; }

        public void OnFile(in WorkspaceFile file)
        {
        }

        public void OnSkipped(in SkippedFile skipped) => Count++;
    }
}
