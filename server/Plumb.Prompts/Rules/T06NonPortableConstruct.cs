using Plumb.Prompts.Templates;

namespace Plumb.Prompts.Rules;

internal sealed class T06NonPortableConstruct() : DocumentedRule(
    "T06",
    "non-portable-construct",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "The template uses a part of its language that not every runtime has.",
        "Prompty files are meant to render alike in seven languages, and only a part of Jinja is promised by all of them: `if`, `for`, comments and the filters `upper`, `lower`, `trim`, `join`, `length` and `default`. Anything else renders in one runtime and fails in another. Files of version 1 run on Python alone and are left alone. GitHub Models puts in values by their names and knows no sections, comments or partials.",
        """
        ---
        name: list
        model: gpt-4o
        inputs:
          - name: items
            kind: array
        ---
        user:
        {{ items | tojson }}
        """,
        """
        ---
        name: list
        model: gpt-4o
        inputs:
          - name: items
            kind: array
        ---
        user:
        {{ items | join(", ") }}
        """,
        "list.prompty"))
{
    internal override void Check(RuleContext context)
    {
        if (context.File.Format == PromptFormat.GitHubModels)
        {
            CheckPlain(context);
            return;
        }

        if (context.File is not { Format: PromptFormat.Prompty, FormatVersion: 2 })
        {
            return;
        }

        foreach (var template in context.File.Templates.Where(t => t.Dialect == TemplateDialect.Jinja))
        {
            foreach (var call in template.Syntax.Calls)
            {
                var isPortable = call.Kind switch
                {
                    CallKind.Filter => call.Name is "upper" or "lower" or "trim" or "join" or "length" or "default",
                    CallKind.Statement => call.Name is "if" or "elif" or "else" or "endif" or "for" or "endfor" or "raw" or "endraw",
                    _ => true,
                };
                if (!isPortable)
                {
                    context.Report(this, template.Text.ToFile(call.Span), $"{(call.Kind == CallKind.Filter ? "The filter" : "The statement")} '{call.Name}' is outside of what every Prompty runtime has: prepare the value in code instead.");
                }
            }
        }
    }

    /// <summary>GitHub Models puts values for names, and leaves every other tag in the text.</summary>
    private void CheckPlain(RuleContext context)
    {
        foreach (var template in context.File.Templates)
        {
            var places = template.Syntax.Parts.Where(p => p.Kind is TemplatePartKind.Statement or TemplatePartKind.Comment).Select(p => p.Span).Concat(template.Syntax.Includes.Select(i => i.Span));
            if (places.OrderBy(s => s.Start).FirstOrDefault() is { IsEmpty: false } first)
            {
                context.Report(this, template.Text.ToFile(first), "GitHub Models only puts in values by their names, as in {{name}}: this tag is sent to the model as it is.");
            }
        }
    }
}
