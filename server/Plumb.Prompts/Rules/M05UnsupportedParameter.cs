using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

internal sealed class M05UnsupportedParameter() : DocumentedRule(
    "M05",
    "parameter-not-supported-by-model",
    LintSeverity.Error,
    FixKind.Safe,
    new RuleDocumentation(
        "The model does not take a parameter.",
        "Reasoning models refuse requests that set a temperature or a penalty. A value that is the model's own default is let through by services and by this rule.",
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/o3-mini
        modelParameters:
          temperature: 0.2
          maxCompletionTokens: 2000
        """,
        """
        messages:
          - role: user
            content: Who wrote {{title}}?
        model: openai/o3-mini
        modelParameters:
          maxCompletionTokens: 2000
        """,
        "author.prompt.yml"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var model in context.File.Models)
        {
            if (model is not { Name: { } name, IsDeployment: false } || context.Options.Models?.Find(name) is not { } facts)
            {
                continue;
            }

            foreach (var parameter in model.Parameters)
            {
                var isDefault = (parameter.Value as DataScalar)?.Number is { } value && value == (parameter.Kind is ParameterKind.Temperature or ParameterKind.TopP ? 1 : 0);
                if (facts.Unsupported.Contains(parameter.Kind) && !isDefault)
                {
                    var fix = parameter.Lines is { } lines ? new LintFix($"Remove '{parameter.Name}'", FixKind.Safe, [new LintEdit(lines, "")]) : null;
                    context.Report(this, parameter.NameSpan, $"'{name}' does not take '{parameter.Name}' and refuses the request: remove it.", fix);
                }
            }
        }
    }
}
