using System.Globalization;
using System.Text.RegularExpressions;
using Plumb.Prompts;
using Plumb.Prompts.Workspace;

namespace Plumb.LintNoise;

/// <summary>A clone on the disk, as the linter sees a workspace.</summary>
internal sealed class CloneFiles : IWorkspaceFiles
{
    private readonly string root;
    private readonly HashSet<string> all;
    private readonly HashSet<string> folders = [""];

    public CloneFiles(string root)
    {
        this.root = root;
        Paths = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(root, p).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        all = [.. Paths];
        foreach (var path in Paths)
        {
            for (var slash = path.LastIndexOf('/'); slash > 0 && folders.Add(path[..slash]); slash = path.LastIndexOf('/', slash - 1))
            {
            }
        }

        InstructionFiles = [.. Paths.Where(p => p.EndsWith(".md", StringComparison.OrdinalIgnoreCase) && PromptLinter.IsPromptFile(p, ""))];
        Options = LintOptions.Default with { Files = this, Commands = new WorkspaceCommands(this), Today = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
    }

    public IReadOnlyList<string> Paths { get; }

    public LintOptions Options { get; }

    public IReadOnlyList<string> InstructionFiles { get; }

    public bool? Exists(string path) => all.Contains(path) || folders.Contains(path.TrimEnd('/'));

    public string? Read(string path) => all.Contains(path) && new FileInfo(Path.Combine(root, path)) is { Length: < 1_000_000 } file ? File.ReadAllText(file.FullName) : null;

    public string? Near(string path) => NearPath.Find(path, Paths);

    public bool? AnyMatch(string glob)
    {
        Regex pattern;
        try
        {
            pattern = GlobPattern.Compile(glob);
        }
        catch (ArgumentException)
        {
            return null;
        }

        return Paths.Any(p => pattern.IsMatch(p));
    }
}
