using Plumb.Prompts.Templates;
using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Rules;

internal sealed class T08UnknownFunction() : DocumentedRule(
    "T08",
    "unknown-function",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "The template calls a plugin's function that the workspace does not declare.",
        "A function that is not registered when the prompt is rendered throws, mostly in production. The rule speaks only where an index of the workspace's code is at hand and the name is close to one that it has.",
        """
        name: plan
        template_format: semantic-kernel
        template: |
          Today is {{time.CurentDate}}.
        """,
        """
        name: plan
        template_format: semantic-kernel
        template: |
          Today is {{time.CurrentDate}}.
        """,
        "plan.yaml")
    {
        Settings = LintOptions.Default with { Symbols = new KnownSymbols(["CurrentDate"]) },
    })
{
    internal override void Check(RuleContext context)
    {
        if (context.Options.Symbols is not { } symbols)
        {
            return;
        }

        foreach (var template in context.File.Templates)
        {
            foreach (var call in template.Syntax.Calls.Where(c => c.Kind == CallKind.Function))
            {
                var name = call.Name[(call.Name.LastIndexOfAny(['.', '-']) + 1)..];
                if (name.Length > 2 && symbols.IsKnown(name) == false && symbols.IsKnown(name + "Async") != true && symbols.Near(name) is { } near && !IsPrompt(context.Options.Files, name))
                {
                    context.Report(this, template.Text.ToFile(call.Span), $"The workspace declares no function '{name}'; did you mean '{near}'?");
                }
            }
        }
    }
    /// <summary>A function can be a prompt itself: a folder of that name with a <c>skprompt.txt</c>, or a file.</summary>
    private static bool IsPrompt(IWorkspaceFiles? files, string name) =>
        files is not null && (files.AnyMatch($"**/{name}/skprompt.txt") == true || files.AnyMatch($"**/{name}.{{yaml,yml,prompty}}") == true);
}
