using System.Diagnostics;

namespace Plumb.Lsp.Tests.Support;

/// <summary>The executable's commands, beside a server.</summary>
internal static class Terminal
{
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string dataHome, string workspace, params string[] arguments)
    {
        var start = new ProcessStartInfo(LspClient.Executable, arguments) { WorkingDirectory = workspace, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PLUMB_HOME"] = dataHome;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(LspClient.Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await errors);
    }
}
