using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

/// <summary>Which instruction files every request carries.</summary>
internal static class LoadedTogether
{
    public static bool IsAlwaysOn(PromptFile file) => file.InstructionKind switch
    {
        InstructionKind.Agents or InstructionKind.Claude or InstructionKind.Copilot => true,
        InstructionKind.CursorRule => (file.Data?.Find("alwaysApply") as DataScalar)?.Boolean == true,
        InstructionKind.Instructions => file.Data?.FindScalar("applyTo")?.Value.Trim() is "**" or "**/*" or "*",
        _ => false,
    };

    /// <summary>The other files that go along with the requests that carry this one: they lie in its folder or above it.</summary>
    public static IEnumerable<(string Path, string Text)> With(RuleContext context)
    {
        if (context.Options.Files is not { } files)
        {
            yield break;
        }

        var folder = Scope(context.File.Path);
        foreach (var path in files.InstructionFiles)
        {
            var scope = Scope(path);
            if (path != context.File.Path && MayBeAlwaysOn(path) && (scope.Length == 0 || folder == scope || folder.StartsWith(scope + "/", StringComparison.Ordinal))
                && files.Read(path) is { } text && PromptLinter.Parse(path, text) is { } file && IsAlwaysOn(file))
            {
                yield return (path, text);
            }
        }
    }

    private static bool MayBeAlwaysOn(string path) => Formats.Instructions.Kind(path) is InstructionKind.Agents or InstructionKind.Claude or InstructionKind.Copilot or InstructionKind.CursorRule or InstructionKind.Instructions;

    /// <summary>The folder that a file speaks for: what lies in .github or .cursor is for the folder around it.</summary>
    private static string Scope(string path)
    {
        var folder = WorkspacePath.Folder(path);
        var dot = ("/" + folder).IndexOf("/.", StringComparison.Ordinal);
        return dot < 0 ? folder : folder[..Math.Max(0, dot - 1)];
    }
}
