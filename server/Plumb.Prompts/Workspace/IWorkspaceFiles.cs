namespace Plumb.Prompts.Workspace;

/// <summary>The files of the workspace, by paths with forward slashes relative to its root.</summary>
public interface IWorkspaceFiles
{
    /// <summary>Whether there is such a file or folder; null where that is not known (it lies outside).</summary>
    bool? Exists(string path);

    /// <summary>The text of a file; null where there is none, or it is not text.</summary>
    string? Read(string path);

    /// <summary>Whether a glob of an editor matches any file; null where that is not known.</summary>
    bool? AnyMatch(string glob);

    /// <summary>The file that a path which is not there was probably meant for, or null.</summary>
    string? Near(string path) => null;

    /// <summary>The instruction files of the workspace (AGENTS.md, *.instructions.md...); empty where not known.</summary>
    IReadOnlyList<string> InstructionFiles { get; }
}
