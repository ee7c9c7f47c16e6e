namespace Plumb.Search.Discovery.Stamps;

/// <summary>
/// Notes, while a tree is walked, by what <see cref="TreeStamp.IsCurrent"/> can tell later that the walk would give the same
/// again. Where that cannot be told there is no stamp, and the next look is a walk.
/// </summary>
/// <remarks>
/// Times are trusted when they were older than the clock's tick, generously taken, as the walk began: what was written a
/// moment before may be written again within the same tick (git calls that racily clean).
/// </remarks>
internal sealed class TreeStampBuilder
{
    /// <summary>Of the layout; another one is no stamp.</summary>
    public const byte Layout = 1;

    // Folders that one thread looks at before it takes the next lot.
    private const int FoldersInLot = 48;

    private static readonly TimeSpan RacyWindow = TimeSpan.FromSeconds(2);

    private readonly long latest;
    private readonly Dictionary<string, FileStat?> links = new(StringComparer.Ordinal);
    private readonly List<StampWriter> lots = [];
    private bool isSettled;
    private ulong device;

    /// <param name="now">When the walk begins.</param>
    public TreeStampBuilder(DateTimeOffset now) => latest = (now - RacyWindow).UtcTicks;

    public InputStamps Inputs { get; } = new();

    /// <summary>Notes where a link leads, before that is looked at. By one thread.</summary>
    /// <param name="path">Posix path from the root.</param>
    /// <param name="fullPath">Absolute.</param>
    public void AddLink(string path, string fullPath) => links.TryAdd(path, LinuxFiles.TryStat(fullPath, out var stat) ? stat : null);

    /// <summary>Takes over what was walked.</summary>
    /// <param name="rootPath">Absolute.</param>
    /// <param name="root">Read, with all below it.</param>
    public void Add(string rootPath, Folder root)
    {
        device = root.Stat.Device;
        isSettled = root.Stat.IsFolder && LinuxFiles.HasFolderTimes(rootPath)
            && Inputs.All.All(input => input.Key.Kind != InputKind.Content || input.Value is not { } stat || stat.LatestTicks <= latest);
        var pending = new Stack<Folder>();
        pending.Push(root);
        var inLot = FoldersInLot;
        while (isSettled && pending.TryPop(out var folder))
        {
            if (inLot++ == FoldersInLot)
            {
                lots.Add(new StampWriter());
                inLot = 1;
            }

            isSettled = Write(folder, lots[^1]);
            foreach (ref readonly var entry in folder.Entries.AsSpan())
            {
                if (entry is { Folder: { IsRead: true } child, Reason: SkipReason.None })
                {
                    pending.Push(child);
                }
            }
        }
    }

    /// <summary>The stamp; null where a change could go unnoticed.</summary>
    /// <param name="key">Whatever else the walk hangs on: it counts only for who says the same again.</param>
    /// <param name="report">What <see cref="TreeStamp.IsCurrent"/> gives back.</param>
    public byte[]? Build(string key, ReadOnlySpan<byte> report)
    {
        if (!isSettled)
        {
            return null;
        }

        var stamp = new StampWriter();
        stamp.Byte(Layout);
        stamp.Text(key);
        stamp.Count(report.Length);
        foreach (var b in report)
        {
            stamp.Byte(b);
        }

        stamp.Count(Inputs.All.Count);
        foreach (var ((path, kind), stat) in Inputs.All)
        {
            stamp.Byte((byte)kind);
            stamp.Name(path);
            stamp.Stat(stat);
        }

        stamp.Count(lots.Count);
        foreach (var lot in lots)
        {
            stamp.Count(lot.Length);
        }

        foreach (var lot in lots)
        {
            stamp.Add(lot);
        }

        return stamp.ToArray();
    }

    private bool Write(Folder folder, StampWriter lot)
    {
        // Another file system may keep other times. A folder that could not be read may be readable the next time.
        if (folder.Stat.Device != device || folder.Stat.LatestTicks > latest || folder.Reason == SkipReason.Unreadable)
        {
            return false;
        }

        lot.Name(folder.Path.Length == 0 ? "." : folder.Path);
        lot.Number((long)folder.Stat.Number);
        lot.Number(folder.Stat.ModifiedTicks);
        lot.Number(folder.Stat.ChangedTicks);
        var (files, followed) = (0, 0);
        foreach (ref readonly var entry in folder.Entries.AsSpan())
        {
            files += IsFile(entry) ? 1 : 0;
            followed += IsFollowed(entry) ? 1 : 0;
        }

        lot.Count(files);
        foreach (ref readonly var entry in folder.Entries.AsSpan())
        {
            if (IsFile(entry))
            {
                if (entry.ModifiedTicks > latest)
                {
                    return false;
                }

                lot.Name(entry.Path.AsSpan(folder.Path.Length));
                lot.Count(entry.Size);
                lot.Number(entry.ModifiedTicks);
            }
        }

        lot.Count(followed);
        foreach (ref readonly var entry in folder.Entries.AsSpan())
        {
            if (IsFollowed(entry))
            {
                var target = links[entry.Path.TrimEnd('/')];
                if (target is { IsFolder: false } stat && stat.LatestTicks > latest)
                {
                    return false;
                }

                lot.Name(entry.Path.AsSpan(folder.Path.Length).TrimEnd('/'));
                lot.Stat(target);
            }
        }

        return true;
    }

    // Size and time of what is ignored, whatever they are, change nothing; a name that is none cannot be looked up.
    private static bool IsFile(in FolderEntry entry) =>
        !entry.WasLink && !entry.Path.EndsWith('/') && entry.Reason is not (SkipReason.Ignored or SkipReason.HostileName);

    // Those that a rule ignores were never followed.
    private bool IsFollowed(in FolderEntry entry) => entry.WasLink && links.ContainsKey(entry.Path.TrimEnd('/'));
}
