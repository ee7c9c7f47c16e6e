using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

internal sealed class F07RequiredWithDefault() : DocumentedRule(
    "F07",
    "required-with-default",
    LintSeverity.Warning,
    FixKind.Ask,
    new RuleDocumentation(
        "An input is required and has a default.",
        "A default that can never be used says that one of the two is wrong: callers are made to give what the file already has.",
        """
        name: greet
        template_format: semantic-kernel
        template: Greet the user in {{$language}}.
        input_variables:
          - name: language
            default: English
            is_required: true
        """,
        """
        name: greet
        template_format: semantic-kernel
        template: Greet the user in {{$language}}.
        input_variables:
          - name: language
            default: English
            is_required: false
        """,
        "greet.yaml"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var input in context.File.Inputs)
        {
            if (input.Required is { Value: true } required && input.Default is not (null or DataScalar { IsNull: true } or DataScalar { Value.Length: 0 }))
            {
                context.Report(this, required.Key, $"'{input.Name}' is required, so that its default is never used: make it optional or remove the default.", new LintFix("Make it optional", FixKind.Ask, [new LintEdit(required.Span, "false")]));
            }
        }
    }
}
