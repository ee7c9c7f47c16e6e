using System.Text.RegularExpressions;
using Plumb.Prompts.Formats;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed partial class S04LiteralSpecialToken() : DocumentedRule(
    "S04",
    "literal-special-token",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "The text holds a model's own control token.",
        "Services drop such tokens, take them for plain characters, or let them end a message: what is meant to part messages then does something else. Use the format's own roles. In code they are left alone.",
        """
        ---
        name: answer
        ---
        system:
        <|im_start|>system Answer briefly.<|im_end|>
        """,
        """
        ---
        name: answer
        ---
        system:
        Answer briefly. Never write `<|im_start|>`.
        """,
        "answer.prompty"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var template in context.File.Templates)
        {
            var text = template.Text.Value;
            if (!text.Contains("<|", StringComparison.Ordinal))
            {
                continue;
            }

            var fences = MarkdownFences.Find(text);
            var next = 0;
            foreach (Match match in Token().Matches(text))
            {
                while (next < fences.Count && fences[next].Whole.End <= match.Index)
                {
                    next++;
                }

                var isCode = (match.Index > 0 && text[match.Index - 1] is '`' or '"' or '\'') || (next < fences.Count && fences[next].Whole.Contains(match.Index));
                if (!isCode)
                {
                    context.Report(this, template.Text.ToFile(new TextSpan(match.Index, match.Index + match.Length)), $"'{match.Value}' is a control token of a model, which may end or begin a message: leave it out, or write it in backticks.");
                }
            }
        }
    }

    [GeneratedRegex(@"<\|(?:im_start|im_end|im_sep|endoftext|begin_of_text|end_of_text|eot_id|start_header_id|end_header_id|fim_prefix|fim_suffix|fim_middle|endofprompt)\|>")]
    private static partial Regex Token();
}
