using Plumb.Prompts.Model;

namespace Plumb.Prompts.Formats;

/// <summary>
/// Prose that an editor or an agent sends along with every request. No template and no inputs: only the rules that
/// look at the text itself have something to say.
/// </summary>
internal static class Instructions
{
    private static readonly string[] Names = ["AGENTS.md", "CLAUDE.md", "GEMINI.md", "SKILL.md", "copilot-instructions.md", "skprompt.txt", ".cursorrules"];

    private static readonly string[] Endings = [".prompt.md", ".instructions.md", ".agent.md", ".chatmode.md"];

    public static bool Recognises(string path)
    {
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        return Names.Contains(name, StringComparer.OrdinalIgnoreCase)
            || Endings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase))
            || (name.EndsWith(".mdc", StringComparison.OrdinalIgnoreCase) && path.Replace('\\', '/').Contains(".cursor/rules/", StringComparison.OrdinalIgnoreCase));
    }

    public static PromptFile Parse(string path, string text) => new(PromptFormat.Instructions, path, text);
}
