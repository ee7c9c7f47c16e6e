using Plumb.Prompts.Workspace;

namespace Plumb.Cli.Lint;

/// <summary>Notices whether linting one file asked for others: what it found then does not follow from the file alone.</summary>
internal sealed class AskedFiles(IWorkspaceFiles files, IWorkspaceSymbols? symbols, IBaseTexts? texts) : IWorkspaceFiles, IWorkspaceSymbols, IBaseTexts
{
    private volatile bool asked;

    public bool WereAsked => asked;

    public IReadOnlyList<string> InstructionFiles => Ask(files).InstructionFiles;

    public bool? Exists(string path) => Ask(files).Exists(path);

    public string? Read(string path) => Ask(files).Read(path);

    public bool? AnyMatch(string glob) => Ask(files).AnyMatch(glob);

    public bool? IsKnown(string name) => Ask(symbols)?.IsKnown(name);

    public bool? IsDeclared(string name) => Ask(symbols)?.IsDeclared(name);

    string? IWorkspaceFiles.Near(string path) => Ask(files).Near(path);

    string? IWorkspaceSymbols.Near(string name) => Ask(symbols)?.Near(name);

    // A file that is as it was is compared with nothing.
    string? IBaseTexts.Read(string path) => texts?.Read(path) is { } before ? Ask(before) : null;

    private T Ask<T>(T what)
    {
        asked = true;
        return what;
    }
}
