using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Plumb.Ask.Tools;

/// <summary>Reads git's history of one file. Nothing that the repository configured is run, nothing is fetched, nothing written.</summary>
internal static class GitHistory
{
    private const int MostCharacters = 20_000;

    public static Task<string?> LogAsync(string root, string path, int count, CancellationToken cancellation) =>
        RunAsync(root, ["log", $"--max-count={count}", "--no-ext-diff", "--no-textconv", "--date=short", "--format=%h %ad %an: %s", "--", path], cancellation);

    public static Task<string?> BlameAsync(string root, string path, int start, int end, CancellationToken cancellation) =>
        RunAsync(root, ["blame", "--no-textconv", "--date=short", "-L", $"{start},{end}", "--", path], cancellation);

    /// <summary>What changed against the last commit, staged or not.</summary>
    public static Task<string?> DiffAsync(string root, CancellationToken cancellation) =>
        RunAsync(root, ["diff", "--no-ext-diff", "--no-textconv", "--no-color", "--relative", "HEAD"], cancellation, 4_000_000);

    /// <summary>Null where there is no git, or no history.</summary>
    private static async Task<string?> RunAsync(string root, string[] arguments, CancellationToken cancellation, int most = MostCharacters)
    {
        var start = new ProcessStartInfo("git", ["--no-pager", "--literal-pathspecs", "-C", root, "-c", "core.quotePath=off", "-c", "log.showSignature=false", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            try
            {
                process.StandardInput.Close();
                var errors = process.StandardError.ReadToEndAsync(cancellation);
                var buffer = new char[most];
                var length = await process.StandardOutput.ReadBlockAsync(buffer, cancellation).ConfigureAwait(false);
                if (length == most)
                {
                    process.Kill(entireProcessTree: true);
                    return new string(buffer, 0, length) + "\n…";
                }

                await errors.ConfigureAwait(false);
                await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
                return process.ExitCode == 0 ? new string(buffer, 0, length) : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }
}
