using Plumb.Prompts;

namespace Plumb.Cli.Lint;

/// <summary>Which files are looked at, and the findings of one.</summary>
internal static class LintFiles
{
    /// <summary>Spares reading a whole workspace: no prompt has any other ending.</summary>
    public static bool MayBePrompt(string path) =>
        path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || PromptLinter.IsPromptFile(path, "");

    /// <param name="relative">Posix, from the scope's root.</param>
    public static LintResult Lint(LintScope scope, string relative, string text)
    {
        _ = scope;
        return PromptLinter.Lint(relative, text);
    }
}
