using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Formats;

/// <summary>Finds the schema of the answer in the ways that the formats write it.</summary>
internal static class SchemaReader
{
    /// <summary>A schema that stands as JSON in a string, as OpenAI wraps it (<c>name</c>, <c>strict</c>, <c>schema</c>) or bare.</summary>
    public static PromptSchema FromText(DataScalar scalar)
    {
        var (root, problem) = JsonReader.Read(scalar.Text);
        return problem is null
            ? FromNode(root) ?? new PromptSchema(SchemaLanguage.JsonSchema, null, scalar.Span, false)
            : new PromptSchema(SchemaLanguage.JsonSchema, null, scalar.Span, false) { Problems = [problem] };
    }

    /// <summary>A schema that stands as a mapping, bare or wrapped; null where it is none.</summary>
    public static PromptSchema? FromNode(DataNode? node)
    {
        if (node is not DataMapping map)
        {
            return null;
        }

        // response_format: {type: text} names a form and no schema.
        if (map.FindScalar("type")?.Value is "text" or "json_object" or "json_schema" && map.Find("json_schema") is not DataMapping && map.Find("schema") is not DataMapping)
        {
            return null;
        }

        // response_format: {type: json_schema, json_schema: {name, strict, schema}}
        var wrapper = map.Find("json_schema") as DataMapping ?? map;
        var schema = wrapper.Find("schema") as DataMapping;
        var isStrict = (wrapper.Find("strict") as DataScalar)?.Boolean == true;
        if (schema is null && wrapper.Find("properties") is null && wrapper.Find("type") is null)
        {
            return null;
        }

        return new PromptSchema(SchemaLanguage.JsonSchema, schema ?? wrapper, (schema ?? wrapper).Span, isStrict);
    }
}
