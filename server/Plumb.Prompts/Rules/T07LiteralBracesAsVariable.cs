using System.Text.RegularExpressions;
using Plumb.Prompts.Templates;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed partial class T07LiteralBracesAsVariable() : DocumentedRule(
    "T07",
    "literal-braces-as-variable",
    LintSeverity.Error,
    FixKind.Safe,
    new RuleDocumentation(
        "JSON in the template opens with two braces, which begin a variable.",
        "Two braces in a row belong to the engine. JSON that begins with them, often because braces were doubled for another engine, makes the template fail or its example vanish.",
        """
        ---
        name: extract
        ---
        system:
        Answer like this: {{"name": "Ada", "age": 36}}
        """,
        """
        ---
        name: extract
        ---
        system:
        Answer like this: {"name": "Ada", "age": 36}
        """,
        "extract.prompty"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var template in context.File.Templates)
        {
            var text = template.Text.Value;
            if (template.Dialect is TemplateDialect.Unknown or TemplateDialect.Poml || !text.Contains("{{", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (Match match in Json().Matches(text))
            {
                var close = text.IndexOf("}}", match.Index, StringComparison.Ordinal);
                if (close < 0 || text.IndexOf('{', match.Index + 2, close - match.Index - 2) >= 0 || template.Syntax.Parts.Any(p => p.Kind is TemplatePartKind.Raw or TemplatePartKind.Comment && p.Span.Contains(match.Index)))
                {
                    continue;
                }

                var open = template.Text.ToFile(new TextSpan(match.Index, match.Index + 2));
                var end = template.Text.ToFile(new TextSpan(close, close + 2));
                context.Report(this, open, "These two braces begin a variable, and JSON has one: write single braces.", new LintFix("Write single braces", FixKind.Safe, [new LintEdit(open, "{"), new LintEdit(end, "}")]));
            }
        }
    }

    [GeneratedRegex(@"\{\{(?=\s*[""'][\w \-]+[""']\s*:)")]
    private static partial Regex Json();
}
