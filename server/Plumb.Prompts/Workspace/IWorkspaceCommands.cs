namespace Plumb.Prompts.Workspace;

public enum CommandKind
{
    /// <summary>A script of a package.json.</summary>
    NpmScript,

    /// <summary>A target of a Makefile.</summary>
    MakeTarget,

    /// <summary>A recipe of a justfile.</summary>
    JustRecipe,
}

/// <summary>The scripts and targets that can be run in the workspace.</summary>
public interface IWorkspaceCommands
{
    /// <summary>
    /// The names that can be run from a folder (its own, those above it and, as monorepos have it, those below);
    /// null where the workspace has no file of that kind or it cannot be read for certain.
    /// </summary>
    IReadOnlySet<string>? Names(CommandKind kind, string folder);
}
