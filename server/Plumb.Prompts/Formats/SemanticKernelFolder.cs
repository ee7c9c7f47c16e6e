using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Formats;

/// <summary>
/// A <c>skprompt.txt</c>. Its <c>config.json</c> declares the inputs; engines take undeclared ones too, so that the
/// list is never taken for complete.
/// </summary>
internal static class SemanticKernelFolder
{
    public static bool Recognises(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..].Equals("skprompt.txt", StringComparison.OrdinalIgnoreCase);

    public static PromptFile Parse(string path, string text, IWorkspaceFiles? files)
    {
        var start = text.StartsWith('\uFEFF') ? 1 : 0;
        var folder = path.Replace('\\', '/');
        folder = folder[..(folder.LastIndexOf('/') + 1)];
        var json = files?.Read(folder + "config.json")?.TrimStart('\uFEFF') ?? "";
        var config = JsonReader.Read(MappedText.Verbatim(json, 0)).Root as DataMapping;
        var dialect = config?.FindScalar("template_format")?.Value.ToLowerInvariant() switch
        {
            null or "semantic-kernel" => TemplateDialect.SemanticKernel,
            "handlebars" => TemplateDialect.Handlebars,
            "liquid" => TemplateDialect.Liquid,
            "jinja2" => TemplateDialect.Jinja,
            _ => TemplateDialect.Unknown,
        };
        var template = PromptTemplate.Parse(MappedText.Verbatim(text[start..], start), dialect);
        var declared = config is null ? [] : SemanticKernelConfig.Inputs(json, config.At("input", "parameters") ?? config.Find("input_variables"));
        return new PromptFile(PromptFormat.SemanticKernelFolder, path, text)
        {
            Templates = [template],
            Messages = MessageMarks.Elements(template),

            // What stands in the other file has no place in this one.
            Inputs = [.. declared.Select(i => i with { NameSpan = default, Declaration = null, Lines = null, Default = null, Required = null })],
        };
    }
}
