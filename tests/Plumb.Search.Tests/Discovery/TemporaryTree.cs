using System.Diagnostics;
using Plumb.Search.Discovery;

namespace Plumb.Search.Tests.Discovery;

/// <summary>A folder of files that a test writes, with a home of its own so that the user's git settings stay out.</summary>
internal sealed class TemporaryTree : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plumb-tree-").FullName;

    public TemporaryTree()
    {
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Home);
    }

    public string Root => Path.Combine(folder, "root");

    public string Home => Path.Combine(folder, "home");

    public static bool HasGit { get; } = Run("git", ["--version"], "/", null) is not null;

    public string At(string path) => Path.Combine(Root, path);

    public TemporaryTree Write(string path, string text = "content\n")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
        return this;
    }

    public TemporaryTree Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.CreateSymbolicLink(At(path), target);
        return this;
    }

    public string Git(params string[] arguments) => GitIn("", arguments);

    public string GitIn(string path, params string[] arguments) =>
        Run("git", ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always", .. arguments], At(path), Home)
        ?? throw new InvalidOperationException("git failed: " + string.Join(' ', arguments));

    public Found Walk(string path = "", DiscoveryOptions? options = null)
    {
        var found = new Found();
        WorkspaceWalker.Walk(At(path), (options ?? new DiscoveryOptions()) with { Environment = Environment }, found, CancellationToken.None);
        return found;
    }

    public Found WalkPaths(params string[] paths)
    {
        var found = new Found();
        WorkspaceWalker.WalkPaths(Root, new DiscoveryOptions { Environment = Environment }, paths, found, CancellationToken.None);
        return found;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A test made something that cannot be removed; the system's clean-up will.
        }
    }

    internal static string? Run(string program, IEnumerable<string> arguments, string workingFolder, string? home)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = workingFolder, RedirectStandardOutput = true, RedirectStandardError = true };
        if (home is not null)
        {
            start.Environment["HOME"] = home;
            start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
            start.Environment.Remove("XDG_CONFIG_HOME");
            start.Environment.Remove("GIT_CONFIG_GLOBAL");
        }

        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public string? Environment(string name) => name == "HOME" ? Home : null;

    internal sealed class Found : IDiscoverySink
    {
        public List<string> Order { get; } = [];

        public List<string> Files { get; } = [];

        public Dictionary<string, SkippedFile> Skipped { get; } = new(StringComparer.Ordinal);

        public SkipReason ReasonOf(string path) =>
            Files.Contains(path) ? SkipReason.None : Skipped.TryGetValue(path, out var skipped) ? skipped.Reason : (SkipReason)(-1);

        public void OnFile(in WorkspaceFile file)
        {
            Files.Add(file.Path);
            Order.Add(file.Path);
        }

        public void OnSkipped(in SkippedFile skipped)
        {
            Skipped.Add(skipped.Path, skipped);
            Order.Add(skipped.Path);
        }
    }
}
