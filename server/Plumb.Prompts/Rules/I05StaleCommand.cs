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
        "An agent that is told to run a script that was renamed fails, or runs something else. Scripts of npm, pnpm and yarn, targets of make, recipes of just and the projects of dotnet are looked up, and only in code; workspaces with several packages are left alone, and so are prompts and agents that may be meant for other workspaces.",
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
        if (context.File.InstructionKind is not (InstructionKind.Agents or InstructionKind.Claude or InstructionKind.Copilot))
        {
            return;
        }

        var folder = WorkspacePath.Folder(context.File.Path);
        CheckProjects(context, folder);
        bool? isOfPackages = null;
        foreach (Match match in Command().Matches(context.File.Text))
        {
            if (!IsCommand(context.File.Text, match.Index))
            {
                continue;
            }

            var name = match.Groups["name"];
            var kind = match.Groups["tool"].Value switch { "make" => CommandKind.MakeTarget, "just" => CommandKind.JustRecipe, _ => CommandKind.NpmScript };
            if (context.Options.Commands?.Names(kind, folder) is { } names && !names.Contains(name.Value) && NearMiss.Find(name.Value, names) is var near
                && !(kind == CommandKind.NpmScript && (isOfPackages ??= SpeaksOfPackages(context, folder))))
            {
                context.Report(this, new TextSpan(name.Index, name.Index + name.Length), $"There is no {(kind == CommandKind.NpmScript ? "script" : "target")} '{name.Value}'" + (near is null ? " here: correct its name, or add it." : $"; did you mean '{near}'?"));
            }
        }
    }

    /// <summary>Instructions for a folder of packages, each with scripts of its own.</summary>
    private static bool SpeaksOfPackages(RuleContext context, string folder) =>
        folder.Length > 0 && context.Options.Files is { } files && files.Exists(folder + "/package.json") != true && files.AnyMatch(folder + "/**/package.json") == true;

    /// <summary>Projects, solutions and folders that a dotnet command names by their path.</summary>
    private void CheckProjects(RuleContext context, string folder)
    {
        if (context.Options.Files is not { } files)
        {
            return;
        }

        foreach (Match match in DotnetCommand().Matches(context.File.Text))
        {
            var path = match.Groups["path"];
            var target = path.Value.TrimEnd('/');
            if (WorkspacePath.Join(folder, target) is { Length: > 0 } beside && files.Exists(beside) == false && (WorkspacePath.Join("", target) is not { } atRoot || files.Exists(atRoot) == false)
                && !StandsForAny(target))
            {
                // A command for another folder: the same path is there, below that one.
                var near = files.Near(beside);
                if (near?.EndsWith("/" + target, StringComparison.Ordinal) == true)
                {
                    continue;
                }

                context.Report(this, new TextSpan(path.Index, path.Index + path.Length), $"There is no project '{path.Value}'" + (near is null ? ": correct its path." : $"; did you mean '{near}'?"));
            }
        }
    }

    /// <summary>Names that a reader is to replace by one of their own.</summary>
    private static bool StandsForAny(string path) =>
        path.Contains("path/to", StringComparison.OrdinalIgnoreCase) || path.Contains("your", StringComparison.OrdinalIgnoreCase) || path.Contains("example", StringComparison.OrdinalIgnoreCase) || path.Contains("xxx", StringComparison.OrdinalIgnoreCase)
        || path.Split(['/', '.', '-', '_']).Any(p => p.ToLowerInvariant() is "project" or "projectname" or "myproject" or "someproject" or "myapp" or "appname" or "foo" or "bar" or "name" or "solution" or "solutionname");

    /// <summary>Behind a backtick, or what a line begins with, after a prompt's dollar sign or not.</summary>
    private static bool IsCommand(string text, int at)
    {
        if (at > 0 && text[at - 1] == '`')
        {
            return true;
        }

        var before = text.AsSpan(0, at);
        var line = before[(before.LastIndexOf('\n') + 1)..].Trim(" \t");
        return line.IsEmpty || (line is "$" && at > 0 && text[at - 1] is ' ' or '\t');
    }

    // What stands before is looked at afterwards: an expression that begins with words is found at the speed of a search.
    [GeneratedRegex(@"(?<![\w\-])(?:(?<tool>npm|pnpm|yarn)[ \t]+run|(?<tool>make|just))[ \t]+(?<name>[A-Za-z][\w:.\-]*)(?=[ \t]*(?:`|\r?$|&&|#))", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"(?:`|^[ \t]*(?:\$[ \t]+)?)dotnet[ \t]+(?:build|test|run|publish|pack|restore|watch[ \t]+(?:run|test))[ \t]+(?:--project[ \t]+)?(?<path>(?![\-.]?[ \t`])[A-Za-z0-9_.][A-Za-z0-9_./\-]*(?:/[A-Za-z0-9_.\-]+|\.(?:csproj|fsproj|vbproj|slnx?|proj))/?)(?=[ \t`\r\n]|$)", RegexOptions.Multiline)]
    private static partial Regex DotnetCommand();
}
