using Plumb.Prompts.Templates;

namespace Plumb.Prompts.Rules;

internal sealed class T03NearMissVariable() : DocumentedRule(
    "T03",
    "near-miss-variable",
    LintSeverity.Error,
    FixKind.Safe,
    new RuleDocumentation(
        "A variable differs from a declared input only by case or separators.",
        "To the engine `firstName` and `first_name` are two names: the first prints nothing where the second was declared. Only names that are equal but for case, hyphens and underscores are mended in bulk; other slips are T01's, which asks first.",
        """
        ---
        name: greet
        inputs:
          firstName:
            type: string
        ---
        user:
        Hello {{first_name}}
        """,
        """
        ---
        name: greet
        inputs:
          firstName:
            type: string
        ---
        user:
        Hello {{firstName}}
        """,
        "greet.prompty"))
{
    internal override void Check(RuleContext context)
    {
        var file = context.File;
        if (file.Inputs.Count == 0)
        {
            return;
        }

        var names = context.DeclaredNames;
        foreach (var template in file.Templates)
        {
            var comparison = NearMiss.Comparison(template.Dialect);
            foreach (var use in template.Syntax.Variables)
            {
                if (use.Kind != UseKind.Certain || names.Contains(use.Name, comparison))
                {
                    continue;
                }

                if (names.Spelling(use.Name) is { } meant)
                {
                    var span = template.Text.ToFile(use.Span);
                    var fix = NearMiss.CanBeWritten(meant, template.Dialect) ? new LintFix($"Change to '{meant}'", FixKind.Safe, [new LintEdit(span, meant)]) : null;
                    context.Report(this, span, $"'{use.Name}' is declared as '{meant}'" + (fix is null ? ", which is no name in this template language: declare it under another one." : "."), fix);
                }
            }
        }
    }
}
