using Plumb.Search.Discovery;
using Plumb.Search.Indexing;

namespace Plumb.Search;

/// <summary>What the index makes of one path.</summary>
/// <param name="Path">Posix path from the workspace root; as it was given where it is outside.</param>
/// <param name="State">
/// "indexed"; "changed" (indexed, but as it was before it was written last); "pending" (to be indexed with the next
/// update); "skipped"; "folder"; "absent" (there is no such file); "outside" (of the workspace).
/// </param>
/// <param name="Reason">Why it is skipped; None otherwise.</param>
/// <param name="Detail">One clause for people: the ignore file, line and pattern, the limit, the rule or the error.</param>
/// <param name="Chunks">Chunks in the index; of all files below where it is a folder.</param>
/// <param name="Symbols">Symbols in the index.</param>
/// <param name="Secrets">Secrets that are masked in it.</param>
/// <param name="Language">The language's id where it is indexed.</param>
public sealed record PathExplanation(string Path, string State, SkipReason Reason, string Detail, int Chunks, int Symbols, int Secrets, string? Language);

/// <summary>Why a file is in the index, or why it is not.</summary>
public sealed partial class WorkspaceIndex
{
    /// <summary>Looks at a path in the tree and in the store; touches neither.</summary>
    /// <param name="path">Absolute, or posix from the workspace root.</param>
    /// <param name="cancellation">Stops while a folder is walked.</param>
    public PathExplanation Explain(string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        var full = Path.GetFullPath(path, Options.Root);
        var relative = Path.GetRelativePath(Options.Root, full).Replace(Path.DirectorySeparatorChar, '/');
        if (relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative))
        {
            return Without(path, "outside", SkipReason.None, $"it is not below {Options.Root}");
        }

        relative = relative == "." ? "" : relative;
        var sink = new OnePath();
        WorkspaceWalker.WalkPaths(Options.Root, DiscoveryRules, [relative], sink, cancellation);
        if (Directory.Exists(full) && !sink.Skipped.Exists(s => relative.Length > 0 && (relative + "/").StartsWith(s.Path, StringComparison.Ordinal) && s.Path.EndsWith('/')))
        {
            return ExplainFolder(relative, sink);
        }

        if (sink.Skipped.Count > 0)
        {
            var skip = sink.Skipped[0];
            return Without(relative, "skipped", skip.Reason, skip.Path.EndsWith('/') && skip.Path != relative + "/" ? $"{skip.Path} is left out: {skip.Detail}" : skip.Detail);
        }

        return sink.Files.Count == 0 ? Without(relative, "absent", SkipReason.None, "there is no such file") : ExplainFile(sink.Files[0]);
    }

    private static PathExplanation Without(string path, string state, SkipReason reason, string detail) => new(path, state, reason, detail, 0, 0, 0, null);

    private PathExplanation ExplainFolder(string path, OnePath found) => Read(reader =>
    {
        var prefix = path.Length == 0 ? "" : path + "/";
        var files = Snapshot(reader).Files.Where(f => f.Path.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return new PathExplanation(
            path.Length == 0 ? "." : path, "folder", SkipReason.None, $"{files.Count} files below it are indexed, {found.Skipped.Count} files and folders are left out by rule", files.Sum(f => f.ChunkCount), files.Sum(f => f.SymbolCount), 0, null);
    });

    private PathExplanation ExplainFile(WorkspaceFile file) => Read(reader =>
    {
        var stored = Array.Find(Snapshot(reader).Files, f => f.Path == file.Path);
        var source = SourceFile.Read(Options.Root, file.Path, stored?.Hash);
        if (source.Reason != SkipReason.None)
        {
            return Without(file.Path, "skipped", source.Reason, source.Detail);
        }

        if (stored is null)
        {
            // A failure that reading the text alone does not show: its outline, or its rows.
            var failed = reader.ReadSkipped().Find(s => s.File.Path == file.Path).File;
            return failed.Reason != SkipReason.None
                ? Without(file.Path, "skipped", failed.Reason, failed.Detail)
                : Without(file.Path, "pending", SkipReason.None, "it was not there at the last update: run 'plumb index'");
        }

        var isCurrent = source.Document is null;
        return new PathExplanation(
            file.Path,
            isCurrent ? "indexed" : "changed",
            SkipReason.None,
            isCurrent ? $"{stored.ChunkCount} chunks, {stored.SymbolCount} symbols, {file.Size} bytes" : "it was written since the last update: run 'plumb index'",
            stored.ChunkCount,
            stored.SymbolCount,
            reader.CountSecrets(file.Path),
            stored.Language);
    });

    private sealed class OnePath : IDiscoverySink
    {
        public List<WorkspaceFile> Files { get; } = [];

        public List<SkippedFile> Skipped { get; } = [];

        public void OnFile(in WorkspaceFile file) => Files.Add(file);

        public void OnSkipped(in SkippedFile skipped) => Skipped.Add(skipped);
    }
}
