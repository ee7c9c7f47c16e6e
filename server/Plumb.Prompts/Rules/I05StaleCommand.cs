using System.Text.RegularExpressions;
using Plumb.Prompts.Workspace;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

internal sealed partial class I05StaleCommand() : DocumentedRule(
    "I05",
    "stale-command",
    LintSeverity.Warning,
    FixKind.None,
    new RuleDocumentation(
        "A command is named that the workspace does not have.",
        "An agent that is told to run a script that was renamed fails, or runs something else. Scripts of npm, pnpm and yarn, targets of make and recipes of just are looked up, and only in code; workspaces with several packages are left alone, and so are prompts and agents that may be meant for other workspaces.",
        "Run `npm run tset` before you commit.",
        "Run `npm run test` before you commit.",
        "AGENTS.md")
    {
        Files = new Dictionary<string, string>
        {
            ["package.json"] = "{\"scripts\": {\"test\": \"vitest\"}}",
        },
    })
{
    internal override void Check(RuleContext context)
    {
        if (context.Options.Commands is not { } commands || context.File.InstructionKind is not (InstructionKind.Agents or InstructionKind.Claude or InstructionKind.Copilot))
        {
            return;
        }

        var folder = WorkspacePath.Folder(context.File.Path);
        foreach (Match match in Command().Matches(context.File.Text))
        {
            var name = match.Groups["name"];
            var kind = match.Groups["tool"].Value switch { "make" => CommandKind.MakeTarget, "just" => CommandKind.JustRecipe, _ => CommandKind.NpmScript };
            if (commands.Names(kind, folder) is { } names && !names.Contains(name.Value) && NearMiss.Find(name.Value, names) is var near)
            {
                context.Report(this, new TextSpan(name.Index, name.Index + name.Length), $"There is no {(kind == CommandKind.NpmScript ? "script" : "target")} '{name.Value}'" + (near is null ? "." : $"; did you mean '{near}'?"));
            }
        }
    }

    [GeneratedRegex(@"(?:`|^[ \t]*(?:\$[ \t]+)?)(?:(?<tool>npm|pnpm|yarn)[ \t]+run|(?<tool>make|just))[ \t]+(?<name>[A-Za-z][\w:.\-]*)(?=[ \t]*(?:`|\r?$|&&|#))", RegexOptions.Multiline)]
    private static partial Regex Command();
}
