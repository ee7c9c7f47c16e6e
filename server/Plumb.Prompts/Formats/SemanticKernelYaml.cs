using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Formats;

/// <summary>
/// Semantic Kernel's YAML prompts. No file name tells them apart from other YAML, so the content does: a
/// <c>template:</c> at the root, and <c>template_format:</c> or <c>execution_settings:</c> beside it.
/// </summary>
internal static partial class SemanticKernelYaml
{
    public static bool Recognises(string path, string text) =>
        (path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        && TemplateKey().IsMatch(text) && CompanionKey().IsMatch(text);

    /// <summary>The file, or null where it turns out to be something else (a Kubernetes template is a mapping).</summary>
    public static PromptFile? Parse(string path, string text)
    {
        var skip = text.StartsWith('\uFEFF') ? 1 : 0;
        var (root, problems) = YamlReader.Read(text[skip..], skip);
        var file = new PromptFile(PromptFormat.SemanticKernelYaml, path, text) { Problems = problems };
        if (root is not DataMapping map || map.Find("template") is null)
        {
            return problems.Count > 0 ? file : null;
        }

        if (map.Find("template") is not DataScalar template)
        {
            return null;
        }

        var body = PromptTemplate.Parse(template.Text, Dialect(map.Find("template_format") as DataScalar), map.FindKey("template")!.Span);
        var inputs = SemanticKernelConfig.Inputs(text, map.Find("input_variables"));
        return file with
        {
            Data = map,
            Shape = SemanticKernelConfig.Shape,
            Templates = [body],
            Messages = MessageMarks.Elements(body),
            Inputs = inputs,
            InputsAreComplete = inputs.Count > 0 && problems.Count == 0,
            Models = SemanticKernelConfig.Models(text, map.Find("execution_settings")),
            AsksForJson = SemanticKernelConfig.AsksForJson(map.Find("execution_settings")),
        };
    }

    private static TemplateDialect Dialect(DataScalar? format) => format?.Value.Trim().ToLowerInvariant() switch
    {
        null or "" or "semantic-kernel" => TemplateDialect.SemanticKernel,
        "handlebars" => TemplateDialect.Handlebars,
        "liquid" => TemplateDialect.Liquid,
        "jinja2" => TemplateDialect.Jinja,
        _ => TemplateDialect.Unknown,
    };

    [GeneratedRegex(@"^\uFEFF?[""']?template[""']?[ \t]*:", RegexOptions.Multiline)]
    private static partial Regex TemplateKey();

    [GeneratedRegex(@"^\uFEFF?[""']?(template_format|execution_settings)[""']?[ \t]*:", RegexOptions.Multiline)]
    private static partial Regex CompanionKey();
}
