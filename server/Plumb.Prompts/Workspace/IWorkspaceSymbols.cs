namespace Plumb.Prompts.Workspace;

/// <summary>The names that the workspace's code declares.</summary>
public interface IWorkspaceSymbols
{
    /// <summary>Whether a type, function or member of that name is declared or mentioned anywhere in the code; null where that is not known.</summary>
    bool? IsKnown(string name);

    /// <summary>Whether a type, function or member of that name is declared; null where that is not known.</summary>
    bool? IsDeclared(string name);

    /// <summary>A declared name close to it, or null.</summary>
    string? Near(string name);
}
