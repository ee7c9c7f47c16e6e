using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Formats;

/// <summary>Dotprompt: front matter with Picoschema, a Handlebars body, partials in files that begin with an underscore.</summary>
internal static partial class DotpromptFormat
{
    /// <summary>Names that are the engine's own and look like variables.</summary>
    private static readonly HashSet<string> Helpers = ["history", "media", "section", "role", "json"];

    private static readonly FrontMatterShape Parameters = new(
        [
            new("temperature", "How much the choice of tokens varies, 0 to 2."),
            new("topP", "The share of probability that is chosen from, 0 to 1."),
            new("topK", "The number of tokens that is chosen from."),
            new("maxOutputTokens", "The most tokens of the answer."),
            new("stopSequences", "Texts that end the answer."),
            new("version", "A version of the model."),
            new("apiKey", "The key: take it from the environment."),
            new("safetySettings", "What is held back, and from when on."),
            new("safetySetting", "What is held back, of models that make images."),
        ],
        false);

    private static readonly FrontMatterShape Shape = new(
        [
            new("name", "The prompt's name."),
            new("variant", "The name of a variant of a prompt."),
            new("version", "A version of the prompt."),
            new("description", "What the prompt is for."),
            new("model", "The model, with its provider before it: googleai/gemini-2.5-flash."),
            new("config", "Parameters of the request.", null, Parameters),
            new("input", "The inputs.", null, new FrontMatterShape([new("schema", "Their schema: Picoschema, JSON Schema or a name."), new("default", "Values that are used where none is given.")], true)),
            new("output", "The answer.", null, new FrontMatterShape([new("format", "Its form.", ["text", "json"]), new("schema", "Its schema.")], false)),
            new("tools", "The tools that the model may call."),
            new("metadata", "Anything else."),
        ],
        false);

    public static bool Recognises(string path, string text) =>
        path.EndsWith(".prompt", StringComparison.OrdinalIgnoreCase)
        && (text.Length == 0 || text.Contains("{{", StringComparison.Ordinal) || text.AsSpan().TrimStart().TrimStart('\uFEFF').StartsWith("---") || LicenceThenFront().IsMatch(text));

    public static PromptFile Parse(string path, string text)
    {
        var file = new PromptFile(PromptFormat.Dotprompt, path, text);

        // A comment of licence may stand before the front matter.
        var start = text.StartsWith('\uFEFF') ? 1 : 0;
        var lead = LicenceThenFront().Match(text);
        var from = lead.Success ? lead.Groups["front"].Index : start;
        var (front, body, problem) = FrontMatter.Split(text[from..], 0);
        front = front.IsEmpty ? front : new Plumb.Text.TextSpan(front.Start + from, front.End + from);
        body += from;
        if (problem is not null)
        {
            return file with { Problems = [problem with { Span = new(problem.Span.Start + from, problem.Span.End + from) }] };
        }

        var template = PromptTemplate.Parse(MappedText.Verbatim(text[body..], body), TemplateDialect.Handlebars);
        template.Syntax.Forget(Helpers);
        file = file with
        {
            Templates = [template],
            Messages = MessageMarks.RoleHelpers(template),
            References = [.. template.Syntax.Includes.Select(i => new PromptReference(ReferenceKind.Partial, i.Name, template.Text.ToFile(i.Span)))],
        };
        if (front.IsEmpty)
        {
            return file;
        }

        var (root, problems) = YamlReader.Read(text[front.Start..front.End], front.Start);
        if (root is not DataMapping map)
        {
            return file with { FrontMatter = front, Problems = problems };
        }

        var (inputs, complete) = Inputs(text, map.At("input", "schema"), map.At("input", "default") as DataMapping);
        var output = map.Find("output") as DataMapping;
        var (model, span) = ModelReader.Name(map.Find("model"));
        return file with
        {
            FrontMatter = front,
            Data = map,
            Shape = Shape,
            Problems = problems,
            Inputs = inputs,
            InputsAreComplete = complete && problems.Count == 0,
            Models = [new PromptModel(model, span, ModelReader.Parameters(text, map.Find("config")))],
            AsksForJson = output?.FindScalar("format")?.Value == "json" || output?.Find("schema") is DataMapping,
            OutputSchema = output?.Find("schema") is DataMapping schema
                ? IsJsonSchema(schema) ? SchemaReader.FromNode(schema) : new PromptSchema(SchemaLanguage.Picoschema, schema, schema.Span, false)
                : null,
        };
    }

    private static bool IsJsonSchema(DataMapping map) =>
        map.FindScalar("type")?.Value is "object" or "array" or "string" or "number" or "integer" or "boolean" or "null" || map.Find("properties") is DataMapping;

    private static (List<PromptInput> Inputs, bool Complete) Inputs(string text, DataNode? schema, DataMapping? defaults)
    {
        var inputs = new List<PromptInput>();
        var complete = schema is DataMapping;
        if (schema is DataMapping map)
        {
            var isJson = IsJsonSchema(map);
            complete = !isJson || (map.Find("additionalProperties") as DataScalar)?.Boolean != true;
            var declared = isJson ? map.Find("properties") as DataMapping ?? new DataMapping(map.Span, []) : map;
            foreach (var (key, value) in declared.Entries)
            {
                var name = key.Value;
                if (!isJson && name.StartsWith("(*)", StringComparison.Ordinal))
                {
                    complete = false;
                    continue;
                }

                var cut = isJson ? -1 : name.IndexOfAny(['?', '(']);
                name = cut < 0 ? name : name[..cut];
                var type = isJson ? (value as DataMapping)?.FindScalar("type")?.Value : (value as DataScalar)?.Value.Split(',')[0].Trim();
                inputs.Add(new PromptInput(name, new Plumb.Text.TextSpan(key.Span.Start, key.Span.Start + Math.Min(name.Length, key.Span.Length)))
                {
                    Declaration = value,

                    // A JSON schema may name it a second time, as required.
                    Lines = isJson ? null : EntryLines.OfKey(text, declared, key, value),
                    Type = type,
                    Default = defaults?.Find(name),
                });
            }

            complete &= inputs.Count > 0;
        }

        foreach (var (key, value) in defaults?.Entries ?? [])
        {
            if (!inputs.Any(i => i.Name == key.Value))
            {
                inputs.Add(new PromptInput(key.Value, key.Span) { Source = PromptInputSource.Sample, Default = value });
            }
        }

        return (inputs, complete);
    }

    [GeneratedRegex(@"\A\uFEFF?(?:[ \t]*(?:\{\{!--[\s\S]*?--\}\}|<!--[\s\S]*?-->|#[^\n]*)?[ \t]*\r?\n)*(?<front>---[ \t]*\r?\n)")]
    private static partial Regex LicenceThenFront();
}
