using Plumb.Prompts.Templates;

namespace Plumb.Prompts.Rules;

internal sealed class T06NonPortableConstruct() : DocumentedRule(
    "T06",
    "non-portable-construct",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "The template uses a part of Jinja that not every Prompty runtime has.",
        "Prompty files are meant to render alike in seven languages, and only a part of Jinja is promised by all of them: `if`, `for`, comments and the filters `upper`, `lower`, `trim`, `join`, `length` and `default`. Anything else renders in one runtime and fails in another. Files of version 1 run on Python alone and are left alone.",
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
                    context.Report(this, template.Text.ToFile(call.Span), $"{(call.Kind == CallKind.Filter ? "The filter" : "The statement")} '{call.Name}' is outside of what every Prompty runtime has.");
                }
            }
        }
    }
}
