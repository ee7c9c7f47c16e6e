namespace Plumb.Prompts.Workspace;

/// <summary>A workspace of a few texts by their paths, such as that of a rule's example.</summary>
public sealed class MemoryFiles(IReadOnlyDictionary<string, string> texts) : IWorkspaceFiles
{
    public IReadOnlyList<string> InstructionFiles { get; } = [.. texts.Keys.Where(Formats.Instructions.Recognises).Order(StringComparer.Ordinal)];

    public bool? Exists(string path) => texts.ContainsKey(path) || texts.Keys.Any(k => k.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    public string? Read(string path) => texts.GetValueOrDefault(path);

    public string? Near(string path) => NearPath.Find(path, texts.Keys);

    public bool? AnyMatch(string glob) => texts.Keys.Any(GlobPattern.Compile(glob).IsMatch);
}
