using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

/// <summary>Compares a value with a JSON schema: types, required and additional properties, enumerations.</summary>
internal static class SchemaCheck
{
    private const int Deepest = 64;

    public static (TextSpan Span, string Message)? FirstFault(DataNode value, DataMapping schema, int depth = 0)
    {
        if (depth > Deepest)
        {
            return null;
        }

        if (schema.FindScalar("type")?.Value is { } type && !IsOfType(value, type))
        {
            return (value.Span, $"The schema wants {(type is "object" or "array" or "integer" ? "an" : "a")} {type} here.");
        }

        if (schema.Find("enum") is DataSequence values && value is DataScalar scalar && !values.Items.Any(i => i is DataScalar s && s.Value == scalar.Value))
        {
            return (value.Span, $"'{scalar.Value}' is none of the values that the schema lists.");
        }

        if (value is DataMapping map && schema.Find("properties") is DataMapping properties)
        {
            foreach (var item in (schema.Find("required") as DataSequence)?.Items ?? [])
            {
                if (item is DataScalar name && map.Find(name.Value) is null)
                {
                    return (new TextSpan(map.Span.Start, map.Span.Start + 1), $"'{name.Value}' is missing, which the schema requires.");
                }
            }

            foreach (var (key, inner) in map.Entries)
            {
                if (properties.Find(key.Value) is DataMapping known)
                {
                    if (FirstFault(inner, known, depth + 1) is { } fault)
                    {
                        return fault;
                    }
                }
                else if ((schema.Find("additionalProperties") as DataScalar)?.Boolean == false && properties.Find(key.Value) is null)
                {
                    return (key.Span, $"The schema has no '{key.Value}'.");
                }
            }
        }

        if (value is DataSequence list && schema.Find("items") is DataMapping items)
        {
            foreach (var item in list.Items)
            {
                if (FirstFault(item, items, depth + 1) is { } fault)
                {
                    return fault;
                }
            }
        }

        return null;
    }

    /// <summary>The names of all properties of a schema.</summary>
    public static void CollectNames(DataNode? node, HashSet<string> names, int depth)
    {
        if (depth > Deepest)
        {
            return;
        }

        if (node is DataSequence list)
        {
            foreach (var item in list.Items)
            {
                CollectNames(item, names, depth + 1);
            }
        }
        else if (node is DataMapping map)
        {
            foreach (var (key, value) in map.Entries)
            {
                if (key.Value == "properties" && value is DataMapping properties)
                {
                    names.UnionWith(properties.Entries.Select(e => e.Key.Value));
                }

                CollectNames(value, names, depth + 1);
            }
        }
    }

    private static bool IsOfType(DataNode value, string type) => type switch
    {
        "object" => value is DataMapping,
        "array" => value is DataSequence,
        "string" => value is DataScalar { IsPlain: false },
        "number" => value is DataScalar { Number: not null },
        "integer" => value is DataScalar { Number: { } number } && number == Math.Floor(number),
        "boolean" => value is DataScalar { Boolean: not null },
        "null" => value is DataScalar { IsNull: true },
        _ => true,
    };
}
