using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed partial class X03UnknownFieldInProse() : DocumentedRule(
    "X03",
    "prose-names-field-not-in-schema",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "The prompt speaks of a field of the answer that the schema does not have.",
        "The model cannot fill a field that the schema refuses, and mostly the two were written at different times.",
        """
        messages:
          - role: user
            content: Put the name into the `fullname` field.
        model: openai/gpt-4o
        responseFormat: json_schema
        jsonSchema: '{"name": "a", "schema": {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}, "required": ["name", "age"], "additionalProperties": false}}'
        """,
        """
        messages:
          - role: user
            content: Put the name into the `name` field.
        model: openai/gpt-4o
        responseFormat: json_schema
        jsonSchema: '{"name": "a", "schema": {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}, "required": ["name", "age"], "additionalProperties": false}}'
        """,
        "who.prompt.yml"))
{
    internal override void Check(RuleContext context)
    {
        if (context.File.OutputSchema is not { Language: SchemaLanguage.JsonSchema, Root: DataMapping schema } || schema.Find("properties") is null)
        {
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        SchemaCheck.CollectNames(schema, names, 0);
        foreach (var template in context.File.Templates)
        {
            foreach (Match match in Field().Matches(template.Text.Value))
            {
                var name = match.Groups["name"];
                if (!names.Contains(name.Value) && !context.File.Inputs.Any(i => i.Name == name.Value))
                {
                    context.Report(this, template.Text.ToFile(new TextSpan(name.Index, name.Index + name.Length)), $"The schema of the answer has no field '{name.Value}'" + (NearMiss.Find(name.Value, names) is { } near ? $"; did you mean '{near}'?" : ": add it there, or name one that it has."));
                }
            }
        }
    }

    [GeneratedRegex(@"\b(?:the|a)\s+[`""'](?<name>[A-Za-z_]\w*)[`""']\s+(?:field|property|key)\b|\b(?:field|property|key)\s+`(?<name>[A-Za-z_]\w*)`", RegexOptions.IgnoreCase)]
    private static partial Regex Field();
}
