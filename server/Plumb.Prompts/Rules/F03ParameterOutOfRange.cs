using System.Globalization;
using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

internal sealed class F03ParameterOutOfRange() : DocumentedRule(
    "F03",
    "parameter-out-of-range",
    LintSeverity.Error,
    FixKind.None,
    new RuleDocumentation(
        "A parameter of the request is outside of the range that services take.",
        "The service refuses the request. Ranges are the widest that any service has: temperature 0 to 2, top-p 0 to 1, penalties -2 to 2, at least one token.",
        """
        name: greet
        template_format: semantic-kernel
        template: Greet the user.
        execution_settings:
          default:
            temperature: 7
        """,
        """
        name: greet
        template_format: semantic-kernel
        template: Greet the user.
        execution_settings:
          default:
            temperature: 0.7
        """,
        "greet.yaml"))
{
    internal override void Check(RuleContext context)
    {
        // Dotprompt hands its parameters to any model, one of the user's own among them: a service must be named.
        var models = context.File.Format == PromptFormat.Dotprompt ? context.File.Models.Where(m => m.Name?.Contains('/', StringComparison.Ordinal) == true) : context.File.Models;
        foreach (var parameter in models.SelectMany(m => m.Parameters))
        {
            if ((parameter.Value as DataScalar)?.Number is not { } value)
            {
                continue;
            }

            var (low, high) = parameter.Kind switch
            {
                ParameterKind.Temperature => (0d, 2d),
                ParameterKind.TopP or ParameterKind.MinP => (0d, 1d),
                ParameterKind.FrequencyPenalty or ParameterKind.PresencePenalty => (-2d, 2d),
                ParameterKind.MaxTokens or ParameterKind.CandidateCount => (1d, double.MaxValue),
                _ => (double.MinValue, double.MaxValue),
            };
            if (value < low || value > high)
            {
                context.Report(this, parameter.Value.Span, string.Create(CultureInfo.InvariantCulture, $"'{parameter.Name}' is {value}, which services refuse: they take {(high == double.MaxValue ? "1 or more" : $"{low} to {high}")}."));
            }
        }
    }
}
