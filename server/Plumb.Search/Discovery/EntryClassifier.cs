namespace Plumb.Search.Discovery;

/// <summary>Judges the entries of a folder by the rules that hold in it, by name, size and kind: what is in a file is not looked at.</summary>
/// <param name="outerPrefix">See <see cref="WorkspaceRules.OuterPrefix"/>.</param>
internal sealed class EntryClassifier(string outerPrefix, DiscoveryOptions options)
{
    /// <summary>Gives an entry the reason why it is left out; a folder without one gets what it is read by. A link without one waits until it is resolved.</summary>
    /// <param name="folder">What the entry is in; its scope is that of what is in it.</param>
    public void Classify(Folder folder, ref FolderEntry entry)
    {
        var isFolder = entry.Folder is not null;
        var path = outerPrefix.Length == 0 ? entry.Path : outerPrefix + entry.Path;
        var nameStart = outerPrefix.Length + folder.Path.Length;
        var trimmed = isFolder ? path.AsSpan(0, path.Length - 1) : path.AsSpan();
        var name = trimmed[nameStart..];
        if (KnownNames.IsVersionControl(name))
        {
            entry.Skip(SkipReason.Ignored, "version control's own data");
            return;
        }

        if (IsHostile(name))
        {
            entry.Skip(SkipReason.HostileName, name.Contains('\uFFFD') ? "its name is no valid UTF-8" : "its name holds control characters");
            return;
        }

        // A link to a folder is a file to git.
        var verdict = folder.Scope.Check(trimmed, nameStart, isFolder);
        var rule = verdict.IsIgnored ? verdict.Describe() : verdict is { IsKept: true, IsOurs: true } ? null : folder.TrackedOnly;
        if (rule is not null && (verdict is { IsIgnored: true, IsOurs: true } || !folder.Scope.IsTracked(trimmed, isFolder)))
        {
            entry.Skip(SkipReason.Ignored, rule);
            return;
        }

        entry.Overruled = rule;

        if (isFolder)
        {
            if (!verdict.IsKept && KnownNames.IsExcludedFolder(name))
            {
                entry.Skip(SkipReason.Ignored, "a folder of installed or cached files, by its name");
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

    /// <summary>Judges a link that turned out to lead to a file: by the link's own name, and the size of that file.</summary>
    public void ClassifyFile(Folder folder, ref FolderEntry entry) =>
        ClassifyFile(folder, ref entry, outerPrefix + entry.Path, outerPrefix.Length + folder.Path.Length);

    private void ClassifyFile(Folder folder, ref FolderEntry entry, ReadOnlySpan<char> path, int nameStart)
    {
        var byPath = ContentClassifier.ClassifyPath(entry.Path);
        if (entry.Size == 0)
        {
            // Pipes, sockets and devices have no size either.
            var special = !FileKind.IsRegular(Path.Combine(folder.FullPath, path[nameStart..].ToString()));
            entry.Skip(special ? SkipReason.SpecialFile : SkipReason.Empty, special ? "a pipe, socket or device" : "0 bytes");
        }
        else if (!byPath.IsIndexable)
        {
            entry.Skip(byPath.Reason, byPath.Detail);
        }
        else if (entry.Size > options.MaxFileBytes)
        {
            entry.Skip(SkipReason.TooLarge, $"{entry.Size} bytes, the limit is {options.MaxFileBytes}");
        }
        else if (folder.Scope.CheckGenerated(path, nameStart) is { IsIgnored: true } verdict)
        {
            entry.Skip(SkipReason.Generated, verdict.Describe() + " linguist-generated");
        }
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
}
