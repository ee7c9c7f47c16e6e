using Plumb.Search.Discovery.Stamps;

namespace Plumb.Search.Discovery;

/// <summary>
/// Reads single folders: what is in them, the rules that they bring, and from that what becomes of each entry and of the
/// folder itself. Different folders may be read by different threads.
/// </summary>
internal sealed class FolderReader
{
    private readonly string outerPrefix;

    // Of the workspace's own repository, without links; null where there is none.
    private readonly string? commonGitFolder;
    private readonly DiscoveryOptions options;
    private readonly EntryClassifier classifier;
    private readonly InputStamps? inputs;
    private readonly CancellationToken cancellation;

    /// <param name="rules">Those at the root of the workspace.</param>
    /// <param name="inputs">Notes what is looked at besides folders and their entries; null for nobody.</param>
    public FolderReader(WorkspaceRules rules, DiscoveryOptions options, EntryClassifier classifier, InputStamps? inputs, CancellationToken cancellation)
    {
        outerPrefix = rules.OuterPrefix;
        commonGitFolder = rules.Repository is { } repository ? RealPath.Resolve(repository.CommonFolder, out _) : null;
        this.options = options;
        this.classifier = classifier;
        this.inputs = inputs;
        this.cancellation = cancellation;
    }

    /// <summary>Reads a folder that is not read yet. One that cannot be read, or is to be left out, gets its reason.</summary>
    /// <exception cref="IOException">It is the root, and cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is the root, and may not be read.</exception>
    public void Read(Folder folder)
    {
        if (folder.IsRead)
        {
            return;
        }

        cancellation.ThrowIfCancellationRequested();
        folder.IsRead = true;
        var isRoot = folder.Path.Length == 0;
        var found = new FolderContents();
        var entries = new List<FolderEntry>();
        try
        {
            FolderLister.List(folder, found, entries);
        }
        catch (Exception e) when (!isRoot && e is IOException or UnauthorizedAccessException)
        {
            // A folder that was listed in part counts as unread, so that nothing in it counts as deleted.
            folder.Skip(SkipReason.Unreadable, Explain(e));
            return;
        }

        if (!isRoot && FindReasonToSkip(folder, found, isEmpty: entries.Count == 0) is { } kind)
        {
            folder.Skip(kind.Reason, kind.Detail);
            return;
        }

        if (!isRoot && found.HasDotGit && GitRepository.TryOpen(folder.FullPath, inputs) is { } repository)
        {
            if (repository.IsLinkedWorktree && commonGitFolder is not null && RealPath.Resolve(repository.CommonFolder, out _) == commonGitFolder)
            {
                folder.Skip(SkipReason.NestedRepository, "a linked worktree of this repository");
                return;
            }

            var (rules, ignoreCase) = GitRepository.ReadRules(repository, outerPrefix.Length + folder.Path.Length, options.Environment, inputs);
            folder.Scope = folder.Scope.Nested(rules, ignoreCase, new TrackedPaths(repository.GitFolder, outerPrefix.Length + folder.Path.Length, inputs));
            folder.TrackedOnly = null;
        }

        if (found.HasRules)
        {
            folder.Scope = ReadScope(folder, found);
        }

        var all = entries.ToArray();
        var start = folder.Path.Length;
        Array.Sort(all, (a, b) => a.Path.AsSpan(start).SequenceCompareTo(b.Path.AsSpan(start)));
        foreach (ref var entry in all.AsSpan())
        {
            classifier.Classify(folder, ref entry);
            folder.HasLinks |= entry.IsLink && entry.Reason == SkipReason.None;
        }

        folder.Entries = all;
    }

    private static string Explain(Exception e) => e switch
    {
        UnauthorizedAccessException => "permission denied",
        DirectoryNotFoundException => "it vanished during the walk",
        PathTooLongException => "its path is too long",
        _ => e.Message,
    };

    // What the folder is, as what is in it tells.
    private (SkipReason Reason, string Detail)? FindReasonToSkip(Folder folder, FolderContents found, bool isEmpty)
    {
        if (isEmpty && folder.Scope.IsSubmodule(outerPrefix + folder.Path[..^1]))
        {
            return (SkipReason.NestedRepository, "a submodule that is not checked out (git submodule update --init)");
        }

        if (folder.IsKept)
        {
            return null;
        }

        if (found.HasCacheTag && IsCacheTag(Path.Combine(folder.FullPath, "CACHEDIR.TAG")))
        {
            return (SkipReason.Ignored, "a cache folder (it holds CACHEDIR.TAG)");
        }

        if (found.HasPyVenv)
        {
            return (SkipReason.Ignored, "a Python virtual environment (it holds pyvenv.cfg)");
        }

        return found.IsBareRepository
            ? (SkipReason.NestedRepository, "a bare git repository")
            : null;
    }

    private bool IsCacheTag(string path) =>
        FileText.TryRead(path, inputs) is { } text && text.StartsWith("Signature: 8a477f597d28d172789f06886806bc55", StringComparison.Ordinal);

    private IgnoreScope ReadScope(Folder folder, FolderContents found)
    {
        var length = outerPrefix.Length + folder.Path.Length;
        var ignoreCase = folder.Scope.IgnoreCase;
        return folder.Scope.With(
            found.HasPlumbIgnore ? IgnoreFile.TryRead(folder.FullPath, ".plumbignore", folder.Path + ".plumbignore", length, ignoreCase, inputs, isOurs: true) : null,
            found.HasGitIgnore ? IgnoreFile.TryRead(folder.FullPath, ".gitignore", folder.Path + ".gitignore", length, ignoreCase, inputs) : null,
            found.HasGitAttributes && FileText.TryRead(Path.Combine(folder.FullPath, ".gitattributes"), inputs) is { } attributes
                ? IgnoreFile.ParseAttributes(attributes, "linguist-generated", folder.Path + ".gitattributes", length, ignoreCase)
                : null);
    }
}
