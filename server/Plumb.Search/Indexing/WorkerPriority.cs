using System.Runtime.InteropServices;

namespace Plumb.Search.Indexing;

/// <summary>Lets a thread of its own step back behind whatever a person waits for.</summary>
internal static partial class WorkerPriority
{
    // Ten steps down: beside a busy thread of normal priority about a tenth of a core is left.
    private const int Nice = 10;
    private const int OfProcess = 0;
    private const int CallingThread = 0;
    private const uint UtilityClass = 0x11;

    /// <summary>Lowers the calling thread for the rest of its life; where the system refuses, nothing changes.</summary>
    public static void Lower()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // .NET's own priorities do nothing here. Linux keeps niceness for each thread, and 0 names the calling one.
                _ = SetPriority(OfProcess, CallingThread, Nice);
            }
            else if (OperatingSystem.IsMacOS())
            {
                _ = SetQualityOfService(UtilityClass, 0);
            }
            else
            {
                Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int priority);

    [LibraryImport("libc", EntryPoint = "pthread_set_qos_class_self_np")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetQualityOfService(uint quality, int relative);
}
