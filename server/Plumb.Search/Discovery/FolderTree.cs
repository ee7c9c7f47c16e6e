using Plumb.Search.Discovery.Stamps;

namespace Plumb.Search.Discovery;

/// <summary>The workspace's folders, read on demand: all of them by several threads, or only those on the way to some paths.</summary>
internal sealed class FolderTree
{
    private readonly Folder root;
    private readonly FolderReader reader;
    private readonly SubtreeReader subtrees;
    private readonly LinkFollower links;
    private readonly EntryClassifier classifier;
    private readonly TreeStampBuilder? stamps;
    private readonly CancellationToken cancellation;

    /// <param name="root">Path of the workspace folder.</param>
    /// <param name="stamps">Notes by what it can be told later that the tree is as it was; null for nobody.</param>
    /// <exception cref="DirectoryNotFoundException">The root is no folder.</exception>
    public FolderTree(string root, DiscoveryOptions options, CancellationToken cancellation, TreeStampBuilder? stamps = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(options);
        var rootPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (!Directory.Exists(rootPath))
        {
            throw new DirectoryNotFoundException($"{rootPath} is no folder");
        }

        this.stamps = stamps;
        this.cancellation = cancellation;
        var rules = WorkspaceRules.Read(rootPath, options, stamps?.Inputs);
        this.root = new Folder("", rootPath, rules.Scope) { IsKept = true };
        classifier = new EntryClassifier(rules.OuterPrefix, options);
        reader = new FolderReader(rules, options, classifier, stamps?.Inputs, cancellation);
        subtrees = new SubtreeReader(reader, options);
        links = new LinkFollower(this.root, reader, subtrees, classifier, stamps);
    }

    /// <summary>Tells of every file and of all that is skipped, and gives what was walked to the stamps.</summary>
    /// <exception cref="IOException">The root cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The root may not be read.</exception>
    public void WalkAll(IDiscoverySink sink)
    {
        reader.Read(root);
        subtrees.ReadBelow(root);
        links.FollowBelow(root);
        Emit(root, sink);
        stamps?.Add(root.FullPath, root);
    }

    /// <summary>Tells of single paths, and of all below those that are folders; nothing of one that is not there.</summary>
    /// <param name="paths">Posix paths from the root.</param>
    /// <exception cref="IOException">The root cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The root may not be read.</exception>
    public void WalkSome(IEnumerable<string> paths, IDiscoverySink sink)
    {
        reader.Read(root);
        var emitted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths.Select(path => path.TrimEnd('/')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            if (path.Length == 0)
            {
                subtrees.ReadBelow(root);
                links.FollowBelow(root);
                Emit(root, sink);
                return;
            }

            var folder = root;
            foreach (var range in path.AsSpan().Split('/'))
            {
                var prefix = path.AsSpan(0, range.End.Value);
                links.ResolveIn(folder);
                var at = folder.Find(prefix);
                if (at < 0)
                {
                    break;
                }

                ref var entry = ref folder.Entries[at];
                var isLast = prefix.Length == path.Length;
                if (entry.Folder is { } next)
                {
                    reader.Read(next);
                    if (next.Reason == SkipReason.None && !isLast)
                    {
                        folder = next;
                        continue;
                    }

                    if (next.Reason == SkipReason.None)
                    {
                        subtrees.ReadBelow(next);
                        links.FollowBelow(next);
                    }
                }

                if (emitted.Add(entry.Path))
                {
                    Emit(entry, sink);
                }

                break;
            }
        }
    }

    /// <summary>Why a file that may not exist yet would be skipped; null when it would not.</summary>
    /// <param name="path">Posix path from the root.</param>
    /// <param name="size">Bytes that it will have; null for a file as it is on disk.</param>
    /// <param name="overruled">The ignore rule that would leave the file out if git did not track it; else null.</param>
    /// <exception cref="IOException">The root cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The root may not be read.</exception>
    public SkippedFile? Judge(string path, long? size, out string? overruled)
    {
        overruled = null;
        reader.Read(root);
        var folder = root;
        foreach (var range in path.AsSpan().Split('/'))
        {
            var end = range.End.Value;
            var isLast = end == path.Length;
            links.ResolveIn(folder);
            var at = folder.Find(path.AsSpan(0, end));
            var entry = at >= 0 ? folder.Entries[at] : isLast ? new FolderEntry(path) : new FolderEntry(path[..(end + 1)]) { Folder = folder };
            if (at < 0 || (isLast && size is not null && entry.Folder is null && !entry.IsLink))
            {
                // What is not there, and what will have another size, is judged by its name.
                entry = new FolderEntry(entry.Path) { Folder = entry.Folder, Size = isLast ? Math.Max(1, size ?? 1) : 0 };
                classifier.Classify(folder, ref entry);
                if (entry.Folder is { } imagined)
                {
                    imagined.IsRead = true;
                }
            }

            if (entry.Reason != SkipReason.None)
            {
                return new SkippedFile(entry.Path, entry.Reason, entry.Detail);
            }

            overruled = entry.Overruled;
            if (entry.Folder is not { } next)
            {
                return null;
            }

            reader.Read(next);
            if (next.Reason != SkipReason.None)
            {
                return new SkippedFile(next.Path, next.Reason, next.Detail);
            }

            folder = next;
        }

        return null;
    }

    private static void Emit(Folder folder, IDiscoverySink sink)
    {
        foreach (ref readonly var entry in folder.Entries.AsSpan())
        {
            Emit(entry, sink);
        }
    }

    private static void Emit(in FolderEntry entry, IDiscoverySink sink)
    {
        if (entry.Folder is { } child && entry.Reason == SkipReason.None)
        {
            if (child.Reason == SkipReason.None)
            {
                Emit(child, sink);
            }
            else
            {
                sink.OnSkipped(new SkippedFile(child.Path, child.Reason, child.Detail));
            }
        }
        else if (entry.Reason == SkipReason.None)
        {
            sink.OnFile(new WorkspaceFile(entry.Path, entry.Size, entry.ModifiedTicks));
        }
        else
        {
            sink.OnSkipped(new SkippedFile(entry.Path, entry.Reason, entry.Detail));
        }
    }
}
