using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Formats;

/// <summary>
/// Prompty, version 1 (<c>inputs</c> and <c>sample</c> as mappings) and version 2 (<c>inputs</c> as a list with names).
/// Without front matter the whole file is the body.
/// </summary>
internal static partial class PromptyFormat
{
    public static bool Recognises(string path) => path.EndsWith(".prompty", StringComparison.OrdinalIgnoreCase);

    public static PromptFile Parse(string path, string text)
    {
        var file = new PromptFile(PromptFormat.Prompty, path, text);
        var start = text.StartsWith('\uFEFF') ? 1 : 0;
        var (front, body, problem) = FrontMatter.Split(text, start);
        if (problem is not null)
        {
            return file with { Problems = [problem] };
        }

        var bodyText = MappedText.Verbatim(text[body..], body);
        if (front.IsEmpty)
        {
            return WithBody(file, PromptTemplate.Parse(bodyText, TemplateDialect.Jinja));
        }

        var (root, problems) = YamlReader.Read(text[front.Start..front.End], front.Start);
        var map = root as DataMapping ?? new DataMapping(front, []);
        var (inputs, complete) = Inputs(text, map);
        var version = map.At("model", "id") is not null || map.At("model", "options") is not null || map.Find("model") is DataScalar || map.Find("inputs") is DataSequence ? 2 : 1;
        file = WithBody(file, PromptTemplate.Parse(bodyText, Dialect(map, bodyText.Value)));
        return file with
        {
            FrontMatter = front,
            FormatVersion = version,
            Data = map,
            Shape = PromptyShape.Value,
            Inputs = inputs,
            InputsAreComplete = complete && inputs.Any(i => i.Source == PromptInputSource.Declared) && problems.Count == 0,
            Models = [Model(text, map)],
            AsksForJson = AsksForJson(map),
            OutputSchema = SchemaReader.FromNode(map.At("model", "parameters", "response_format")) is { } schema ? schema : null,
            TestCases = map.Find("sample") is DataMapping sample
                ? [new PromptTestCase(sample.Span, [.. sample.Entries.Select(e => new PromptTestValue(e.Key.Value, e.Key.Span, e.Value))], true)]
                : [],
            Problems = problems,
            References = [.. file.References, .. Files(text, front)],
        };
    }

    /// <summary>What <c>${file:sample.json}</c> names in the front matter.</summary>
    private static IEnumerable<PromptReference> Files(string text, Text.TextSpan front)
    {
        foreach (Match match in FileReference().Matches(text[front.Start..front.End]))
        {
            var path = match.Groups["path"];
            yield return new PromptReference(ReferenceKind.File, path.Value, new Text.TextSpan(front.Start + path.Index, front.Start + path.Index + path.Length));
        }
    }

    private static PromptFile WithBody(PromptFile file, PromptTemplate template) => file with
    {
        Templates = [template],
        Messages = MessageMarks.RoleLines(template),
        References = [.. template.Syntax.Includes.Select(i => new PromptReference(ReferenceKind.Partial, i.Name, template.Text.ToFile(i.Span)))],
    };

    private static PromptModel Model(string text, DataMapping map)
    {
        if (map.Find("model") is not DataMapping model)
        {
            var (only, at) = ModelReader.Name(map.Find("model"));
            return new PromptModel(only, at, []);
        }

        // Version 1 names an Azure deployment, which is the user's own word, or a model under "name".
        var configuration = model.Find("configuration") as DataMapping;
        var deployment = configuration?.Find("azure_deployment") is not null;
        var isAzure = model.FindScalar("provider")?.Value is "azure" or "foundry" || deployment || configuration?.FindScalar("type")?.Value.StartsWith("azure", StringComparison.Ordinal) == true;
        var (name, span) = ModelReader.Name(model.Find("id") ?? configuration?.Find("name") ?? configuration?.Find("azure_deployment"));
        return new PromptModel(name, span, ModelReader.Parameters(text, model.Find("parameters") ?? model.Find("options")), isAzure);
    }

