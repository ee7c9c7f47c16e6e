using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Formats;

/// <summary>What Semantic Kernel's YAML prompts and its <c>config.json</c> have in common.</summary>
internal static class SemanticKernelConfig
{
    public static FrontMatterShape Shape { get; } = new(
        [
            new("name", "The function's name."),
            new("description", "What the function does: models read it."),
            new("template", "The prompt itself."),
            new("template_format", "The template's dialect.", ["semantic-kernel", "handlebars", "liquid"]),
            new("input_variables", "The inputs of the template.", null, new FrontMatterShape(
                [
                    new("name", "The variable's name."),
                    new("description", "What it is: models read it."),
                    new("default", "Its value where none is given."),
                    new("is_required", "Whether it has to be given.", ["true", "false"]),
                    new("json_schema", "Its schema."),
                    new("sample", "A value to try it with."),
                    new("allow_dangerously_set_content", "Leave its markup alone.", ["true", "false"]),
                ],
                true)),
            new("output_variable", "The answer.", null, new FrontMatterShape([new("description", "What it is."), new("json_schema", "Its schema.")], true)),
            new("execution_settings", "Parameters of the request, for each service."),
            new("allow_dangerously_set_content", "Leave the markup of inputs alone.", ["true", "false"]),
        ],
        false);

    public static List<PromptInput> Inputs(string text, DataNode? node)
    {
        var inputs = new List<PromptInput>();
        foreach (var item in (node as DataSequence)?.Items ?? [])
        {
            if (item is DataMapping map && map.Find("name") is DataScalar { Value.Length: > 0 } name)
            {
                inputs.Add(new PromptInput(name.Value, name.Span)
                {
                    Declaration = map,
                    Lines = EntryLines.OfItem(text, (DataSequence)node!, item),
                    Description = map.FindScalar("description")?.Value,
                    Default = map.Find("default") ?? map.Find("defaultValue"),
                    Required = map.Find("is_required") is DataScalar { Boolean: { } required } scalar ? (required, map.FindKey("is_required")!.Span, scalar.Span) : null,
                    AllowsMarkup = (map.Find("allow_dangerously_set_content") as DataScalar)?.Boolean == true,
                });
            }
        }

        return inputs;
    }

    /// <summary>Settings by service; a service's name is the user's own word, <c>model_id</c> is the model.</summary>
    public static List<PromptModel> Models(string text, DataNode? settings)
    {
        var models = new List<PromptModel>();
        foreach (var (_, value) in (settings as DataMapping)?.Entries ?? [])
        {
            if (value is DataMapping service)
            {
                var (name, span) = ModelReader.Name(service.Find("model_id"));
                models.Add(new PromptModel(name, span, [.. ModelReader.Parameters(text, service).Where(p => p.Name is not ("model_id" or "service_id"))]));
            }
        }

        return models;
    }

    public static bool AsksForJson(DataNode? settings) =>
        (settings as DataMapping)?.Entries.Any(e => e.Value is DataMapping service && service.Find("response_format") is { } format && (format is DataMapping || (format as DataScalar)?.Value is "json_object" or "json_schema")) == true;
}
