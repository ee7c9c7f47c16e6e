using System.Globalization;
using System.Text;

namespace Plumb.Prompts.Rules;

/// <summary>The page of a rule, in Markdown: what <c>--explain</c> prints and what lies in docs/rules.</summary>
public static class RulePage
{
    private static readonly (char Prefix, string Title)[] Prefixes =
    [
        ('P', "parsing"), ('T', "templates"), ('F', "front matter and settings"), ('M', "models"), ('K', "tokens"), ('R', "roles"), ('X', "examples and test data"), ('S', "security"), ('I', "instructions"),
    ];

    public static string Write(LintRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var documentation = rule.Documentation;
        var fix = rule.FixKind switch
        {
            FixKind.Safe => "`plumb lint --fix` and the editor's fix-all apply it.",
            FixKind.Ask => "offered in the editor, one at a time.",
            _ => "none.",
        };
        return $$$"""
            # {{{rule.Code}}} {{{rule.Name}}}

            {{{documentation.Summary}}}

            Severity: {{{rule.Severity.ToString().ToLowerInvariant()}}}. Fix: {{{fix}}}

            ## Why

            {{{documentation.Why}}}

            ## Bad

            `{{{documentation.ExampleName}}}`:

            ```yaml
            {{{Visible(documentation.Bad).TrimEnd('\n')}}}
            ```

            ## Good

            ```yaml
            {{{Visible(documentation.Good).TrimEnd('\n')}}}
            ```
            {{{Around(documentation)}}}
            ## Turn it off

            `# plumb-ignore {{{rule.Code}}}` on the line or the line before (in a template: its own comment syntax, such as
            `{# plumb-ignore {{{rule.Code}}} #}` or `{{! plumb-ignore {{{rule.Code}}} }}`); `# plumb-ignore-file {{{rule.Code}}}` for the whole file.

            """.ReplaceLineEndings("\n");
    }

    /// <summary>The files that an example has beside it.</summary>
    private static string Around(RuleDocumentation documentation) => documentation.Files.Count == 0
        ? ""
        : $"\nThe workspace of the examples has {string.Join(", ", documentation.Files.Keys.Select(k => $"`{k}`"))}.\n";

    /// <summary>The overview: every rule, under its prefix.</summary>
    public static string WriteOverview()
    {
        var page = new StringBuilder("# Rules\n\nA rule's code is its prefix and a number; its page says why, shows a bad and a good example, and how to turn it off.\n");
        foreach (var (prefix, title) in Prefixes)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {prefix}: {title}\n\n| code | name | severity | fix | |\n|---|---|---|---|---|\n");
            foreach (var rule in RuleCatalogue.All.Where(r => r.Code.StartsWith(prefix)))
            {
                page.Append(CultureInfo.InvariantCulture, $"| [{rule.Code}]({rule.Code}.md) | {rule.Name} | {rule.Severity.ToString().ToLowerInvariant()} | {rule.FixKind.ToString().ToLowerInvariant()} | {rule.Documentation.Summary} |\n");
            }
        }

        return page.ToString();
    }

    /// <summary>A page about characters that nobody sees has to show them.</summary>
    private static string Visible(string example)
    {
        var visible = new StringBuilder(example.Length);
        for (var at = 0; at < example.Length;)
        {
            if (InvisibleCharacters.Name(example, at, out var length) is null)
            {
                visible.Append(example, at, length);
            }
            else
            {
                visible.Append("<U+").Append(char.ConvertToUtf32(example, at).ToString("X4", CultureInfo.InvariantCulture)).Append('>');
            }

            at += length;
        }

        return visible.ToString();
    }
}
