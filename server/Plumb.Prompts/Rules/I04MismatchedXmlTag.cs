using System.Text.RegularExpressions;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed partial class I04MismatchedXmlTag() : DocumentedRule(
    "I04",
    "mismatched-xml-tag",
    LintSeverity.Warning,
    FixKind.Ask,
    new RuleDocumentation(
        "A tag is closed under another name than it was opened.",
        "Tags set parts of a prompt apart. One that never closes lets the rest of the prompt run into it. Found are pairs whose names are close to each other, where neither has a partner.",
        """
        ---
        name: answer
        ---
        user:
        <context>
        Some facts.
        </contxt>
        Answer from them.
        """,
        """
        ---
        name: answer
        ---
        user:
        <context>
        Some facts.
        </context>
        Answer from them.
        """,
        "facts.prompty"))
{
    internal override void Check(RuleContext context)
    {
        foreach (var template in context.File.Templates.Where(t => t.Dialect != TemplateDialect.Poml))
        {
            var counts = new Dictionary<string, (int Open, int Close)>();
            var tags = Tag().Matches(template.Text.Value);
            foreach (Match tag in tags)
            {
                var (open, close) = counts.GetValueOrDefault(tag.Groups["name"].Value);
                counts[tag.Groups["name"].Value] = tag.Groups["close"].Length > 0 ? (open, close + 1) : (open + 1, close);
            }

            var unclosed = counts.Where(c => c.Value is { Open: 1, Close: 0 }).Select(c => c.Key).ToList();
            foreach (var tag in unclosed.Count == 0 ? [] : tags.Where(t => t.Groups["close"].Length > 0 && counts[t.Groups["name"].Value] is { Open: 0, Close: 1 }))
            {
                var name = tag.Groups["name"];
                if (name.Length > 3 && NearMiss.Find(name.Value, unclosed) is { } near)
                {
                    var span = template.Text.ToFile(new TextSpan(name.Index, name.Index + name.Length));
                    context.Report(this, span, $"'</{name.Value}>' closes '<{near}>' under another name.", new LintFix($"Change to '{near}'", FixKind.Ask, [new LintEdit(span, near)]));
                }
            }
        }
    }

    [GeneratedRegex(@"<(?<close>/?)(?<name>[A-Za-z][\w.\-]*)(?:\s[^<>]*)?(?<!/)>")]
    private static partial Regex Tag();
}
