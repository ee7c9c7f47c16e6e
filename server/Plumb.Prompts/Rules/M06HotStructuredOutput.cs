using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

internal sealed class M06HotStructuredOutput() : DocumentedRule(
    "M06",
    "high-temperature-with-structured-output",
    LintSeverity.Warning,
    FixKind.Safe,
    new RuleDocumentation(
        "JSON is asked for at a high temperature.",
        "Above 1 the choice of tokens varies so much that values, and without a schema the JSON itself, come out wrong.",
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt-4o
        modelParameters:
          temperature: 1.5
        responseFormat: json_object
        """,
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/gpt-4o
        modelParameters:
          temperature: 1
        responseFormat: json_object
        """,
        "author.prompt.yml"))
{
    internal override void Check(RuleContext context)
    {
        if (!context.File.AsksForJson)
        {
            return;
        }

        foreach (var parameter in context.File.Models.Select(m => m.Find(ParameterKind.Temperature)))
        {
            if ((parameter?.Value as DataScalar)?.Number is > 1 and <= 2)
            {
                context.Report(this, parameter!.Value.Span, "A temperature above 1 makes structured output come out wrong: take 1 or less.", new LintFix("Change to 1", FixKind.Safe, [new LintEdit(parameter.Value.Span, "1")]));
            }
        }
    }
}
