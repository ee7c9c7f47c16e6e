using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

internal sealed class X02ExampleViolatesSchema() : DocumentedRule(
    "X02",
    "example-violates-output-schema",
    LintSeverity.Error,
    FixKind.None,
    new RuleDocumentation(
        "An example in the prompt is not what the declared schema allows.",
        "The prompt says one thing and the schema another. The model is pulled both ways, or the answer that follows the example is refused.",
        """
        messages:
          - role: user
            content: |
              Who is it? Answer like this:
              ```json
              {"name": "Ada", "age": "36"}
              ```
        model: openai/gpt-4o
        responseFormat: json_schema
        jsonSchema: '{"name": "a", "schema": {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}, "required": ["name", "age"], "additionalProperties": false}}'
        """,
        """
        messages:
          - role: user
            content: |
              Who is it? Answer like this:
              ```json
              {"name": "Ada", "age": 36}
              ```
        model: openai/gpt-4o
        responseFormat: json_schema
        jsonSchema: '{"name": "a", "schema": {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}, "required": ["name", "age"], "additionalProperties": false}}'
        """,
        "who.prompt.yml"))
{
    internal override void Check(RuleContext context)
    {
        if (context.File.OutputSchema is not { Language: SchemaLanguage.JsonSchema, Root: DataMapping schema })
        {
            return;
        }

        foreach (var example in JsonExamples.Find(context.File))
        {
            // An example of something else than the answer shares no key with the schema.
            if (JsonReader.Read(example.Template.Text, example.Span) is { Problem: null, Root: DataMapping root }
                && schema.Find("properties") is DataMapping properties && root.Entries.Count(e => properties.Find(e.Key.Value) is not null) * 2 > root.Entries.Count
                && SchemaCheck.FirstFault(root, schema) is { } fault)
            {
                context.Report(this, fault.Span, fault.Message);
            }
        }
    }
}
