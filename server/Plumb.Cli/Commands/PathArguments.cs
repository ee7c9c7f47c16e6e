using Plumb.Search.Discovery;

namespace Plumb.Cli.Commands;

/// <summary>A file that a command was asked to look at.</summary>
/// <param name="Path">How it is shown: with forward slashes, and relative if the argument was.</param>
/// <param name="FullPath">Where it lies.</param>
/// <param name="IsNamed">Whether it was named itself, and not found in a folder: then a problem with it is an error.</param>
internal readonly record struct InputFile(string Path, string FullPath, bool IsNamed);

/// <summary>Turns the paths of a command line into files. Folders are walked as the workspace is, ignore files included.</summary>
internal static class PathArguments
{
    /// <summary>Most bytes that a file found in a folder may have; a named one may have more.</summary>
    public const long MaxFileBytes = 256 * 1024 * 1024;

    /// <param name="leftOut">Gets what a folder holds and cannot be looked at.</param>
    /// <exception cref="CommandException">A path does not exist or is no file, or a folder cannot be read.</exception>
    public static List<InputFile> Expand(IReadOnlyList<string> paths, LeftOut leftOut, CancellationToken cancellation)
    {
        var files = new List<InputFile>();
        foreach (var path in paths.Count == 0 ? ["."] : paths)
        {
            if (Directory.Exists(path))
            {
                AddFolder(path, files, leftOut, cancellation);
            }
            else if (File.Exists(path))
            {
                // Opening a pipe waits until somebody writes into it, and nothing can cancel that.
                if (!FileKind.IsRegular(path))
                {
                    throw new CommandException($"'{path}' is a pipe, socket or device.");
                }

                files.Add(new InputFile(path.Replace('\\', '/'), System.IO.Path.GetFullPath(path), IsNamed: true));
            }
            else
            {
                throw new CommandException($"'{path}' does not exist.");
            }
        }

        return files;
    }

    private static void AddFolder(string path, List<InputFile> files, LeftOut leftOut, CancellationToken cancellation)
    {
        var root = System.IO.Path.GetFullPath(path);
        var shown = path.Replace('\\', '/').TrimEnd('/');
        shown = shown is "." or "" && !System.IO.Path.IsPathRooted(path) ? "" : shown.StartsWith("./", StringComparison.Ordinal) ? shown[2..] + "/" : shown + "/";
        try
        {
            WorkspaceWalker.Walk(root, new DiscoveryOptions(MaxFileBytes: MaxFileBytes), new Sink(root, shown, files, leftOut), cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    private sealed class Sink(string root, string shown, List<InputFile> files, LeftOut leftOut) : IDiscoverySink
    {
        public void OnFile(in WorkspaceFile file) => Add(file.Path);

        public void OnSkipped(in SkippedFile skipped)
        {
            // Not worth an index, but text all the same.
            if (skipped.Reason is SkipReason.Generated or SkipReason.Minified or SkipReason.LockFile or SkipReason.Empty && !skipped.Path.EndsWith('/'))
            {
                Add(skipped.Path);
            }
            else if (LeftOut.IsTold(skipped.Reason))
            {
                leftOut.Add(skipped.Reason, shown + skipped.Path, System.IO.Path.Combine(root, skipped.Path));
            }
        }

        private void Add(string path) => files.Add(new InputFile(shown + path, System.IO.Path.Combine(root, path), IsNamed: false));
    }
}
