using System.CommandLine;
using Plumb.Cli.Lint;
using Plumb.Lsp.Features.Diagnostics.Workspace;
using Plumb.Prompts;
using Plumb.Prompts.Configuration;
using Plumb.Prompts.Review;
using Plumb.Prompts.Rules;

namespace Plumb.Cli.Commands;

/// <summary><c>plumb lint</c>: the findings in prompt files, for people and for programs.</summary>
internal static class LintCommand
{
    public static Command Create()
    {
        var format = new Option<string>("--format") { Description = "text, json, sarif or github.", HelpName = "FORMAT", DefaultValueFactory = _ => "text" };
        var fix = new Option<bool>("--fix") { Description = "Apply the safe fixes." };
        var unsafeFixes = new Option<bool>("--unsafe-fixes") { Description = "Apply also the fixes that may change what a prompt says." };
        var diff = new Option<bool>("--diff") { Description = "Print what the fixes would change, and change nothing; exits with 1 where that is something." };
        var select = new Option<string[]>("--select") { Description = "Only these rules: codes, their beginnings or names, parted by commas; ALL is all.", HelpName = "RULES" };
        var ignore = new Option<string[]>("--ignore") { Description = "Not these rules.", HelpName = "RULES" };
        var statistics = new Option<bool>("--statistics") { Description = "Count findings per rule, file and folder instead of listing them." };
        var config = new Option<string?>("--config") { Description = "A plumb.json for all paths; else the nearest above each file holds.", HelpName = "FILE" };
        var against = new Option<string?>("--base") { Description = "The commit that prompts are compared with, such as origin/main; the last one where it is not given.", HelpName = "COMMIT" };
        var baseline = new Option<string?>("--baseline") { Description = "Leave out the findings that this file lists.", HelpName = "FILE" };
        var writeBaseline = new Option<bool>("--write-baseline") { Description = "Write all findings into the file of --baseline." };
        var noCache = new Option<bool>("--no-cache") { Description = "Lint every file anew." };
        var stdin = new Option<string?>("--stdin-filename") { Description = "Lint standard input as if it were this file; with --fix the mended text is printed.", HelpName = "NAME" };
        var review = new Option<bool>("--review") { Description = "Ask the model that you configured for its opinion on each prompt, too: the prompts are sent to it. Opinions are never errors." };
        var exitZero = new Option<bool>("--exit-zero") { Description = "Exit with 0 also where there are findings." };
        var failOn = new Option<string>("--fail-on") { Description = "The least severity that makes the exit code 1: error, warning or information.", HelpName = "SEVERITY", DefaultValueFactory = _ => "information" };
        var explain = new Option<string?>("--explain") { Description = "Print the page of a rule, by its code or name.", HelpName = "RULE" };
        var writePages = new Option<string?>("--write-docs") { Description = "Write the page of every rule into a folder.", Hidden = true };
        var paths = new Argument<string[]>("path") { Description = "Files and folders; the current folder where none is given.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("lint", "Lint prompt files.")
        {
            format, fix, unsafeFixes, diff, select, ignore, statistics, config, against, baseline, writeBaseline, noCache, stdin, review, exitZero, failOn, explain, writePages, paths,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(
            parsed.GetValue(explain) is { } code ? Explain(code)
            : parsed.GetValue(writePages) is { } folder ? WritePages(folder)
            : LintRun.Run(
                Check(new LintArguments
                {
                    Paths = parsed.GetValue(paths) ?? [],
                    Format = ReadFormat(parsed.GetValue(format)!),
                    Fix = parsed.GetValue(unsafeFixes) ? FixKind.Ask : parsed.GetValue(fix) || parsed.GetValue(diff) ? FixKind.Safe : FixKind.None,
                    Diff = parsed.GetValue(diff),
                    Select = parsed.GetValue(select) is { Length: > 0 } selected ? Selectors("--select", selected) : null,
                    Ignore = Selectors("--ignore", parsed.GetValue(ignore) ?? []),
                    Statistics = parsed.GetValue(statistics),
                    Review = parsed.GetValue(review),
                    Config = parsed.GetValue(config),
                    Base = parsed.GetValue(against),
                    Baseline = parsed.GetValue(baseline),
                    WriteBaseline = parsed.GetValue(writeBaseline),
                    UseCache = !parsed.GetValue(noCache),
                    StandardInputName = parsed.GetValue(stdin),
                    FailOn = parsed.GetValue(exitZero) ? null : ReadSeverity(parsed.GetValue(failOn)!),
                }),
                cancellation)));
        return command;
    }

    private static LintArguments Check(LintArguments arguments) =>
        arguments.WriteBaseline && arguments.Baseline is null ? throw new CommandException("--write-baseline needs --baseline FILE: where to write.")
        : arguments.Baseline is { Length: 0 } ? throw new CommandException("--baseline needs the name of a file.")
        : arguments.StandardInputName is { } name && string.IsNullOrWhiteSpace(name) ? throw new CommandException("--stdin-filename needs a name: it tells what kind of prompt standard input is.")
        : arguments.Select is { Count: 0 } ? throw new CommandException("--select names no rule: leave it away for all, or write codes such as F01, the beginning of some such as F, or ALL.")
        : arguments.StandardInputName is not null && arguments.Paths.Any(p => p != "-") ? throw new CommandException("--stdin-filename lints standard input: leave the paths away.")
        : arguments.StandardInputName is null && arguments.Paths.Contains("-") ? throw new CommandException("'-' needs --stdin-filename NAME: the name tells what kind of prompt it is.")
        : arguments.Baseline is not null && arguments.StandardInputName is not null ? throw new CommandException("--baseline is about files: it cannot be used with --stdin-filename.")
        : arguments.Review && (arguments.Diff || arguments.StandardInputName is not null) ? throw new CommandException("--review is about files as they are: it cannot be used with --diff or --stdin-filename.")
        : arguments.Base is { } commit && !GitBase.IsReference(commit) ? throw new CommandException($"--base takes a commit such as origin/main, not '{commit}'.")
        : arguments;

    private static LintFormat ReadFormat(string format) => format switch
    {
        "text" => LintFormat.Text,
        "json" => LintFormat.Json,
        "sarif" => LintFormat.Sarif,
        "github" => LintFormat.GitHub,
        _ => throw new CommandException($"The format '{format}' is unknown: use text, json, sarif or github."),
    };

    private static LintSeverity ReadSeverity(string severity) => severity switch
    {
        "error" => LintSeverity.Error,
        "warning" => LintSeverity.Warning,
        "information" => LintSeverity.Information,
        _ => throw new CommandException($"The severity '{severity}' is unknown: use error, warning or information."),
    };

    private static List<RuleSelector> Selectors(string option, IEnumerable<string> values) =>
        [.. values.SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries))
            .Select(text => RuleSelector.Parse(text) ?? throw new CommandException($"{option}: {RuleSelector.Unknown(text.Trim())}"))];

    private static int Explain(string code)
    {
        if (Opinion.Find(code) is { } opinion)
        {
            Console.Out.Write(opinion.Page());
            return PlumbCommand.Good;
        }

        var rule = RuleCatalogue.Find(code)
            ?? throw new CommandException($"There is no rule '{code}': there are {string.Join(", ", RuleCatalogue.All.Select(r => r.Code))}.");
        Console.Out.Write(RulePage.Write(rule));
        return PlumbCommand.Good;
    }

    private static int WritePages(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var rule in RuleCatalogue.All)
        {
            File.WriteAllText(Path.Combine(folder, rule.Code + ".md"), RulePage.Write(rule));
        }

        return PlumbCommand.Good;
    }
}
