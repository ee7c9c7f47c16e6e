using Plumb.Prompts.Model;

namespace Plumb.Prompts.Rules;

internal sealed class T01UndefinedVariable : LintRule
{
    public override string Code => "T01";

    public override string Name => "undefined-variable";

    public override LintSeverity Severity => LintSeverity.Error;

    public override FixKind FixKind => FixKind.Ask;

    public override RuleDocumentation Documentation { get; } = new(
        "The template uses a variable that the file does not declare.",
        "Template engines print nothing for a variable that they do not know. The prompt is sent with a hole in it, and "
        + "the model answers anyway. A file that declares no inputs at all is left alone: its caller is then the only "
        + "one who knows them. Names that a block of the template defines (a loop's item, an assignment) are known, and "
        + "so is everything inside a block that changes what names mean, such as Handlebars' `#each`. Semantic Kernel takes "
        + "arguments that are not declared: there a name that is close to no other is a warning.",
        """
        ---
        name: answer
        inputs:
          question:
            type: string
        ---
        user:
        {{questoin}}
        """,
        """
        ---
        name: answer
        inputs:
          question:
            type: string
        ---
        user:
        {{question}}
        """,
        "answer.prompty");

    internal override void Check(RuleContext context)
    {
        var file = context.File;
        if (!file.InputsAreComplete && !IsFolder(file))
        {
            return;
        }

        // The semantic-kernel engine ignores the case of names; the other engines do not.
        var names = context.DeclaredNames;
        foreach (var template in file.Templates)
        {
            var comparison = NearMiss.Comparison(template.Dialect);
            HashSet<string>? used = null;
            foreach (var use in template.Syntax.Variables)
            {
                // What differs by case and separators alone is a near miss, T03.
                if (use.Kind != Templates.UseKind.Certain || names.Contains(use.Name, comparison) || names.Spelling(use.Name) is not null)
                {
                    continue;
                }

                var span = template.Text.ToFile(use.Span);
                var near = names.Near(use.Name);
                if (!file.InputsAreComplete && (near is null || (used ??= template.Syntax.Variables.Select(v => v.Name).ToHashSet(StringComparer.FromComparison(comparison))).Contains(near)))
                {
                    continue;
                }

                if (near is null && file.Format == PromptFormat.SemanticKernelYaml)
                {
                    // Semantic Kernel prints what the caller passes, declared or not.
                    context.Report(this, span, $"'{use.Name}' is not declared: nothing is printed unless the caller passes it. Declare it in input_variables.", InputDeclaration.Fix(file, use.Name), LintSeverity.Warning);
                }
                else if (near is null)
                {
                    context.Report(this, span, $"'{use.Name}' is not declared: declare it with the other inputs, or nothing is printed for it.", InputDeclaration.Fix(file, use.Name));
                }
                else
                {
                    context.Report(this, span, $"'{use.Name}' is not declared; did you mean '{near}'?", NearMiss.CanBeWritten(near, template.Dialect) ? new LintFix($"Change to '{near}'", FixKind.Ask, [new LintEdit(span, near)]) : null);
                }
            }
        }
    }

    /// <summary>Its engine takes what nobody declares; one that is close to a declared name that is used nowhere was meant to be that.</summary>
    private static bool IsFolder(PromptFile file) => file is { Format: PromptFormat.SemanticKernelFolder, Inputs.Count: > 0 };
}
