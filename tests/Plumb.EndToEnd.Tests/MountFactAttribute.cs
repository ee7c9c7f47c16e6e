using System.Diagnostics;

namespace Plumb.EndToEnd.Tests;

/// <summary>A test that needs disks of its own; skipped, with the reason, where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    private static readonly string? Problem = FindProblem();

    public MountFactAttribute() => Skip = Problem!;

    private static string? FindProblem()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "needs Linux";
        }

        try
        {
            using var probe = Process.Start(new ProcessStartInfo("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]) { RedirectStandardError = true })!;
            var error = probe.StandardError.ReadToEnd();
            probe.WaitForExit();
            return probe.ExitCode == 0 ? null : "no disk can be mounted here: " + error.Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unshare is not installed";
        }
    }
}
