namespace Plumb.Prompts.Configuration;

/// <summary>Rules that are off for the files that a glob matches.</summary>
public sealed record PerFileIgnore(PathGlob Files, IReadOnlyList<RuleSelector> Rules);

/// <summary>Another severity for rules; null turns them off.</summary>
public sealed record SeverityOverride(RuleSelector Rules, LintSeverity? Severity);

/// <summary>The <c>lint</c> section of a <c>plumb.json</c>.</summary>
public sealed record LintConfiguration
{
    public static LintConfiguration Default { get; } = new();

    /// <summary>The only rules that are on; null for the default set.</summary>
    public IReadOnlyList<RuleSelector>? Select { get; init; }

    public IReadOnlyList<RuleSelector> Ignore { get; init; } = [];

    public IReadOnlyList<PerFileIgnore> PerFileIgnores { get; init; } = [];

    public IReadOnlyList<SeverityOverride> Severities { get; init; } = [];

    /// <summary>Files that are not linted.</summary>
    public IReadOnlyList<PathGlob> Exclude { get; init; } = [];

    /// <summary>The model whose tokens are counted where a prompt names none.</summary>
    public string? Model { get; init; }

    /// <summary>The commit that prompts are compared with, such as "origin/main"; null for the last one.</summary>
    public string? Base { get; init; }

    /// <summary>Names of tools that prompts may call; null where that is not told.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>K01: tokens that a prompt's fixed text may have.</summary>
    public int? TokenBudget { get; init; }

    /// <summary>K05: tokens that the instructions of every request may have.</summary>
    public int? AlwaysOnBudget { get; init; }

    /// <summary>K03: growth against the base that is still well, as a share: 0.2 is a fifth.</summary>
    public double? AllowedGrowth { get; init; }
}