    private static bool AsksForJson(DataMapping map) =>
        map.At("model", "parameters", "response_format", "type") is DataScalar { Value: "json_object" or "json_schema" };

    private static TemplateDialect Dialect(DataMapping map, string body)
    {
        var template = map.Find("template");
        var format = template is DataMapping settings ? settings.Find("format") ?? settings.Find("type") : template;
        var kind = (format is DataMapping detail ? detail.Find("kind") ?? detail.Find("type") : format) as DataScalar;
        return kind?.Value.Trim().ToLowerInvariant() switch
        {
            null or "" when IsMustache(body) => TemplateDialect.Mustache,
            null or "" or "jinja2" or "jinja" or "nunjucks" or "prompty" => TemplateDialect.Jinja,
            "mustache" => TemplateDialect.Mustache,
            "handlebars" => TemplateDialect.Handlebars,
            "liquid" => TemplateDialect.Liquid,
            _ => TemplateDialect.Unknown,
        };
    }

    /// <summary>The first section is closed, and no statement of Jinja's is there: some engines that read Prompty take such a body for Mustache.</summary>
    private static bool IsMustache(string body) =>
        body.Contains("{{#", StringComparison.Ordinal) && !body.Contains("{%", StringComparison.Ordinal)
        && Section().Match(body) is { Success: true } section && body.IndexOf($"{{{{/{section.Groups["name"].Value}}}}}", section.Index, StringComparison.Ordinal) > 0;

    [GeneratedRegex(@"\$\{file:(?<path>[^{}\s]{1,500})\}")]
    private static partial Regex FileReference();

    [GeneratedRegex(@"\{\{#(?<name>[A-Za-z_][\w.]*)\}\}")]
    private static partial Regex Section();

    private static (List<PromptInput> Inputs, bool Complete) Inputs(string text, DataMapping map)
    {
        var inputs = new List<PromptInput>();
        var complete = true;
        foreach (var key in (ReadOnlySpan<string>)["inputs", "sample", "inputSchema"])
        {
            var node = map.Find(key);
            if (key == "inputSchema" && node is DataMapping schema)
            {
                node = schema.Find("properties");
            }

            switch (node)
            {
                case DataMapping declared:
                    inputs.AddRange(declared.Entries.Select(e => new PromptInput(e.Key.Value, e.Key.Span) { Source = Source(key), Declaration = e.Value, Lines = EntryLines.OfKey(text, declared, e.Key, e.Value), Type = ((e.Value as DataMapping)?.FindScalar("type") ?? (e.Value as DataMapping)?.FindScalar("kind"))?.Value, Default = (e.Value as DataMapping)?.Find("default"), Required = Required(e.Value as DataMapping) }));
                    break;
                case DataSequence list:
                    foreach (var item in list.Items)
                    {
                        if (item is DataMapping entry && entry.Find("name") is DataScalar name)
                        {
                            inputs.Add(new PromptInput(name.Value, name.Span) { Declaration = entry, Lines = EntryLines.OfItem(text, list, item), Type = (entry.FindScalar("kind") ?? entry.FindScalar("type"))?.Value, Default = entry.Find("default"), Required = Required(entry), Description = entry.FindScalar("description")?.Value });
                        }
                        else if (item is DataScalar plain)
                        {
                            inputs.Add(new PromptInput(plain.Value, plain.Span));
                        }
                        else
                        {
                            complete = false;
                        }
                    }

                    break;
                case DataScalar reference when reference.Value.Length > 0:
                    // "${file:sample.json}" or a path: what it declares is not known here.
                    complete = false;
                    break;
                case DataAlias:
                    complete = false;
                    break;
            }
        }

        return (inputs, complete);
    }

    private static PromptInputSource Source(string key) => key == "sample" ? PromptInputSource.Sample : PromptInputSource.Declared;

    private static (bool, Plumb.Text.TextSpan, Plumb.Text.TextSpan)? Required(DataMapping? map) =>
        map?.Find("required") is DataScalar { Boolean: { } value } scalar ? (value, map.FindKey("required")!.Span, scalar.Span) : null;
}
