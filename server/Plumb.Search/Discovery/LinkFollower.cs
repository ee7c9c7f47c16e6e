using Plumb.Search.Discovery.Stamps;

namespace Plumb.Search.Discovery;

/// <summary>
/// Resolves links: one is followed to a file or folder of the workspace that is not found by its own path, and by no link
/// before it. By one thread, in the order of the paths, so that the same tree gives the same.
/// </summary>
internal sealed class LinkFollower
{
    private readonly Folder root;
    private readonly string realRoot;
    private readonly FolderReader reader;
    private readonly SubtreeReader subtrees;
    private readonly EntryClassifier classifier;
    private readonly TreeStampBuilder? stamps;
    private readonly HashSet<string> followedFolders = new(StringComparer.Ordinal);
    private readonly HashSet<string> followedFiles = new(StringComparer.Ordinal);

    /// <param name="root">The workspace folder; read before any link is resolved.</param>
    /// <param name="stamps">Notes where links lead; null for nobody.</param>
    public LinkFollower(Folder root, FolderReader reader, SubtreeReader subtrees, EntryClassifier classifier, TreeStampBuilder? stamps)
    {
        this.root = root;
        realRoot = RealPath.Resolve(root.FullPath, out _) ?? root.FullPath;
        this.reader = reader;
        this.subtrees = subtrees;
        this.classifier = classifier;
        this.stamps = stamps;
    }

    /// <summary>Resolves the links below a folder, by path; a followed folder is read, and the links in it too.</summary>
    public void FollowBelow(Folder folder)
    {
        var pending = new Stack<Folder>();
        pending.Push(folder);
        while (pending.TryPop(out var next))
        {
            ResolveIn(next);
            foreach (var entry in next.Entries.Reverse())
            {
                if (entry.Folder is { Reason: SkipReason.None } child && entry.Reason == SkipReason.None)
                {
                    if (!child.IsRead)
                    {
                        reader.Read(child);
                        subtrees.ReadBelow(child);
                    }

                    pending.Push(child);
                }
            }
        }
    }

    /// <summary>Resolves the links of one folder; those that lead to folders have one then, not yet read.</summary>
    public void ResolveIn(Folder folder)
    {
        if (!folder.HasLinks)
        {
            return;
        }

        folder.HasLinks = false;
        var entries = folder.Entries;
        for (var i = 0; i < entries.Length; i++)
        {
            if (entries[i].IsLink && entries[i].Reason == SkipReason.None)
            {
                Resolve(folder, ref entries[i]);
            }
        }
    }

    private void Resolve(Folder folder, ref FolderEntry entry)
    {
        var name = entry.Path[folder.Path.Length..];
        var full = Path.Combine(folder.FullPath, name);
        stamps?.AddLink(entry.Path, full);
        var target = RealPath.Resolve(full, out var loop);
        if (target is null)
        {
            entry.Skip(loop ? SkipReason.SymlinkLoop : SkipReason.Unreadable, loop ? "a link that leads in a circle" : "a link that leads nowhere");
            return;
        }

        if (target == realRoot || !IsBelow(target, realRoot))
        {
            entry.Skip(
                target == realRoot || IsBelow(realRoot, target) ? SkipReason.SymlinkLoop : SkipReason.SymlinkOutsideRoot,
                target == realRoot || IsBelow(realRoot, target) ? "a link to a folder around it" : $"it leads to {target}");
            return;
        }

        var realPath = target[(realRoot.Length + (realRoot.EndsWith(Path.DirectorySeparatorChar) ? 0 : 1))..].Replace(Path.DirectorySeparatorChar, '/');
        var isFolder = Directory.Exists(target);
        if (isFolder && IsBelow(RealPath.Resolve(folder.FullPath, out _) + "/", target))
        {
            entry.Skip(SkipReason.SymlinkLoop, "a link to a folder around it");
            return;
        }

        if (realPath.Split('/').FirstOrDefault(part => KnownNames.IsVersionControl(part) || KnownNames.IsExcludedFolder(part)) is { } excluded)
        {
            entry.Skip(SkipReason.Ignored, $"a link into {excluded}");
            return;
        }

        if (IsFoundByItself(realPath))
        {
            entry.Skip(SkipReason.SymlinkDuplicate, $"a link to {realPath}");
            return;
        }

        if (isFolder)
        {
            if (!followedFolders.Add(realPath) || followedFolders.Any(other => other.Length < realPath.Length && realPath.StartsWith(other + "/", StringComparison.Ordinal)))
            {
                entry.Skip(SkipReason.SymlinkDuplicate, $"a link to {realPath}, which another link leads to");
                return;
            }

            var path = entry.Path + "/";
            entry = new FolderEntry(path) { IsLink = true, WasLink = true, Folder = new Folder(path, full, folder.Scope) };
            return;
        }

        if (!followedFiles.Add(realPath))
        {
            entry.Skip(SkipReason.SymlinkDuplicate, $"a link to {realPath}, which another link leads to");
            return;
        }

        var info = new FileInfo(target);
        entry.Size = info.Length;
        entry.ModifiedTicks = info.LastWriteTimeUtc.Ticks;
        entry.IsLink = false;
        classifier.ClassifyFile(folder, ref entry);
    }

    private static bool IsBelow(string path, string folder) =>
        path.Length > folder.Length && path.StartsWith(folder, StringComparison.Ordinal)
        && (folder.EndsWith(Path.DirectorySeparatorChar) || path[folder.Length] == Path.DirectorySeparatorChar);

    /// <summary>True when a walk without links finds the path and does not ignore it.</summary>
    private bool IsFoundByItself(string realPath)
    {
        var folder = root;
        foreach (var range in realPath.AsSpan().Split('/'))
        {
            var at = folder.Find(realPath.AsSpan(0, range.End.Value));
            if (at < 0 || folder.Entries[at].Reason == SkipReason.Ignored || folder.Entries[at].IsLink)
            {
                return false;
            }

            if (range.End.Value == realPath.Length)
            {
                return true;
            }

            if (folder.Entries[at].Folder is not { } next)
            {
                return false;
            }

            reader.Read(next);
            if (next.Reason != SkipReason.None)
            {
                return false;
            }

            folder = next;
        }

        return true;
    }
}
