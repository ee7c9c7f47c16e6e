using Plumb.Prompts.Templates;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed class X04TestDataMissingVariable() : DocumentedRule(
    "X04",
    "test-data-missing-variable",
    LintSeverity.Error,
    FixKind.Ask,
    new RuleDocumentation(
        "A case of test data gives no value to a variable of the prompt.",
        "The case is evaluated with a hole in the prompt, and its result says nothing about the prompt.",
        """
        messages:
          - role: user
            content: Translate {{text}} into {{language}}.
        model: openai/gpt-4o
        testData:
          - text: Hello
            language: French
          - text: Good night
        """,
        """
        messages:
          - role: user
            content: Translate {{text}} into {{language}}.
        model: openai/gpt-4o
        testData:
          - text: Hello
            language: French
          - text: Good night
            language: Dutch
        """,
        "translate.prompt.yml"))
{
    internal override void Check(RuleContext context)
    {
        var file = context.File;
        if (file.Format is not (PromptFormat.GitHubModels or PromptFormat.Promptfoo) || file.Problems.Count > 0 || (file.Format == PromptFormat.Promptfoo && file.References.Count > 0))
        {
            return;
        }

        var names = file.Templates.SelectMany(t => t.Syntax.Variables).Where(v => v.Kind == UseKind.Certain && v.Name != "env" && !v.Name.StartsWith('_')).Select(v => v.Name).Distinct().ToList();
        foreach (var test in file.TestCases.Where(t => t.IsComplete && t.Values.Count > 0))
        {
            foreach (var name in names.Where(n => !test.Values.Any(v => v.Name == n)))
            {
                var first = test.Values[0];
                var fix = file.Text.AsSpan(0, first.NameSpan.Start).LastIndexOf('\n') is var line && file.Text.AsSpan(line + 1, first.NameSpan.Start - line - 1).IndexOfAnyExcept(' ', '-') < 0
                    ? new LintFix($"Add '{name}'", FixKind.Ask, [new LintEdit(new TextSpan(first.NameSpan.Start, first.NameSpan.Start), $"{name}: \"\"\n{new string(' ', first.NameSpan.Start - line - 1)}")])
                    : null;
                context.Report(this, first.NameSpan, $"This case gives no '{name}', which the prompt uses: add it.", fix);
            }
        }
    }
}
