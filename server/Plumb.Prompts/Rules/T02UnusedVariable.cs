using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;

namespace Plumb.Prompts.Rules;

internal sealed class T02UnusedVariable() : DocumentedRule(
    "T02",
    "unused-variable",
    LintSeverity.Warning,
    FixKind.Safe,
    new RuleDocumentation(
        "An input is declared and the template never uses it.",
        "A caller fills it in vain: what it says never reaches the model. Often the template was rewritten and the declaration forgotten, or the name is written in another way. Templates that bring in others or call functions of Semantic Kernel, which get all arguments, are left alone, and so is a name that stands anywhere in the text.",
        """
        name: greet
        template_format: semantic-kernel
        template: |
          Greet {{$name}}.
        input_variables:
          - name: name
          - name: country
        """,
        """
        name: greet
        template_format: semantic-kernel
        template: |
          Greet {{$name}}.
        input_variables:
          - name: name
        """,
        "greet.yaml"))
{
    internal override void Check(RuleContext context)
    {
        var file = context.File;
        if (IsReadElsewhere(file) || file.Problems.Count > 0 || file.Data?.Find("tools") is not null || file.Templates.Count == 0 || file.Templates.Any(t => t.Dialect == TemplateDialect.Unknown || t.Syntax.IsPartial || t.Syntax.Problems.Count > 0 || t.Syntax.Includes.Count > 0))
        {
            return;
        }

        var used = file.Templates.SelectMany(t => t.Syntax.Variables).Select(v => NearMiss.Spelling(v.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var input in file.Inputs)
        {
            // A name that the text holds in any other way may be used by something that is not known here.
            if (input.Source != PromptInputSource.Declared || input.Type == "thread" || input.NameSpan.IsEmpty || used.Contains(NearMiss.Spelling(input.Name)) || file.Templates.Any(t => t.Text.Value.Contains(input.Name, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var fix = input.Lines is { } lines ? new LintFix($"Remove '{input.Name}'", FixKind.Safe, [new LintEdit(lines, "")]) : null;
            context.Report(this, input.NameSpan, $"'{input.Name}' is declared and never used: remove it, or use it in the template.", fix);
        }
    }

    /// <summary>
    /// Semantic Kernel hands all arguments to the functions that a template calls, and to the filters of the program
    /// around a prompt in code.
    /// </summary>
    private static bool IsReadElsewhere(PromptFile file) => file.Format switch
    {
        PromptFormat.SemanticKernelYaml => file.Templates.Any(t => t.Syntax.Calls.Any(c => c.Kind == CallKind.Function)),
        PromptFormat.Code => file.Templates.Any(t => t.Dialect is TemplateDialect.SemanticKernel or TemplateDialect.Handlebars or TemplateDialect.Liquid),
        _ => false,
    };
}
