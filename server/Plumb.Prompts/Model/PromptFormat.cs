namespace Plumb.Prompts;

/// <summary>The file formats that are recognised as prompts.</summary>
public enum PromptFormat
{
    SemanticKernelYaml,
    Prompty,

    /// <summary>Prose for an editor or an agent, known by its name: AGENTS.md, *.prompt.md, *.instructions.md...</summary>
    Instructions,

    /// <summary>A <c>skprompt.txt</c>, with the <c>config.json</c> beside it.</summary>
    SemanticKernelFolder,

    /// <summary>GitHub Models: <c>*.prompt.yml</c>.</summary>
    GitHubModels,

    /// <summary>Dotprompt: <c>*.prompt</c>.</summary>
    Dotprompt,

    Poml,
    Promptfoo,

    /// <summary>A prompt inside a file of code.</summary>
    Code,
}

/// <summary>The template languages. <see cref="Unknown"/> is never parsed and never reported on.</summary>
public enum TemplateDialect
{
    Unknown,
    SemanticKernel,
    Handlebars,
    Mustache,
    Liquid,
    Jinja,
    Nunjucks,
    Poml,
}

/// <summary>Which kind of instruction file it is: each has front matter of its own.</summary>
public enum InstructionKind
{
    /// <summary>No instruction file.</summary>
    None,

    /// <summary><c>*.prompt.md</c></summary>
    Prompt,

    /// <summary><c>*.instructions.md</c></summary>
    Instructions,

    /// <summary><c>*.agent.md</c>, and <c>*.md</c> in a folder of agents.</summary>
    Agent,

    /// <summary><c>*.chatmode.md</c></summary>
    ChatMode,

    /// <summary><c>SKILL.md</c></summary>
    Skill,

    /// <summary><c>AGENTS.md</c></summary>
    Agents,

    /// <summary><c>CLAUDE.md</c></summary>
    Claude,

    /// <summary><c>copilot-instructions.md</c></summary>
    Copilot,

    /// <summary><c>.cursor/rules/*.mdc</c></summary>
    CursorRule,

    /// <summary>Another agent's file: GEMINI.md, .cursorrules.</summary>
    Other,
}
