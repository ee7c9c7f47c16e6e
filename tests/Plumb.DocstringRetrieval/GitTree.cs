using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Plumb.DocstringRetrieval;

/// <summary>Lays the files of a commit into a folder, from a git directory that may have no work tree and lack some blobs.</summary>
internal static class GitTree
{
    public static void Lay(string gitDirectory, string commit, string folder)
    {
        var listing = Encoding.UTF8.GetString(Run(gitDirectory, "ls-tree", "-r", "-z", commit));
        var start = StartInfo(gitDirectory, "cat-file", "--batch");
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.BaseStream;
        foreach (var line in listing.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var (meta, path) = (line[..line.IndexOf('\t', StringComparison.Ordinal)].Split(' '), line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..]);
            if (meta is not [not "120000", "blob", var hash] || path.Split('/').Contains(".."))
            {
                continue;
            }

            process.StandardInput.Write(hash + "\n");
            process.StandardInput.Flush();
            var header = ReadLine(output).Split(' ');
            if (header[^1] == "missing")
            {
                continue;
            }

            var bytes = new byte[int.Parse(header[2], CultureInfo.InvariantCulture)];
            output.ReadExactly(bytes);
            output.ReadByte();
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }

        process.StandardInput.Close();
        process.WaitForExit();
    }

    private static string ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (var value = stream.ReadByte(); value is >= 0 and not '\n'; value = stream.ReadByte())
        {
            line.Append((char)value);
        }

        return line.ToString();
    }

    private static byte[] Run(string gitDirectory, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(gitDirectory, arguments))!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return process.ExitCode == 0 ? output.ToArray() : throw new IOException($"git {string.Join(' ', arguments)} failed in {gitDirectory}.");
    }

    private static ProcessStartInfo StartInfo(string gitDirectory, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["--git-dir", gitDirectory, .. arguments]) { RedirectStandardOutput = true };
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        return start;
    }
}
