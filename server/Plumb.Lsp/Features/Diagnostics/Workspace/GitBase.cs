using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Plumb.Text;

namespace Plumb.Lsp.Features.Diagnostics.Workspace;

/// <summary>Reads files as they were in a commit. Nothing that the repository configured is run, nothing is fetched, nothing written.</summary>
public static class GitBase
{
    /// <summary>What a prompt is compared with unless somebody says otherwise.</summary>
    public const string LastCommit = "HEAD";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Whether git can take it for a commit and for nothing else.</summary>
    public static bool IsReference(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Length is > 0 and < 250 && reference[0] != '-' && !reference.Any(c => c is ':' or ' ' || char.IsControl(c)) && !reference.Contains("..", StringComparison.Ordinal);
    }

    /// <summary>A text file of a commit; null where it was not there, is no text, or there is no such commit.</summary>
    /// <param name="root">A folder of the repository.</param>
    /// <param name="reference">The commit.</param>
    /// <param name="path">Posix, from <paramref name="root"/>.</param>
    public static async Task<string?> ReadAsync(string root, string reference, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return IsReference(reference) && !path.StartsWith('/') && await RunAsync(root, ["cat-file", "blob", $"{reference}:./{path}"]).ConfigureAwait(false) is { } bytes
            ? SourceDecoder.Decode(bytes).Text
            : null;
    }

    /// <summary>The files below a folder that differ from a commit, posix from there; null where there is no git, or no such commit.</summary>
    public static async Task<IReadOnlySet<string>?> ChangedAsync(string root, string reference) =>
        IsReference(reference) && await RunAsync(root, ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative", reference, "--"]).ConfigureAwait(false) is { } bytes
            ? Encoding.UTF8.GetString(bytes).Split('\0', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal)
            : null;

    private static async Task<byte[]?> RunAsync(string root, string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["--no-pager", "--literal-pathspecs", "-C", root, "-c", "core.quotePath=off", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        try
        {
            using var process = Process.Start(start)!;
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                process.StandardInput.Close();
                var errors = process.StandardError.ReadToEndAsync(patience.Token);
                using var output = new MemoryStream();
                await process.StandardOutput.BaseStream.CopyToAsync(output, patience.Token).ConfigureAwait(false);
                await errors.ConfigureAwait(false);
                await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
                return process.ExitCode == 0 ? output.ToArray() : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            return null;
        }
    }
}
