using System.Collections.Concurrent;
using Plumb.Lsp.Documents;
using Plumb.Prompts;
using Plumb.Prompts.Workspace;
using Plumb.Search.Discovery;
using Plumb.Text;

namespace Plumb.Lsp.Features.Diagnostics;

/// <summary>The files below a folder, as lint rules ask for them. Answers what it cannot know with null, and never leaves the folder.</summary>
public sealed class WorkspaceFiles(string root) : IWorkspaceFiles
{
    private const int LargestFile = 1 << 20;

    private readonly ConcurrentDictionary<string, bool> exists = new(StringComparer.Ordinal);

    private readonly Lazy<IReadOnlyList<string>> paths = new(() => Walk(root));
    private volatile IReadOnlyList<string>? instructionFiles;

    public IReadOnlyList<string> InstructionFiles => instructionFiles ??= [.. paths.Value.Where(p => p.EndsWith(".md", StringComparison.OrdinalIgnoreCase) && PromptLinter.IsPromptFile(p, ""))];

    public bool? Exists(string path) => Resolve(path) is { } full ? exists.GetOrAdd(full, Path.Exists) : null;

    public string? Read(string path)
    {
        if (Resolve(path) is not { } full)
        {
            return null;
        }

        try
        {
            var file = new FileInfo(full);
            return file.Exists && file.Length <= LargestFile ? SourceDecoder.Decode(DiskFile.ReadAllBytes(full)).Text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    public bool? AnyMatch(string glob)
    {
        try
        {
            var pattern = GlobPattern.Compile(glob);
            return paths.Value.Any(path => pattern.IsMatch(path));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public string? Near(string path) => NearPath.Find(path, paths.Value);

    /// <summary>All files that are not ignored, read when a rule first asks for them.</summary>
    private static List<string> Walk(string root)
    {
        var sink = new Sink();
        try
        {
            WorkspaceWalker.Walk(root, new DiscoveryOptions(MaxFileBytes: 256 * 1024 * 1024), sink, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was found until then is what is known.
        }

        return sink.Paths;
    }

    private string? Resolve(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Contains('\0'))
        {
            return null;
        }

        try
        {
            var full = Path.GetFullPath(Path.Combine(root, path));
            return full.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? full : null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            return null;
        }
    }

    private sealed class Sink : IDiscoverySink
    {
        public List<string> Paths { get; } = [];

        public void OnFile(in WorkspaceFile file) => Paths.Add(file.Path);

        public void OnSkipped(in SkippedFile skipped)
        {
            // Not worth an index, but there all the same.
            if (skipped.Reason is not (SkipReason.Ignored or SkipReason.NestedRepository or SkipReason.HostileName) && !skipped.Path.EndsWith('/'))
            {
                Paths.Add(skipped.Path);
            }
        }
    }
}
