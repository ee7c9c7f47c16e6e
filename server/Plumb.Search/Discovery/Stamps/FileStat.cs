namespace Plumb.Search.Discovery.Stamps;

/// <summary>What the kernel says of a path: more than .NET asks for, in one call without allocating.</summary>
/// <param name="Mode">Type and permissions.</param>
/// <param name="Device">Of the file system.</param>
/// <param name="Number">Of the inode; with the device it is the file's identity, whatever its path.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedTicks">Last change of the content, UTC ticks, as .NET gives it.</param>
/// <param name="ChangedTicks">Last change of content or inode, UTC ticks; no program can set it.</param>
internal readonly record struct FileStat(ushort Mode, ulong Device, ulong Number, long Size, long ModifiedTicks, long ChangedTicks)
{
    private const int TypeMask = 0xF000;
    private const int FolderType = 0x4000;
    private const int RegularType = 0x8000;
    private const int LinkType = 0xA000;

    public bool IsFolder => (Mode & TypeMask) == FolderType;

    public bool IsRegular => (Mode & TypeMask) == RegularType;

    public bool IsLink => (Mode & TypeMask) == LinkType;

    public int Type => Mode & TypeMask;

    /// <summary>The later of its two times.</summary>
    public long LatestTicks => Math.Max(ModifiedTicks, ChangedTicks);
}
