using System.Collections.Concurrent;
using Plumb.Lsp.Documents;
using Plumb.Prompts.Workspace;
using Plumb.Text;

namespace Plumb.Lsp.Features.Diagnostics;

/// <summary>The files below a folder, as lint rules ask for them. Answers what it cannot know with null, and never leaves the folder.</summary>
public sealed class WorkspaceFiles(string root) : IWorkspaceFiles
{
    private const int LargestFile = 1 << 20;

    private readonly ConcurrentDictionary<string, bool> exists = new(StringComparer.Ordinal);

    public IReadOnlyList<string> InstructionFiles => [];

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

    public bool? AnyMatch(string glob) => null;

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
}
