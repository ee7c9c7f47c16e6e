using System.Text.RegularExpressions;
using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed partial class T05WrongDialect() : DocumentedRule(
    "T05",
    "wrong-dialect",
    LintSeverity.Error,
    FixKind.Ask,
    new RuleDocumentation(
        "A variable is written in another dialect's way.",
        "Each engine leaves what it does not know to the model as plain text, or prints nothing for it. `{{name}}` without its dollar sign calls a function in Semantic Kernel's own dialect, `{{$name}}` is none of the others', and a single pair of braces is Python's.",
        """
        name: greet
        template_format: semantic-kernel
        template: |
          Greet {{name}}.
        input_variables:
          - name: name
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
        foreach (var template in context.File.Templates)
        {
            if (template.Dialect == TemplateDialect.SemanticKernel)
            {
                CheckDollar(context, template);
            }
            else if (template.Dialect is not (TemplateDialect.Unknown or TemplateDialect.Poml))
            {
                CheckForeignDollar(context, template);
            }

            CheckUnnamed(context, template);
            CheckSingleBraces(context, template);
        }
    }

    private void CheckDollar(RuleContext context, PromptTemplate template)
    {
        foreach (var call in template.Syntax.Calls)
        {
            if (context.File.Inputs.Any(i => i.Name == call.Name) && !call.Name.Contains('.', StringComparison.Ordinal))
            {
                var span = template.Text.ToFile(call.Span);
                context.Report(this, span, $"'{call.Name}' is called as a function here: write '${call.Name}'.", new LintFix($"Change to '${call.Name}'", FixKind.Ask, [new LintEdit(span, "$" + call.Name)]));
            }
        }
    }

    /// <summary>Prompty's own engine reads Jinja unless the file says otherwise; others take a body with sections for Mustache.</summary>
    private void CheckUnnamed(RuleContext context, PromptTemplate template)
    {
        if (context.File is { Format: PromptFormat.Prompty, Data: { } data } && template.Dialect == TemplateDialect.Mustache && data.Find("template") is null
            && template.Text.Value.IndexOf("{{#", StringComparison.Ordinal) is >= 0 and var at)
        {
            var span = template.Text.ToFile(new TextSpan(at, at + 3));
            context.Report(this, span, "This section is Mustache, and without 'template: mustache' Prompty's own engine reads Jinja: say which it is.", null, LintSeverity.Warning);
        }
    }

    private void CheckForeignDollar(RuleContext context, PromptTemplate template)
    {
        foreach (Match match in Dollar().Matches(template.Text.Value))
        {
            var span = template.Text.ToFile(new TextSpan(match.Groups["sign"].Index, match.Groups["sign"].Index + 1));
            if (!template.Syntax.Parts.Any(p => p.Kind is TemplatePartKind.Raw or TemplatePartKind.Comment && p.Span.Contains(match.Index)))
            {
                context.Report(this, span, $"'${match.Groups["name"].Value}' is Semantic Kernel's way to write a variable: here it has no '$'.", new LintFix("Remove the '$'", FixKind.Ask, [new LintEdit(span, "")]));
            }
        }
    }

    private void CheckSingleBraces(RuleContext context, PromptTemplate template)
    {
        if (template.Dialect is TemplateDialect.Unknown or TemplateDialect.Poml || !template.Text.Value.Contains('{', StringComparison.Ordinal))
        {
            return;
        }

        foreach (Match match in Single().Matches(template.Text.Value))
        {
            var name = match.Groups["name"].Value;
            if (context.File.Inputs.Any(i => i.Name == name && i.Source == PromptInputSource.Declared)
                && !context.File.Templates.Any(t => t.Syntax.Variables.Any(v => v.Name == name))
                && !template.Syntax.Parts.Any(p => p.Span.Contains(match.Index)))
            {
                var span = template.Text.ToFile(new TextSpan(match.Index, match.Index + match.Length));
                var right = template.Dialect == TemplateDialect.SemanticKernel ? "{{$" + name + "}}" : "{{" + name + "}}";
                context.Report(this, span, $"'{match.Value}' is plain text here: a variable is written '{right}'.", new LintFix($"Change to '{right}'", FixKind.Ask, [new LintEdit(span, right)]));
            }
        }
    }

    [GeneratedRegex(@"\{\{\{?\s*(?<sign>\$)(?<name>\w+)\s*\}")]
    private static partial Regex Dollar();

    [GeneratedRegex(@"(?<![{$\w])\{(?<name>[A-Za-z_]\w*)\}(?!\})")]
    private static partial Regex Single();
}
