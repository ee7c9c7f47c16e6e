using Plumb.Prompts.Workspace;

namespace Plumb.Cli.Lint;

/// <summary>Notices whether linting one file asked for others: what it found then does not follow from the file alone.</summary>
internal sealed class AskedFiles(IWorkspaceFiles files) : IWorkspaceFiles
{
    private volatile bool asked;

    public bool WereAsked => asked;

    public IReadOnlyList<string> InstructionFiles => Ask().InstructionFiles;

    public bool? Exists(string path) => Ask().Exists(path);

    public string? Read(string path) => Ask().Read(path);

    public bool? AnyMatch(string glob) => Ask().AnyMatch(glob);

    public string? Near(string path) => Ask().Near(path);

    private IWorkspaceFiles Ask()
    {
        asked = true;
        return files;
    }
}
