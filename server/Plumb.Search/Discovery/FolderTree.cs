using System.IO.Enumeration;
using Plumb.Search.Discovery.Stamps;

namespace Plumb.Search.Discovery;

/// <summary>The workspace's folders, read on demand: all of them by several threads, or only those on the way to some paths.</summary>
internal sealed class FolderTree
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    private readonly string rootPath;
    private readonly string realRoot;
    private readonly DiscoveryOptions options;
    private readonly CancellationToken cancellation;

    // What stands before a path from the workspace root to make it one from the top of the repository around it.
    private readonly string outerPrefix;
    private readonly string? commonGitFolder;
    private readonly Folder root;
    private readonly HashSet<string> followedFolders = new(StringComparer.Ordinal);
    private readonly HashSet<string> followedFiles = new(StringComparer.Ordinal);
    private readonly TreeStampBuilder? stamps;

    /// <param name="stamps">Notes by what it can be told later that the tree is as it was; null for nobody.</param>
    public FolderTree(string root, DiscoveryOptions options, CancellationToken cancellation, TreeStampBuilder? stamps = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(options);
        rootPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (!Directory.Exists(rootPath))
        {
            throw new DirectoryNotFoundException($"{rootPath} is no folder");
        }

        realRoot = RealPath.Resolve(rootPath, out _) ?? rootPath;
        this.options = options;
        this.cancellation = cancellation;
        this.stamps = stamps;
        var repository = GitRepository.TryOpen(rootPath, stamps?.Inputs);
        outerPrefix = "";
        var scope = repository is null ? ReadOuterScope(ref outerPrefix, ref repository) : null;
        if (scope is null)
        {
            outerPrefix = "";
            var (rules, ignoreCase) = GitRepository.ReadRules(repository, 0, options.Environment, stamps?.Inputs);
            scope = IgnoreScope.Top(rules, ignoreCase, repository is null ? null : new TrackedPaths(repository.GitFolder, 0, stamps?.Inputs));
        }

        if (options.Ignore.Count > 0)
        {
            scope = scope.With(IgnoreFile.Parse(string.Join('\n', options.Ignore), "index.ignore in plumb.json", outerPrefix.Length, scope.IgnoreCase, isOurs: true), null, null);
        }

        commonGitFolder = repository is null ? null : RealPath.Resolve(repository.CommonFolder, out _);
        this.root = new Folder("", rootPath, scope) { IsKept = true };
    }

    public void WalkAll(IDiscoverySink sink)
    {
        Read(root, isRoot: true);
        ReadBelow([root]);
        FollowLinks(root);
        Emit(root, sink);
        stamps?.Add(rootPath, root);
    }

    public void WalkSome(IEnumerable<string> paths, IDiscoverySink sink)
    {
        Read(root, isRoot: true);
        var emitted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths.Select(path => path.TrimEnd('/')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            if (path.Length == 0)
            {
                ReadBelow([root]);
                FollowLinks(root);
                Emit(root, sink);
                return;
            }

            var folder = root;
            foreach (var range in path.AsSpan().Split('/'))
            {
                var prefix = path.AsSpan(0, range.End.Value);
                ResolveLinksIn(folder);
                var at = Find(folder, prefix);
                if (at < 0)
                {
                    break;
                }

                ref var entry = ref folder.Entries[at];
                var isLast = prefix.Length == path.Length;
                if (entry.Folder is { } next)
                {
                    Read(next, isRoot: false);
                    if (next.Reason == SkipReason.None && !isLast)
                    {
                        folder = next;
                        continue;
                    }

                    if (next.Reason == SkipReason.None)
                    {
                        ReadBelow([next]);
                        FollowLinks(next);
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
    public SkippedFile? Judge(string path, long? size, out string? overruled)
    {
        overruled = null;
        Read(root, isRoot: true);
        var folder = root;
        foreach (var range in path.AsSpan().Split('/'))
        {
            var end = range.End.Value;
            var isLast = end == path.Length;
            ResolveLinksIn(folder);
            var at = Find(folder, path.AsSpan(0, end));
            var entry = at >= 0 ? folder.Entries[at] : isLast ? new FolderEntry(path) : new FolderEntry(path[..(end + 1)]) { Folder = folder };
            if (at < 0 || (isLast && size is not null && entry.Folder is null && !entry.IsLink))
            {
                // What is not there, and what will have another size, is judged by its name.
                entry = new FolderEntry(entry.Path) { Folder = entry.Folder, Size = isLast ? Math.Max(1, size ?? 1) : 0 };
                Classify(folder, ref entry);
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

            Read(next, isRoot: false);
            if (next.Reason != SkipReason.None)
            {
                return new SkippedFile(next.Path, next.Reason, next.Detail);
            }

            folder = next;
        }

        return null;
    }

    private static int Find(Folder folder, ReadOnlySpan<char> path)
    {
        for (var i = 0; i < folder.Entries.Length; i++)
        {
            var candidate = folder.Entries[i].Path.AsSpan();
            if (candidate.SequenceEqual(path) || (candidate.Length == path.Length + 1 && candidate[^1] == '/' && candidate[..^1].SequenceEqual(path)))
            {
                return i;
            }
        }

        return -1;
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

    /// <summary>The rules of the repository around the workspace; null where there is none, or it ignores the workspace.</summary>
    private IgnoreScope? ReadOuterScope(ref string prefix, ref GitRepository? repository)
    {
        var folders = new Stack<string>();
        for (var folder = Path.GetDirectoryName(rootPath); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            folders.Push(folder);
            repository = GitRepository.TryOpen(folder, stamps?.Inputs);
            if (repository is not null)
            {
                break;
            }
        }

        if (repository is null)
        {
            return null;
        }

        var top = Path.TrimEndingDirectorySeparator(folders.Peek());
        prefix = rootPath[(top.EndsWith(Path.DirectorySeparatorChar) ? top.Length : top.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/') + "/";
        var (rules, ignoreCase) = GitRepository.ReadRules(repository, 0, options.Environment, stamps?.Inputs);
        var scope = IgnoreScope.Top(rules, ignoreCase, new TrackedPaths(repository.GitFolder, 0, stamps?.Inputs));
        var baseLength = 0;
        foreach (var folder in folders)
        {
            scope = scope.With(
                null,
                ReadRules(folder, ".gitignore", Path.Combine(folder, ".gitignore"), baseLength, ignoreCase),
                null);
            var end = prefix.IndexOf('/', baseLength);
            if (scope.Check(prefix.AsSpan(0, end), baseLength, isFolder: true).IsIgnored)
            {
                repository = null;
                return null;
            }

            baseLength = end + 1;
        }

        return scope;
    }

    private IgnoreFile? ReadRules(string folder, string name, string display, int baseLength, bool ignoreCase, bool isOurs = false) =>
        FileText.TryRead(Path.Combine(folder, name), stamps?.Inputs) is { } text ? IgnoreFile.Parse(text, display, baseLength, ignoreCase, isOurs) : null;

    /// <summary>Reads all folders below, on several threads.</summary>
    private void ReadBelow(IEnumerable<Folder> start)
    {
        var pending = new Stack<Folder>();
        foreach (var folder in start)
        {
            PushChildren(folder, pending);
        }

        var threads = options.Threads > 0 ? options.Threads : Math.Min(4, Environment.ProcessorCount);
        if (threads == 1 || pending.Count == 0)
        {
            while (pending.TryPop(out var folder))
            {
                Read(folder, isRoot: false);
                PushChildren(folder, pending);
            }

            return;
        }

        new ParallelReader(this, pending).Run(threads);
    }

    private static int PushChildren(Folder folder, Stack<Folder> pending)
    {
        var before = pending.Count;
        foreach (ref readonly var entry in folder.Entries.AsSpan())
        {
            if (entry.Folder is { } child && entry.Reason == SkipReason.None && !child.IsRead)
            {
                pending.Push(child);
            }
        }

        return pending.Count - before;
    }

    private void Read(Folder folder, bool isRoot)
    {
        if (folder.IsRead)
        {
            return;
        }

        cancellation.ThrowIfCancellationRequested();
        folder.IsRead = true;
        var found = new Contents();
        var entries = new List<FolderEntry>();
        try
        {
            if (!LinuxFolderReader.TryRead(folder, found.Note, entries))
            {
                using var reader = new EntryReader(folder, found, Everything);
                while (reader.MoveNext())
                {
                    entries.Add(reader.Current);
                }
            }
        }
        catch (Exception e) when (!isRoot && e is IOException or UnauthorizedAccessException)
        {
            // A folder that was listed in part counts as unread, so that nothing in it counts as deleted.
            Skip(folder, SkipReason.Unreadable, Explain(e));
            return;
        }

        if (entries.Count == 0 && !isRoot && folder.Scope.IsSubmodule(outerPrefix + folder.Path[..^1]))
        {
            Skip(folder, SkipReason.NestedRepository, "a submodule that is not checked out (git submodule update --init)");
            return;
        }

        if (!isRoot && !folder.IsKept && FindSkippedKind(folder, found) is { } kind)
        {
            Skip(folder, kind.Reason, kind.Detail);
            return;
        }

        if (!isRoot && found.HasDotGit && GitRepository.TryOpen(folder.FullPath, stamps?.Inputs) is { } repository)
        {
            if (repository.IsLinkedWorktree && commonGitFolder is not null && RealPath.Resolve(repository.CommonFolder, out _) == commonGitFolder)
            {
                Skip(folder, SkipReason.NestedRepository, "a linked worktree of this repository");
                return;
            }

            var (rules, ignoreCase) = GitRepository.ReadRules(repository, outerPrefix.Length + folder.Path.Length, options.Environment, stamps?.Inputs);
            folder.Scope = folder.Scope.Nested(rules, ignoreCase, new TrackedPaths(repository.GitFolder, outerPrefix.Length + folder.Path.Length, stamps?.Inputs));
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
            Classify(folder, ref entry);
            folder.HasLinks |= entry.IsLink && entry.Reason == SkipReason.None;
        }

        folder.Entries = all;
    }

    private static void Skip(Folder folder, SkipReason reason, string detail)
    {
        folder.Reason = reason;
        folder.Detail = detail;
    }

    private static string Explain(Exception e) => e switch
    {
        UnauthorizedAccessException => "permission denied",
        DirectoryNotFoundException => "it vanished during the walk",
        PathTooLongException => "its path is too long",
        _ => e.Message,
    };

    private (SkipReason Reason, string Detail)? FindSkippedKind(Folder folder, Contents found)
    {
        if (found.HasCacheTag && IsCacheTag(Path.Combine(folder.FullPath, "CACHEDIR.TAG")))
        {
            return (SkipReason.Ignored, "a cache folder (it holds CACHEDIR.TAG)");
        }

        if (found.HasPyVenv)
        {
            return (SkipReason.Ignored, "a Python virtual environment (it holds pyvenv.cfg)");
        }

        return found is { HasHead: true, HasObjects: true, HasRefs: true }
            ? (SkipReason.NestedRepository, "a bare git repository")
            : null;
    }

    private bool IsCacheTag(string path) =>
        FileText.TryRead(path, stamps?.Inputs) is { } text && text.StartsWith("Signature: 8a477f597d28d172789f06886806bc55", StringComparison.Ordinal);

    private IgnoreScope ReadScope(Folder folder, Contents found)
    {
        var length = outerPrefix.Length + folder.Path.Length;
        var ignoreCase = folder.Scope.IgnoreCase;
        return folder.Scope.With(
            found.HasPlumbIgnore ? ReadRules(folder.FullPath, ".plumbignore", folder.Path + ".plumbignore", length, ignoreCase, isOurs: true) : null,
            found.HasGitIgnore ? ReadRules(folder.FullPath, ".gitignore", folder.Path + ".gitignore", length, ignoreCase) : null,
            found.HasGitAttributes && FileText.TryRead(Path.Combine(folder.FullPath, ".gitattributes"), stamps?.Inputs) is { } attributes
                ? IgnoreFile.ParseAttributes(attributes, "linguist-generated", folder.Path + ".gitattributes", length, ignoreCase)
                : null);
    }

    private void Classify(Folder folder, ref FolderEntry entry)
    {
        var isFolder = entry.Folder is not null;
        var path = outerPrefix.Length == 0 ? entry.Path : outerPrefix + entry.Path;
        var nameStart = outerPrefix.Length + folder.Path.Length;
        var trimmed = isFolder ? path.AsSpan(0, path.Length - 1) : path.AsSpan();
        var name = trimmed[nameStart..];
        if (KnownNames.IsVersionControl(name))
        {
            Set(ref entry, SkipReason.Ignored, "version control's own data");
            return;
        }

        if (IsHostile(name))
        {
            Set(ref entry, SkipReason.HostileName, name.Contains('\uFFFD') ? "its name is no valid UTF-8" : "its name holds control characters");
            return;
        }

        // A link to a folder is a file to git.
        var verdict = folder.Scope.Check(trimmed, nameStart, isFolder);
        var rule = verdict.IsIgnored ? verdict.Describe() : verdict is { IsKept: true, IsOurs: true } ? null : folder.TrackedOnly;
        if (rule is not null && (verdict is { IsIgnored: true, IsOurs: true } || !folder.Scope.IsTracked(trimmed, isFolder)))
        {
            Set(ref entry, SkipReason.Ignored, rule);
            return;
        }

        entry.Overruled = rule;

        if (isFolder)
        {
            if (!verdict.IsKept && KnownNames.IsExcludedFolder(name))
            {
                Set(ref entry, SkipReason.Ignored, "a folder of installed or cached files, by its name");
                return;
            }

            entry.Folder = new Folder(entry.Path, Path.Combine(folder.FullPath, name.ToString()), folder.Scope) { IsKept = verdict.IsKept, TrackedOnly = rule };
            return;
        }

        if (!entry.IsLink)
        {
            ClassifyFile(folder, ref entry, path, nameStart);
        }
    }

    private void ClassifyFile(Folder folder, ref FolderEntry entry, ReadOnlySpan<char> path, int nameStart)
    {
        var byPath = ContentClassifier.ClassifyPath(entry.Path);
        if (entry.Size == 0)
        {
            // Pipes, sockets and devices have no size either.
            var special = !FileKind.IsRegular(Path.Combine(folder.FullPath, path[nameStart..].ToString()));
            Set(ref entry, special ? SkipReason.SpecialFile : SkipReason.Empty, special ? "a pipe, socket or device" : "0 bytes");
        }
        else if (!byPath.IsIndexable)
        {
            Set(ref entry, byPath.Reason, byPath.Detail);
        }
        else if (entry.Size > options.MaxFileBytes)
        {
            Set(ref entry, SkipReason.TooLarge, $"{entry.Size} bytes, the limit is {options.MaxFileBytes}");
        }
        else if (folder.Scope.CheckGenerated(path, nameStart) is { IsIgnored: true } verdict)
        {
            Set(ref entry, SkipReason.Generated, verdict.Describe() + " linguist-generated");
        }
    }

    private static void Set(ref FolderEntry entry, SkipReason reason, string detail)
    {
        entry.Reason = reason;
        entry.Detail = detail;
        entry.Folder = null;
    }

    private static bool IsHostile(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (c is < ' ' or (char)0x7F or '\uFFFD' or (>= (char)0x80 and < (char)0xA0) or '\u2028' or '\u2029')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Resolves the links below a folder, by path; a followed folder is read, and the links in it too.</summary>
    private void FollowLinks(Folder folder)
    {
        var pending = new Stack<Folder>();
        pending.Push(folder);
        while (pending.TryPop(out var next))
        {
            ResolveLinksIn(next);
            foreach (var entry in next.Entries.Reverse())
            {
                if (entry.Folder is { Reason: SkipReason.None } child && entry.Reason == SkipReason.None)
                {
                    if (!child.IsRead)
                    {
                        Read(child, isRoot: false);
                        ReadBelow([child]);
                    }

                    pending.Push(child);
                }
            }
        }
    }

    private void ResolveLinksIn(Folder folder)
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
                ResolveLink(folder, ref entries[i]);
            }
        }
    }

    private void ResolveLink(Folder folder, ref FolderEntry entry)
    {
        var name = entry.Path[folder.Path.Length..];
        var full = Path.Combine(folder.FullPath, name);
        stamps?.AddLink(entry.Path, full);
        var target = RealPath.Resolve(full, out var loop);
        if (target is null)
        {
            Set(ref entry, loop ? SkipReason.SymlinkLoop : SkipReason.Unreadable, loop ? "a link that leads in a circle" : "a link that leads nowhere");
            return;
        }

        if (target == realRoot || !IsBelow(target, realRoot))
        {
            Set(
                ref entry,
                target == realRoot || IsBelow(realRoot, target) ? SkipReason.SymlinkLoop : SkipReason.SymlinkOutsideRoot,
                target == realRoot || IsBelow(realRoot, target) ? "a link to a folder around it" : $"it leads to {target}");
            return;
        }

        var realPath = target[(realRoot.Length + (realRoot.EndsWith(Path.DirectorySeparatorChar) ? 0 : 1))..].Replace(Path.DirectorySeparatorChar, '/');
        var isFolder = Directory.Exists(target);
        if (isFolder && IsBelow(RealPath.Resolve(folder.FullPath, out _) + "/", target))
        {
            Set(ref entry, SkipReason.SymlinkLoop, "a link to a folder around it");
            return;
        }

        if (realPath.Split('/').FirstOrDefault(part => KnownNames.IsVersionControl(part) || KnownNames.IsExcludedFolder(part)) is { } excluded)
        {
            Set(ref entry, SkipReason.Ignored, $"a link into {excluded}");
            return;
        }

        if (IsFoundByItself(realPath))
        {
            Set(ref entry, SkipReason.SymlinkDuplicate, $"a link to {realPath}");
            return;
        }

        if (isFolder)
        {
            if (!followedFolders.Add(realPath) || followedFolders.Any(other => other.Length < realPath.Length && realPath.StartsWith(other + "/", StringComparison.Ordinal)))
            {
                Set(ref entry, SkipReason.SymlinkDuplicate, $"a link to {realPath}, which another link leads to");
                return;
            }

            var path = entry.Path + "/";
            entry = new FolderEntry(path) { IsLink = true, WasLink = true, Folder = new Folder(path, full, folder.Scope) };
            return;
        }

        if (!followedFiles.Add(realPath))
        {
            Set(ref entry, SkipReason.SymlinkDuplicate, $"a link to {realPath}, which another link leads to");
            return;
        }

        var info = new FileInfo(target);
        entry.Size = info.Length;
        entry.ModifiedTicks = info.LastWriteTimeUtc.Ticks;
        entry.IsLink = false;
        ClassifyFile(folder, ref entry, outerPrefix + entry.Path, outerPrefix.Length + folder.Path.Length);
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
            var at = Find(folder, realPath.AsSpan(0, range.End.Value));
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

            Read(next, isRoot: false);
            if (next.Reason != SkipReason.None)
            {
                return false;
            }

            folder = next;
        }

        return true;
    }

    /// <summary>What a folder holds that decides about the folder itself.</summary>
    private sealed class Contents
    {
        public bool HasGitIgnore { get; set; }

        public bool HasPlumbIgnore { get; set; }

        public bool HasGitAttributes { get; set; }

        public bool HasDotGit { get; set; }

        public bool HasCacheTag { get; set; }

        public bool HasPyVenv { get; set; }

        public bool HasHead { get; set; }

        public bool HasObjects { get; set; }

        public bool HasRefs { get; set; }

        public bool HasRules => HasGitIgnore || HasPlumbIgnore || HasGitAttributes;

        public void Note(ReadOnlySpan<char> name)
        {
            switch (name)
            {
                case ".gitignore":
                    HasGitIgnore = true;
                    break;
                case ".plumbignore":
                    HasPlumbIgnore = true;
                    break;
                case ".gitattributes":
                    HasGitAttributes = true;
                    break;
                case ".git":
                    HasDotGit = true;
                    break;
                case "CACHEDIR.TAG":
                    HasCacheTag = true;
                    break;
                case "pyvenv.cfg":
                    HasPyVenv = true;
                    break;
                case "HEAD":
                    HasHead = true;
                    break;
                case "objects":
                    HasObjects = true;
                    break;
                case "refs":
                    HasRefs = true;
                    break;
                default:
                    break;
            }
        }
    }

    private sealed class EntryReader(Folder folder, Contents contents, EnumerationOptions options)
        : FileSystemEnumerator<FolderEntry>(folder.FullPath, options)
    {
        protected override FolderEntry TransformEntry(ref FileSystemEntry entry)
        {
            contents.Note(entry.FileName);
            var isLink = (entry.Attributes & FileAttributes.ReparsePoint) != 0;
            if (entry.IsDirectory && !isLink)
            {
                return new FolderEntry(string.Concat(folder.Path, entry.FileName, "/")) { Folder = folder };
            }

            var path = string.Concat(folder.Path, entry.FileName);
            return isLink
                ? new FolderEntry(path) { IsLink = true, WasLink = true }
                : new FolderEntry(path) { Size = entry.Length, ModifiedTicks = entry.LastWriteTimeUtc.UtcTicks };
        }
    }

    /// <summary>A stack of folders that several threads empty and fill.</summary>
    private sealed class ParallelReader(FolderTree tree, Stack<Folder> pending)
    {
        private readonly Lock gate = new();
        private int busy;
        private Exception? failure;

        public void Run(int threads)
        {
            var helpers = new Task[threads - 1];
            for (var i = 0; i < helpers.Length; i++)
            {
                helpers[i] = Task.Factory.StartNew(Help, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }

            Work();
            Task.WaitAll(helpers);
            if (failure is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            }
        }

        private void Help()
        {
            if (tree.options.LowPriority)
            {
                Indexing.WorkerPriority.Lower();
            }

            Work();
        }

        private void Work()
        {
            var found = new Stack<Folder>();
            var wait = default(SpinWait);
            while (true)
            {
                Folder? folder;
                lock (gate)
                {
                    if (failure is not null || (pending.Count == 0 && busy == 0))
                    {
                        return;
                    }

                    if (pending.TryPop(out folder))
                    {
                        busy++;
                    }
                }

                if (folder is null)
                {
                    wait.SpinOnce(sleep1Threshold: -1);
                    continue;
                }

                wait.Reset();
                Exception? error = null;
                try
                {
                    tree.Read(folder, isRoot: false);
                    PushChildren(folder, found);
                }
                catch (Exception e)
                {
                    error = e;
                }

                lock (gate)
                {
                    failure ??= error;
                    busy--;
                    while (found.TryPop(out var child))
                    {
                        pending.Push(child);
                    }
                }
            }
        }
    }
}
