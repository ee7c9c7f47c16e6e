using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Plumb.Cli.Commands;

/// <summary>The text that a git diff adds, file by file.</summary>
internal static class GitDiff
{
    /// <param name="range">A commit or a range; empty: what the working tree adds to the last commit.</param>
    /// <param name="paths">Files and folders to look at; all where there are none.</param>
    /// <exception cref="CommandException">There is no git, no repository, or no such range.</exception>
    public static async Task<List<(string Path, string Added)>> ReadAsync(string range, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        if (range.StartsWith('-'))
        {
            throw new CommandException($"--diff takes a commit or a range such as main..HEAD, not '{range}'.");
        }

        var start = new ProcessStartInfo("git") { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        string[] arguments = ["-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--unified=0", "--src-prefix=a/", "--dst-prefix=b/", range.Length == 0 ? "HEAD" : range, "--", .. paths];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var git = Process.Start(start)!;
            var errors = git.StandardError.ReadToEndAsync(cancellation);
            var output = await git.StandardOutput.ReadToEndAsync(cancellation);
            await git.WaitForExitAsync(cancellation);
            return git.ExitCode == 0 ? Parse(output) : throw new CommandException($"git knows no such diff: {(await errors).Trim().Split('\n')[0]}.");
        }
        catch (Win32Exception e)
        {
            throw new CommandException("--diff needs git, which is not installed.", e);
        }
    }

    /// <summary>Reads a diff without context lines. Hunks are told by their lengths: an added line may look like a header.</summary>
    internal static List<(string Path, string Added)> Parse(string diff)
    {
        var files = new List<(string Path, string Added)>();
        var added = new StringBuilder();
        string? path = null;
        var left = 0;
        var wasAdded = false;
        foreach (var line in diff.Split('\n'))
        {
            if (line.StartsWith('\\'))
            {
                // The file does not end with a line's end.
                if (wasAdded)
                {
                    added.Length--;
                }
            }
            else if (left > 0)
            {
                left--;
                wasAdded = line.StartsWith('+');
                if (wasAdded)
                {
                    added.Append(line, 1, line.Length - 1).Append('\n');
                }
            }
            else if (line.StartsWith("+++ ", StringComparison.Ordinal))
            {
                Flush();
                path = line == "+++ /dev/null" ? null : Name(line[4..]);
            }
            else if (line.StartsWith("@@ -", StringComparison.Ordinal) && line.Split(' ') is ["@@", var before, var after, ..])
            {
                left = Lines(before) + Lines(after);
            }
        }

        Flush();
        return files;

        void Flush()
        {
            if (path is not null && added.Length > 0)
            {
                files.Add((path, added.ToString()));
            }

            added.Clear();
        }
    }

    // "-12,3" is three lines, "+12" is one.
    private static int Lines(string range) =>
        range.Split(',') is [_, var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1;

    // git ends a name that holds a space with a tab, and quotes what it cannot write plainly.
    private static string Name(string written)
    {
        var name = written.TrimEnd('\t').Trim('"');
        return name.StartsWith("b/", StringComparison.Ordinal) ? name[2..] : name;
    }
}
