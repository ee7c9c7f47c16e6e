using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

internal sealed class X01ExampleJsonInvalid() : DocumentedRule(
    "X01",
    "example-json-invalid",
    LintSeverity.Error,
    FixKind.None,
    new RuleDocumentation(
        "An example of JSON in the prompt is no JSON.",
        "Models copy examples, commas and all: an example that does not parse teaches answers that do not. Sketches with dots, comments or placeholders are left alone.",
        """
        ---
        name: answer
        ---
        system:
        Answer like this:
        ```json
        {"name": "Ada", "age": 36,}
        ```
        """,
        """
        ---
        name: answer
        ---
        system:
        Answer like this:
        ```json
        {"name": "Ada", "age": 36}
        ```
        """,
        "extract.prompty"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var example in JsonExamples.Find(context.File))
        {
            if (JsonReader.Read(example.Template.Text, example.Span).Problem is { } problem)
            {
                context.Report(this, problem.Span, "The example is no JSON: " + problem.Message);
            }
        }
    }
}
