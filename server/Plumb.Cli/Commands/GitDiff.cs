using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Plumb.Search.Discovery;

namespace Plumb.Cli.Commands;

/// <summary>The text that a git diff adds, file by file.</summary>
internal static class GitDiff
{
    /// <param name="range">A commit or a range; empty: what the working tree adds to the last commit, untracked files included.</param>
    /// <param name="paths">Files and folders to look at; all where there are none.</param>
    /// <exception cref="CommandException">There is no git, no repository, or no such range.</exception>
    public static async Task<List<(string Path, string Added)>> ReadAsync(string range, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        if (range.StartsWith('-'))
        {
            throw new CommandException($"--diff takes a commit or a range such as main..HEAD, not '{range}'.");
        }

        try
        {
            if (await RunAsync(["rev-parse", "--git-dir"], cancellation) is { Code: not 0 })
            {
                throw new CommandException("--diff needs a git repository, and the current folder is in none: go into one, or name files to count.");
            }

            var isWorkingTree = range.Length == 0;
            var from = isWorkingTree ? await LastCommitAsync(cancellation) : range;
            var diff = await RunAsync(["diff", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--unified=0", "--src-prefix=a/", "--dst-prefix=b/", from, "--", .. paths], cancellation);
            if (diff.Code != 0)
            {
                throw new CommandException($"git knows no such diff: {diff.Errors.Trim().Split('\n')[0]}.");
            }

            var files = Parse(diff.Output);
            if (isWorkingTree)
            {
                files.AddRange(await ReadUntrackedAsync(paths, cancellation));
            }

            return files;
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
        var name = written.TrimEnd('\t');
        name = name.Length > 1 && name.StartsWith('"') && name.EndsWith('"') ? Unquote(name[1..^1]) : name;
        return name.StartsWith("b/", StringComparison.Ordinal) ? name[2..] : name;
    }

    /// <summary>Undoes how C, and git in a header, writes a text: a backslash before a quote, a letter or three octal digits.</summary>
    private static string Unquote(string quoted)
    {
        var bytes = new List<byte>(quoted.Length);
        for (var i = 0; i < quoted.Length; i++)
        {
            if (quoted[i] != '\\' || i + 1 == quoted.Length)
            {
                var length = char.IsHighSurrogate(quoted[i]) && i + 1 < quoted.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(quoted.Substring(i, length)));
                i += length - 1;
                continue;
            }

            i++;
            if (quoted[i] is >= '0' and <= '3' && i + 2 < quoted.Length && quoted[i + 1] is >= '0' and <= '7' && quoted[i + 2] is >= '0' and <= '7')
            {
                bytes.Add((byte)(((quoted[i] - '0') << 6) | ((quoted[i + 1] - '0') << 3) | (quoted[i + 2] - '0')));
                i += 2;
                continue;
            }

            bytes.Add(quoted[i] switch { 'a' => 7, 'b' => 8, 't' => 9, 'n' => 10, 'v' => 11, 'f' => 12, 'r' => 13, var c => (byte)c });
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>The last commit; before the first one the tree without files.</summary>
    private static async Task<string> LastCommitAsync(CancellationToken cancellation) =>
        (await RunAsync(["rev-parse", "--verify", "--quiet", "HEAD"], cancellation)).Code == 0
            ? "HEAD"
            : (await RunAsync(["hash-object", "-t", "tree", "--stdin"], cancellation)).Output.Trim();

    /// <summary>Files that git does not know yet and does not ignore: all of their text is added.</summary>
    private static async Task<List<(string Path, string Added)>> ReadUntrackedAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var added = new List<(string Path, string Added)>();
        var root = (await RunAsync(["rev-parse", "--show-toplevel"], cancellation)).Output.TrimEnd('\n', '\r');
        if (root.Length == 0)
        {
            return added;
        }

        // A path that git does not know is an error of the diff, not of this list. ':/' is the whole working tree.
        var listed = await RunAsync(["ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", .. paths.Count == 0 ? [":/"] : paths], cancellation);
        foreach (var path in listed.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            // A repository of its own ends with a slash; a link is not followed out of the tree.
            var full = Path.Combine(root, path);
            if (!path.EndsWith('/') && new FileInfo(full) is { Exists: true, LinkTarget: null } && FileKind.IsRegular(full) && InputText.Read(full).Text is { Length: > 0 } text)
            {
                added.Add((path, text));
            }
        }

        return added;
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("git", ["-c", "core.quotePath=false", "-c", "core.fsmonitor=false", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using var git = Process.Start(start)!;
        git.StandardInput.Close();
        var errors = git.StandardError.ReadToEndAsync(cancellation);
        var output = await git.StandardOutput.ReadToEndAsync(cancellation);
        await git.WaitForExitAsync(cancellation);
        return (git.ExitCode, output, await errors);
    }
}
