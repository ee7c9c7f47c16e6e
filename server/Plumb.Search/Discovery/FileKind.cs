using System.Runtime.InteropServices;

namespace Plumb.Search.Discovery;

/// <summary>Tells pipes, sockets and devices from files; .NET does not, and opening a pipe would wait for ever.</summary>
public static partial class FileKind
{
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    private static bool unavailable;

    /// <summary>Follows links. True where the platform cannot tell.</summary>
    public static bool IsRegular(string path) => ReadMode(path) is not { } mode || (mode & TypeMask) == RegularFile;

    private static unsafe int? ReadMode(string path)
    {
        if (unavailable || OperatingSystem.IsWindows())
        {
            return null;
        }

        try
        {
            // More than either structure takes.
            var buffer = stackalloc byte[512];
            if (OperatingSystem.IsLinux())
            {
                // struct statx is the same on every architecture: stx_mode is a 16-bit field at offset 28.
                const int currentFolder = -100;
                const uint typeAndMode = 3;
                return StatX(currentFolder, path, 0, typeAndMode, buffer) == 0 ? *(ushort*)(buffer + 28) : null;
            }

            if (OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
            {
                // struct stat: st_mode is a 16-bit field behind the 32-bit st_dev.
                return Stat(path, buffer) == 0 ? *(ushort*)(buffer + 4) : null;
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            unavailable = true;
        }

        return null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int StatX(int folder, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Stat(string path, byte* buffer);
}
