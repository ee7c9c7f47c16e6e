using Plumb.Prompts;
using Plumb.Prompts.Code;
using Plumb.Prompts.Workspace;

namespace Plumb.Cli.Lint;

/// <summary>Which files are looked at, and the findings of one.</summary>
internal static class LintFiles
{
    /// <summary>Spares reading a whole workspace: no prompt has any other ending.</summary>
    /// <param name="path">As it is shown.</param>
    /// <param name="fullPath">Where it lies.</param>
    public static bool MayBePrompt(string path, string fullPath) =>
        path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".prompt", StringComparison.OrdinalIgnoreCase) || PromptLinter.IsPromptFile(path, "") || CodePrompts.Recognises(path)
        || (path.EndsWith("config.json", StringComparison.OrdinalIgnoreCase) && File.Exists(Path.Combine(Path.GetDirectoryName(fullPath)!, "skprompt.txt")));

    /// <summary>The findings of a text, and whether they follow from it alone.</summary>
    /// <param name="relative">Posix, from the scope's root.</param>
    public static (LintResult Result, bool StandsAlone) Lint(LintScope scope, string relative, string text)
    {
        var files = new AskedFiles(scope.Files, scope.Symbols, scope.Base);
        var options = scope.Options with { Files = files, Commands = new WorkspaceCommands(files), Symbols = files, Base = files };
        var result = CodePrompts.Recognises(relative) ? CodePrompts.Lint(relative, text, options) : PromptLinter.Lint(relative, text, options);
        return (result, !files.WereAsked);
    }
}
