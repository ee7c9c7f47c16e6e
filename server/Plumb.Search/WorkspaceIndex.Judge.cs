using Plumb.Search.Discovery;
using Plumb.Search.Indexing;

namespace Plumb.Search;

/// <summary>Whether a path is indexed, and what keeps it out when it is not.</summary>
/// <param name="Path">Posix path from the workspace root.</param>
/// <param name="State">"indexed", "unsaved" (only an editor's text of it is), "skipped", "pending" (the next run takes it in), "folder" or "missing".</param>
/// <param name="Reason">Why it is skipped; None otherwise.</param>
/// <param name="By">The path that the reason is about: the file itself, or a folder around it, which ends with "/".</param>
/// <param name="Detail">One clause for people: which ignore file and line, which limit, which error.</param>
/// <param name="Chunks">Chunks that the index holds of it.</param>
public sealed record PathVerdict(string Path, string State, SkipReason Reason, string By, string Detail, int Chunks);

/// <summary>"Why is this file not indexed?"</summary>
public sealed partial class WorkspaceIndex
{
    /// <summary>Explains one path by the same rules and in the same order as a run over the tree.</summary>
    /// <param name="path">Posix path from the root; it need not exist.</param>
    /// <param name="cancellation">Stops between folders.</param>
    /// <exception cref="WorkspaceException">The workspace cannot be read.</exception>
    public PathVerdict Judge(string path, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var relative = path.TrimEnd('/');
        var full = Path.Combine(Options.Root, relative);
        var (stored, unsaved) = Read(reader => (
            reader.ReadFilesAt([relative]).Find(f => f.Path == relative),
            View(reader).Unsaved.FirstOrDefault(u => u.File.Path == relative)));
        var info = new FileInfo(full);
        if (FindSkip(relative, info.Exists ? info.Length : 1, cancellation) is { } skipped)
        {
            return new PathVerdict(relative, "skipped", skipped.Reason, skipped.Path, skipped.Detail, 0);
        }

        if (unsaved is not null)
        {
            return new PathVerdict(relative, "unsaved", SkipReason.None, relative, "the text that an editor shows is what queries find", unsaved.Shape.Chunks.Length);
        }

        if (!info.Exists)
        {
            return Directory.Exists(full)
                ? new PathVerdict(relative, "folder", SkipReason.None, relative, "a folder: the files in it are indexed", 0)
                : new PathVerdict(relative, "missing", SkipReason.None, relative, "there is no such file", 0);
        }

        // What only the content tells.
        var source = info.Length == 0 ? default : SourceFile.Read(Options.Root, relative, knownHash: null);
        if (info.Length == 0 || source.Reason != SkipReason.None)
        {
            return new PathVerdict(relative, "skipped", info.Length == 0 ? SkipReason.Empty : source.Reason, relative, info.Length == 0 ? "0 bytes" : source.Detail, 0);
        }

        return stored is null
            ? new PathVerdict(relative, "pending", SkipReason.None, relative, "the next index run takes it in", 0)
            : new PathVerdict(
                relative, "indexed", SkipReason.None, relative, source.Hash.AsSpan().SequenceEqual(stored.Hash) ? "as it is now" : "as it was before its last change, which the next index run takes in", stored.ChunkCount);
    }

    private SkippedFile? FindSkip(string path, long size, CancellationToken cancellation)
    {
        try
        {
            return WorkspaceWalker.Judge(Options.Root, DiscoveryRules, path, size, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkspaceException($"The workspace {Options.Root} cannot be read ({e.Message.TrimEnd('.')}): check that it exists and that you may list it.", e);
        }
    }
}
