using System.Diagnostics;
using System.Globalization;

namespace Plumb.Lsp.Tests.Support;

/// <summary>The executable's server whose data folder is a disk of its own, in memory and as small as a test wants it.</summary>
internal static class ServerOnDisk
{
    /// <param name="home">Is mounted over, for the server alone.</param>
    /// <param name="megabytes">Size of the disk.</param>
    public static LspClient Start(string home, int megabytes)
    {
        var start = new ProcessStartInfo("unshare", ["-rm", "sh", "-c", string.Create(CultureInfo.InvariantCulture, $"mount -t tmpfs -o size={megabytes}m none \"$PLUMB_HOME\" && exec \"$PLUMB\" lsp")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PLUMB_HOME"] = home;
        start.Environment["PLUMB"] = LspClient.Executable;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return LspClient.On(process.StandardInput.BaseStream, process.StandardOutput.BaseStream, process);
    }

    /// <summary>The data folder as the server sees it.</summary>
    public static string HomeOf(LspClient client, string home) => string.Create(CultureInfo.InvariantCulture, $"/proc/{client.Process!.Id}/root{home}");
}
