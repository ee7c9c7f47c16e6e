using System.Diagnostics;

namespace Plumb.Lsp.Session;

/// <summary>Watches the process that started the server: a server without its client must not stay behind.</summary>
internal static class ClientProcess
{
    /// <summary>
    /// Ends when the process ends. A process that cannot be seen from the start (another container's, another user's)
    /// is not watched: the end of the input tells of its death.
    /// </summary>
    public static async Task WaitForExitAsync(int processId, CancellationToken cancellation)
    {
        Process process;
        try
        {
            process = Process.GetProcessById(processId);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
            return;
        }

        using (process)
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
    }
}
