using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed class F04OutputSchemaInvalid() : DocumentedRule(
    "F04",
    "output-schema-invalid",
    LintSeverity.Error,
    FixKind.Ask,
    new RuleDocumentation(
        "The schema of the answer cannot be used.",
        "A schema that is no JSON, names a type that does not exist, or breaks the rules of strict mode makes the service refuse every request. Strict mode wants each object to list all of its properties as required and to allow no others.",
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt-4o
        responseFormat: json_schema
        jsonSchema: '{"name": "author", "strict": true, "schema": {"type": "object", "properties": {"name": {"type": "sting"}}, "required": ["name"], "additionalProperties": false}}'
        """,
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt-4o
        responseFormat: json_schema
        jsonSchema: '{"name": "author", "strict": true, "schema": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"], "additionalProperties": false}}'
        """,
        "author.prompt.yml"))
{
    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    internal override void Check(RuleContext context)
    {
        if (context.File.OutputSchema is not { Language: SchemaLanguage.JsonSchema } schema)
        {
            return;
        }

        foreach (var problem in schema.Problems)
        {
            context.Report(this, problem.Span, "The schema is no JSON: " + problem.Message);
        }

        if (schema.Root is DataMapping root)
        {
            Check(context, root, schema.IsStrict, 0);
        }
    }

    private void Check(RuleContext context, DataMapping schema, bool isStrict, int depth)
    {
        if (depth > 64)
        {
            return;
        }

        foreach (var type in schema.Find("type") is DataSequence several ? several.Items : schema.Find("type") is { } one ? [one] : [])
        {
            if (type is DataScalar { IsNull: false } scalar && !Types.Contains(scalar.Value))
            {
                var near = NearMiss.Find(scalar.Value, Types);
                var fix = near is null ? null : new LintFix($"Change to '{near}'", FixKind.Ask, [new LintEdit(scalar.IsPlain ? scalar.Span : new TextSpan(scalar.Span.Start + 1, scalar.Span.End - 1), near)]);
                context.Report(this, scalar.Span, $"JSON Schema has no type '{scalar.Value}'" + (near is null ? ": it has " + string.Join(", ", Types) + "." : $"; did you mean '{near}'?"), fix);
            }
        }

        if (schema.Find("properties") is DataMapping properties)
        {
            if (isStrict)
            {
                CheckStrict(context, schema, properties);
            }

            foreach (var (_, value) in properties.Entries)
            {
                if (value is DataMapping inner)
                {
                    Check(context, inner, isStrict, depth + 1);
                }
            }
        }

        foreach (var key in (ReadOnlySpan<string>)["items", "$defs", "definitions"])
        {
            if (schema.Find(key) is not DataMapping inner)
            {
                continue;
            }

            if (key == "items")
            {
                Check(context, inner, isStrict, depth + 1);
                continue;
            }

            foreach (var (_, definition) in inner.Entries)
            {
                if (definition is DataMapping map)
                {
                    Check(context, map, isStrict, depth + 1);
                }
            }
        }
    }

    private void CheckStrict(RuleContext context, DataMapping schema, DataMapping properties)
    {
        var place = schema.FindKey("properties")!.Span;
        if ((schema.Find("additionalProperties") as DataScalar)?.Boolean != false)
        {
            var fix = schema.Find("additionalProperties") is null ? Insert(context, place.Start, "\"additionalProperties\": false, ", "Allow no other properties") : null;
            context.Report(this, place, "Strict mode wants 'additionalProperties: false' on every object: add it.", fix);
        }

        var required = schema.Find("required") as DataSequence;
        var names = required?.Items.OfType<DataScalar>().Select(i => i.Value).ToHashSet() ?? [];
        var missing = properties.Entries.Where(e => !names.Contains(e.Key.Value)).Select(e => e.Key).ToList();
        if (missing.Count > 0)
        {
            var list = string.Join(", ", missing.Select(m => $"\"{m.Value}\""));
            var fix = required is { Items: [.., var last] } ? Insert(context, last.Span.End, ", " + list, "Require every property")
                : schema.Find("required") is null ? Insert(context, place.Start, $"\"required\": [{list}], ", "Require every property") : null;
            context.Report(this, missing[0].Span, $"Strict mode wants every property required, and '{missing[0].Value}' is not: add it to 'required', and allow null where it may be absent.", fix);
        }
    }

    /// <summary>Puts JSON into the schema where that stands as JSON in a string; null elsewhere.</summary>
    private static LintFix? Insert(RuleContext context, int at, string json, string title)
    {
        if (context.File.Format != PromptFormat.GitHubModels || context.File.Data?.Find("jsonSchema") is not DataScalar text)
        {
            return null;
        }

        var isEscaped = context.File.Text[text.Span.Start] == '"';
        return new LintFix(title, FixKind.Ask, [new LintEdit(new TextSpan(at, at), isEscaped ? json.Replace("\"", "\\\"", StringComparison.Ordinal) : json)]);
    }
}
