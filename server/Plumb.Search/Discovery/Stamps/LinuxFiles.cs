using System.Runtime.InteropServices;

namespace Plumb.Search.Discovery.Stamps;

/// <summary>
/// Linux's own calls for walking a tree: relative to an open folder, where an absolute path would be looked up from its top
/// for each file. <see cref="IsAvailable"/> is false elsewhere, and .NET's interface has to do.
/// </summary>
internal static unsafe partial class LinuxFiles
{
    /// <summary>In place of an open folder: paths are absolute, or relative to the process's folder.</summary>
    public const int NoFolder = -100;

    public const int NoFollow = 0x100;

    public const int EmptyPath = 0x1000;

    // More than the structure takes.
    private const int BufferBytes = 512;

    private const uint BasicStats = 0x7FF;
    private const int OpenPath = 0x200000;
    private const int CloseOnExec = 0x80000;

    // Not the same on every processor.
    private static readonly int OpenFolder = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 : 0x10000;

    // Those whose folders change their time with every entry that comes or goes, as POSIX says: ext, btrfs, xfs, tmpfs, overlay,
    // zfs, f2fs, bcachefs. Nothing is taken for granted of others, above all of those behind a network.
    private static readonly HashSet<long> Posix = [0xEF53, 0x9123683E, 0x58465342, 0x01021994, 0x794C7630, 0x2FC12FC1, 0xF2F52010, 0xCA451A4E];

    public static bool IsAvailable { get; } = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64 && Works();

    /// <summary>False where nothing is there, or may not be looked at.</summary>
    /// <param name="folder">An open folder, or <see cref="NoFolder"/>.</param>
    /// <param name="path">UTF-8, with a zero at its end.</param>
    /// <param name="flags"><see cref="NoFollow"/>, <see cref="EmptyPath"/> or none.</param>
    public static bool TryStat(int folder, byte* path, int flags, out FileStat stat)
    {
        var buffer = stackalloc byte[BufferBytes];
        if (StatX(folder, path, flags, BasicStats, buffer) != 0)
        {
            stat = default;
            return false;
        }

        // struct statx is the same on every architecture.
        stat = new FileStat(
            *(ushort*)(buffer + 28),
            ((ulong)*(uint*)(buffer + 136) << 32) | *(uint*)(buffer + 140),
            *(ulong*)(buffer + 32),
            *(long*)(buffer + 40),
            Ticks(buffer + 112),
            Ticks(buffer + 96));
        return true;
    }

    /// <inheritdoc cref="TryStat(int, byte*, int, out FileStat)"/>
    /// <param name="path">Absolute.</param>
    public static bool TryStat(string path, out FileStat stat)
    {
        fixed (byte* bytes = Bytes(path))
        {
            return TryStat(NoFolder, bytes, 0, out stat);
        }
    }

    /// <summary>Opens a folder to look things up in it, or to list it; negative where that fails.</summary>
    /// <param name="folder">An open folder, or <see cref="NoFolder"/>.</param>
    /// <param name="path">UTF-8, with a zero at its end.</param>
    /// <param name="toList">False needs no permission to read the folder.</param>
    public static int Open(int folder, byte* path, bool toList) => OpenAt(folder, path, OpenFolder | CloseOnExec | (toList ? 0 : OpenPath), 0);

    /// <summary>The next entries of an open folder, as many as fit; 0 at the end, negative on an error.</summary>
    public static long List(int folder, byte* buffer, int bytes) => GetDents(folder, buffer, (nuint)bytes);

    public static void Release(int folder) => _ = Close(folder);

    /// <summary>Whether a folder's time tells of every entry that comes or goes.</summary>
    public static bool HasFolderTimes(string path)
    {
        var buffer = stackalloc byte[BufferBytes];
        fixed (byte* bytes = Bytes(path))
        {
            return StatFs(bytes, buffer) == 0 && Posix.Contains(*(long*)buffer);
        }
    }

    /// <summary>A path as the kernel takes it.</summary>
    public static byte[] Bytes(string path) => System.Text.Encoding.UTF8.GetBytes(path + '\0');

    private static long Ticks(byte* timestamp) =>
        DateTime.UnixEpoch.Ticks + (*(long*)timestamp * TimeSpan.TicksPerSecond) + (*(uint*)(timestamp + 8) / TimeSpan.NanosecondsPerTick);

    private static bool Works()
    {
        try
        {
            // The second finds out that the function is there.
            return TryStat("/", out var root) && root.IsFolder && List(-1, null, 0) < 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, byte* path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "openat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenAt(int folder, byte* path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "getdents64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetDents(int folder, byte* buffer, nuint bytes);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int folder);

    [LibraryImport("libc", EntryPoint = "statfs")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatFs(byte* path, byte* buffer);
}
