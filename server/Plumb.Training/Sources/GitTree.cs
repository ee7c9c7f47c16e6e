using System.Diagnostics;
using System.Text;

namespace Plumb.Training.Sources;

/// <summary>Reads the files of one commit from a clone, bare or not, with nothing checked out.</summary>
internal static class GitTree
{
    private const int MaxFile = 400_000;

    /// <summary>The files' paths and bytes; blobs that a partial clone lacks are left out.</summary>
    /// <exception cref="InvalidOperationException">git failed: no such commit, or no such clone.</exception>
    public static IEnumerable<(string Path, byte[] Bytes)> Read(string clone, string commit, Func<string, bool> wanted)
    {
        var entries = List(clone, commit).Where(e => e.Size is > 0 and <= MaxFile && wanted(e.Path)).ToList();
        using var git = Start(clone, redirectInput: true, "cat-file", "--batch");
        var asking = Task.Run(() =>
        {
            using var writer = git.StandardInput;
            foreach (var entry in entries)
            {
                writer.Write(entry.Id + "\n");
            }
        });
        var stream = new BufferedStream(git.StandardOutput.BaseStream, 1 << 20);
        foreach (var entry in entries)
        {
            var header = ReadLine(stream).Split(' ');
            if (header.Length < 3)
            {
                continue;
            }

            var bytes = new byte[int.Parse(header[2], System.Globalization.CultureInfo.InvariantCulture)];
            stream.ReadExactly(bytes);
            stream.ReadByte();
            yield return (entry.Path, bytes);
        }

        asking.GetAwaiter().GetResult();
        git.WaitForExit();
    }

    private static List<(string Id, long Size, string Path)> List(string clone, string commit)
    {
        using var git = Start(clone, redirectInput: false, "ls-tree", "-r", "-l", "-z", commit);
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0)
        {
            throw new InvalidOperationException($"git cannot list {commit} in {clone}: fetch that commit into the clone.");
        }

        var entries = new List<(string, long, string)>();
        foreach (var line in output.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var head = line[..tab].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (head[1] == "blob" && head[0] != "120000" && long.TryParse(head[3], out var size))
            {
                entries.Add((head[2], size, line[(tab + 1)..]));
            }
        }

        return entries;
    }

    public static Process Start(string clone, bool redirectInput, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { RedirectStandardOutput = true, RedirectStandardInput = redirectInput, StandardOutputEncoding = Encoding.UTF8 };
        start.ArgumentList.Add("-C");
        start.ArgumentList.Add(clone);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // A partial clone must not go to the network for what it lacks.
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        return Process.Start(start)!;
    }

    private static string ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (var b = stream.ReadByte(); b is >= 0 and not '\n'; b = stream.ReadByte())
        {
            line.Append((char)b);
        }

        return line.ToString();
    }
}
