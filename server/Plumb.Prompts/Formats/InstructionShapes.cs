using Plumb.Prompts.Model;

namespace Plumb.Prompts.Formats;

/// <summary>The front matter of each kind of instruction file.</summary>
internal static class InstructionShapes
{
    private static readonly FrontMatterKey Name = new("name", "The name that it is called by.");
    private static readonly FrontMatterKey Description = new("description", "When it is used: models read it.");
    private static readonly FrontMatterKey Model = new("model", "The model that runs it.");
    private static readonly FrontMatterKey Tools = new("tools", "The tools that it may use.");
    private static readonly FrontMatterKey Hint = new("argument-hint", "What to type after its name.");

    private static readonly FrontMatterShape Prompt = new(
        [Name, Description, Hint, new("agent", "The agent that runs it."), Model, Tools, new("mode", "The agent that runs it.", null, null, null, "agent")], false);

    private static readonly FrontMatterShape Instruction = new(
        [Name, Description, new("applyTo", "A glob: the instructions go along with requests about files that match."), new("excludeAgent", "An agent that does not get them.")], false);

    private static readonly FrontMatterShape Agent = new(
        [
            Name, Description, Hint, Model, Tools, new("agents", "The agents that it may call."), new("target", "Where it runs.", ["vscode", "github-copilot"]),
            new("handoffs", "What to hand over to next."), new("mcp-servers", "The servers whose tools it brings."), new("user-invocable", "Whether a person may choose it."),
            new("disable-model-invocation", "Whether models may not choose it."), new("infer", "Whether models may choose it."), new("metadata", "Anything else."),
        ],
        false);

    private static readonly FrontMatterShape ChatMode = new([Name, Description, Model, Tools], false);

    private static readonly FrontMatterShape Skill = new(
        [
            Name, Description, new("license", "The licence of the skill."), new("compatibility", "What it needs."), new("metadata", "Anything else."),
            new("allowed-tools", "The tools that run without asking."), Model, Hint, new("user-invocable", "Whether a person may call it."),
            new("disable-model-invocation", "Whether models may not call it."),
        ],
        false);

    private static readonly FrontMatterShape CursorRule = new(
        [Description, new("globs", "Globs of the files that it is for."), new("alwaysApply", "Whether every request carries it.", ["true", "false"])], false);

    /// <summary>Whether a key of an instruction file belongs to another kind of them: it was not meant as one of its own kind's.</summary>
    public static bool IsKey(PromptFile file, string key) =>
        file.Format == PromptFormat.Instructions && (Prompt.Find(key) ?? Instruction.Find(key) ?? Agent.Find(key) ?? Skill.Find(key) ?? CursorRule.Find(key)) is not null;

    public static FrontMatterShape? Of(InstructionKind kind) => kind switch
    {
        InstructionKind.Prompt => Prompt,
        InstructionKind.Instructions => Instruction,
        InstructionKind.Agent => Agent,
        InstructionKind.ChatMode => ChatMode,
        InstructionKind.Skill => Skill,
        InstructionKind.CursorRule => CursorRule,
        _ => null,
    };
}
