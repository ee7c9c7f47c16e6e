using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Tests;

/// <summary>A file that a rule reports or leaves alone, with what the rule may know besides it.</summary>
/// <param name="Source">The repository and path that a real file's case is taken from; null where the case is made up.</param>
internal sealed record RuleCase(string Code, string Path, string Text, bool IsFound, LintOptions? Options = null, string? Source = null)
{
    /// <summary>Options with these files around the one that is linted.</summary>
    public static LintOptions Around(params (string Path, string Text)[] files)
    {
        var memory = new MemoryFiles(files.ToDictionary(f => f.Path, f => f.Text));
        return LintOptions.Default with { Files = memory, Commands = new WorkspaceCommands(memory) };
    }

    public bool IsFoundIn(LintResult result) => result.Diagnostics.Any(d => d.Code == Code);
}
