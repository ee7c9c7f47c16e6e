using System.Runtime.InteropServices;

namespace Plumb.Lsp.Session;

/// <summary>Whether the machine runs on its battery. Where that cannot be told (macOS offers no plain call) it does not.</summary>
internal static partial class PowerSource
{
    private const string Supplies = "/sys/class/power_supply";

    public static bool IsBattery()
    {
        try
        {
            return OperatingSystem.IsWindows() ? IsBatteryOnWindows() : OperatingSystem.IsLinux() && Directory.Exists(Supplies) && Directory.EnumerateDirectories(Supplies).Any(IsDischarging);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    // A mouse has a battery too: its scope is a device.
    private static bool IsDischarging(string supply) =>
        Read(supply, "type") == "Battery" && Read(supply, "scope") != "Device" && Read(supply, "status") == "Discharging";

    private static string Read(string supply, string name)
    {
        var path = Path.Combine(supply, name);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
    }

    private static bool IsBatteryOnWindows() => GetSystemPowerStatus(out var status) && status.OnMains == 0;

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetSystemPowerStatus(out PowerStatus status);

    [StructLayout(LayoutKind.Sequential)]
    private struct PowerStatus
    {
        public byte OnMains;
        public byte BatteryFlag;
        public byte BatteryPercent;
        public byte Saver;
        public int Seconds;
        public int FullSeconds;
    }
}
