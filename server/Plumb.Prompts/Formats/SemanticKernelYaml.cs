using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;
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

        var dialect = Dialect(map.Find("template_format") as DataScalar);
        var inputs = Inputs(map.Find("input_variables"));
        return file with
        {
            Templates = [new PromptTemplate(template.Text, dialect, TemplateParser.Parse(template.Value, dialect), map.FindKey("template")!.Span)],
            Inputs = inputs,
            InputsAreComplete = inputs.Count > 0 && problems.Count == 0,
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

    private static List<PromptInput> Inputs(DataNode? node)
    {
        var inputs = new List<PromptInput>();
        if (node is DataSequence list)
        {
            foreach (var item in list.Items)
            {
                if (item is DataMapping map && map.Find("name") is DataScalar name && name.Value.Length > 0)
                {
                    inputs.Add(new PromptInput(name.Value, name.Span));
                }
            }
        }

        return inputs;
    }

    [GeneratedRegex(@"^\uFEFF?[""']?template[""']?[ \t]*:", RegexOptions.Multiline)]
    private static partial Regex TemplateKey();

    [GeneratedRegex(@"^\uFEFF?[""']?(template_format|execution_settings)[""']?[ \t]*:", RegexOptions.Multiline)]
    private static partial Regex CompanionKey();
}
