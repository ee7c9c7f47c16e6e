using System.Diagnostics;

namespace Plumb.Lsp.Session;

/// <summary>Watches the process that started the server: a server without its client must not stay behind.</summary>
internal static class ClientProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Ends when the process ends. A process that cannot be seen from the start (another container's, another user's)
    /// is not watched: the end of the input tells of its death.
    /// </summary>
    public static async Task WaitForExitAsync(int processId, CancellationToken cancellation)
    {
        var birth = Find(processId);
        if (birth is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
        }

        using var timer = new PeriodicTimer(Interval);
        while (Find(processId) == birth)
        {
            await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What tells a living process from a later one with the same number; null when none lives.</summary>
    private static string? Find(int processId)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // After the name in parentheses: the state, and as the 20th word the time of birth. A zombie is dead.
                var stat = File.ReadAllText($"/proc/{processId}/stat");
                var words = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return words[0] is "Z" or "X" ? null : words[19];
            }

            using var process = Process.GetProcessById(processId);
            return process.HasExited ? null : "alive";
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
