using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Plumb.EndToEnd.Tests;

/// <summary>What a run of the binary gave.</summary>
internal sealed record RunResult(int ExitCode, string Output, string Errors)
{
    public IReadOnlyList<string> ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>
/// The shipped binary: <c>PLUMB_BIN</c>, else <c>artifacts/plumb/plumb</c>, else the newest build output of Plumb.Cli.
/// </summary>
internal static class PlumbProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static string Binary { get; } = FindBinary();

    public static Process Start(string workingFolder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartProgram(Binary, workingFolder, environment, arguments);

    public static Process StartProgram(string program, string workingFolder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PLUMB_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static async Task<RunResult> FinishAsync(Process process)
    {
        using var _ = process;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new RunResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"plumb was not done after {Patience}");
        }
    }

    private static string FindBinary([CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("PLUMB_BIN") is { Length: > 0 } given)
        {
            return File.Exists(given) ? given : throw new FileNotFoundException("PLUMB_BIN names no file", given);
        }

        var program = OperatingSystem.IsWindows() ? "plumb.exe" : "plumb";
        var root = Path.GetDirectoryName(here);
        while (root is not null && !File.Exists(Path.Combine(root, "Lsp.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        root ??= Path.GetFullPath("../../../../..", AppContext.BaseDirectory);
        var shipped = Path.Combine(root, "artifacts", "plumb", program);
        if (File.Exists(shipped))
        {
            return shipped;
        }

        var output = Path.Combine(root, "server", "Plumb.Cli", "bin");
        return new[] { "Debug", "Release" }
            .Select(configuration => Path.Combine(output, configuration, "net10.0", program))
            .Where(File.Exists)
            .MaxBy(path => File.GetLastWriteTimeUtc(Path.ChangeExtension(path, ".dll")))
            ?? throw new FileNotFoundException($"there is no plumb below {output}: build server/Plumb.Cli first, or set PLUMB_BIN");
    }
}
