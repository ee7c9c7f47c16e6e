using Plumb.Prompts;
using Plumb.Prompts.Configuration;

namespace Plumb.Cli.Lint;

internal enum LintFormat
{
    Text,
    Json,
    Sarif,
    GitHub,
}

/// <summary>What a run of <c>plumb lint</c> was asked to do.</summary>
internal sealed record LintArguments
{
    public IReadOnlyList<string> Paths { get; init; } = [];

    public LintFormat Format { get; init; }

    /// <summary>The fixes to apply: none, the safe ones, or also those that ask.</summary>
    public FixKind Fix { get; init; }

    /// <summary>Show what fixing would change, and change nothing.</summary>
    public bool Diff { get; init; }

    public bool Statistics { get; init; }

    /// <summary>Ask the configured model for its opinion, too.</summary>
    public bool Review { get; init; }

    /// <summary>Null takes what the configuration says.</summary>
    public IReadOnlyList<RuleSelector>? Select { get; init; }

    public IReadOnlyList<RuleSelector> Ignore { get; init; } = [];

    /// <summary>A configuration file for all paths; null looks for one above each file.</summary>
    public string? Config { get; init; }

    /// <summary>The commit that prompts are compared with; null takes what the configuration says, and then the last one.</summary>
    public string? Base { get; init; }

    public string? Baseline { get; init; }

    public bool WriteBaseline { get; init; }

    public bool UseCache { get; init; } = true;

    /// <summary>The name under which standard input is linted; null where it is not.</summary>
    public string? StandardInputName { get; init; }

    /// <summary>The least severity that makes the exit code 1; null: none does.</summary>
    public LintSeverity? FailOn { get; init; } = LintSeverity.Information;
}
