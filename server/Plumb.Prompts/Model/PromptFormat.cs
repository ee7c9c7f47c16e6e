namespace Plumb.Prompts;

/// <summary>The file formats that are recognised as prompts.</summary>
public enum PromptFormat
{
    SemanticKernelYaml,
    Prompty,

    /// <summary>Prose for an editor or an agent, known by its name: AGENTS.md, *.prompt.md, *.instructions.md...</summary>
    Instructions,
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
}
