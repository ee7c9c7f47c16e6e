using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

/// <summary>The programs that send instruction files along with a request.</summary>
[Flags]
internal enum InstructionReaders
{
    None = 0,
    Copilot = 1,
    Claude = 2,
    Cursor = 4,

    /// <summary>Those that read AGENTS.md and nothing else.</summary>
    OtherAgents = 8,
}

/// <summary>Another instruction file that a request carries besides the one that is looked at, and who sends it.</summary>
/// <param name="IsAbove">It speaks for a folder above: requests carry it without the file that is looked at.</param>
internal readonly record struct CarriedFile(string Path, string Text, InstructionReaders Readers, bool IsAbove);

/// <summary>Which instruction files every request carries. What no program reads together is not compared.</summary>
internal static class LoadedTogether
{
    /// <summary>Characters from which on two equal texts are one file and not a line that was copied.</summary>
    private const int LongestLine = 500;

    public static bool IsAlwaysOn(PromptFile file) => Readers(file) != InstructionReaders.None;

    /// <summary>Who sends a file along with every request to its folder.</summary>
    public static InstructionReaders Readers(PromptFile file) => IsInSkill(file.Path) ? InstructionReaders.None : file.InstructionKind switch
    {
        InstructionKind.Agents => InstructionReaders.Copilot | InstructionReaders.Cursor | InstructionReaders.OtherAgents,
        InstructionKind.Claude => InstructionReaders.Claude,

        // Copilot reads those of the workspace's own .github and no others: elsewhere they are a collection or another workspace's.
        InstructionKind.Copilot when IsAtRoot(file.Path) => InstructionReaders.Copilot,
        InstructionKind.CursorRule when (file.Data?.Find("alwaysApply") as DataScalar)?.Boolean == true => InstructionReaders.Cursor,
        InstructionKind.Instructions when IsAtRoot(file.Path) && file.Data?.FindScalar("applyTo")?.Value.Trim() is "**" or "**/*" or "*" => InstructionReaders.Copilot,
        _ => InstructionReaders.None,
    };

    /// <summary>
    /// The other files that go along with the requests that carry this one: they lie in its folder or above it. One with the
    /// same text is mostly this one by another name, by which another program looks for it.
    /// </summary>
    public static IEnumerable<CarriedFile> With(RuleContext context)
    {
        if (context.Options.Files is not { } files)
        {
            yield break;
        }

        var own = Readers(context.File);
        var imports = context.File.InstructionKind == InstructionKind.Claude ? Imports(context.File.Path, context.File.Text) : [];
        var folder = Scope(context.File.Path);
        foreach (var path in files.InstructionFiles)
        {
            var scope = Scope(path);
            if (path == context.File.Path || !MayBeAlwaysOn(path) || !(scope.Length == 0 || folder == scope || folder.StartsWith(scope + "/", StringComparison.Ordinal))
                || files.Read(path) is not { } text || (text.Length > LongestLine && text == context.File.Text) || PromptLinter.Parse(path, text) is not { } file)
            {
                continue;
            }

            var readers = Readers(file);
            readers |= readers != InstructionReaders.None && imports.Contains(path) ? InstructionReaders.Claude : InstructionReaders.None;
            if ((readers & own) != InstructionReaders.None)
            {
                yield return new CarriedFile(path, text, readers, scope != folder);
            }
        }
    }

    /// <summary>The folder where a path lies in use and not in a collection: that of the editor which reads it.</summary>
    public static bool IsInUse(string path) => ("/" + path.Replace('\\', '/')) is var rooted && (rooted.Contains("/.github/", StringComparison.Ordinal) || rooted.Contains("/.cursor/rules/", StringComparison.Ordinal));

    /// <summary>What belongs to a skill is read when the skill is used, and mostly comes from somewhere else.</summary>
    public static bool IsInSkill(string path) => ("/" + path.Replace('\\', '/')).Contains("/skills/", StringComparison.Ordinal);

    private static bool IsAtRoot(string path) => path.Replace('\\', '/').StartsWith(".github/", StringComparison.Ordinal);

    /// <summary>The files that a CLAUDE.md brings in: <c>@AGENTS.md</c> on a line or in a sentence.</summary>
    private static HashSet<string> Imports(string path, string text)
    {
        var imports = new HashSet<string>(StringComparer.Ordinal);
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var end = at + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '/' or '-' or '_'))
            {
                end++;
            }

            if ((at == 0 || char.IsWhiteSpace(text[at - 1])) && WorkspacePath.Join(WorkspacePath.Folder(path), text[(at + 1)..end].TrimEnd('.')) is { Length: > 0 } target)
            {
                imports.Add(target);
            }
        }

        return imports;
    }

    private static bool MayBeAlwaysOn(string path) => Formats.Instructions.Kind(path) is InstructionKind.Agents or InstructionKind.Claude or InstructionKind.Copilot or InstructionKind.CursorRule or InstructionKind.Instructions;

    /// <summary>The folder that a file speaks for: its own, or the one around the folder that its reader looks into.</summary>
    private static string Scope(string path)
    {
        var folder = WorkspacePath.Folder(path);
        var holder = Formats.Instructions.Kind(path) switch
        {
            InstructionKind.Agents => null,
            InstructionKind.Claude => "/.claude/",
            InstructionKind.CursorRule => "/.cursor/",
            _ => "/.github/",
        };
        var at = holder is null ? -1 : $"/{folder}/".IndexOf(holder, StringComparison.Ordinal);
        return at < 0 ? folder : folder[..Math.Max(0, at - 1)];
    }
}
