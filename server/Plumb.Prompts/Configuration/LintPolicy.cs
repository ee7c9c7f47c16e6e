namespace Plumb.Prompts.Configuration;

/// <summary>
/// Which rules count for which file, and how much: the configuration, and above it what the command line says. In each
/// of the two the selector that names a rule more exactly decides; of two that name it alike, the one that turns it off.
/// </summary>
public sealed class LintPolicy(LintConfiguration configuration, IReadOnlyList<RuleSelector>? select = null, IReadOnlyList<RuleSelector>? ignore = null)
{
    public LintConfiguration Configuration => configuration;

    /// <param name="path">Posix, relative to the folder of the configuration.</param>
    public bool IsExcluded(string path) => configuration.Exclude.Any(glob => glob.IsMatch(path));


    /// <summary>Whether a rule counts for a file; a null path asks whether it may count for some file.</summary>
    public bool IsOn(string code, string? path)
    {
        ArgumentNullException.ThrowIfNull(code);
        var on = Decide(configuration.Select, configuration.Ignore, code) ?? true;
        if (on && SeverityOf(code, LintSeverity.Error) is null)
        {
            on = false;
        }

        on = Decide(select, ignore ?? [], code) ?? on;
        return on && (path is null || !configuration.PerFileIgnores.Any(p => p.Rules.Any(r => r.Match(code) >= 0) && p.Files.IsMatch(path)));
    }

    /// <summary>The findings that count, each with its severity.</summary>
    /// <param name="path">Posix, relative to the folder of the configuration.</param>
    public IReadOnlyList<LintDiagnostic> Apply(string path, IReadOnlyList<LintDiagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (diagnostics.Count == 0)
        {
            return diagnostics;
        }

        var kept = new List<LintDiagnostic>(diagnostics.Count);
        foreach (var diagnostic in diagnostics)
        {
            if (IsOn(diagnostic.Code, path))
            {
                var severity = SeverityOf(diagnostic.Code, diagnostic.Severity) ?? diagnostic.Severity;
                kept.Add(severity == diagnostic.Severity ? diagnostic : diagnostic with { Severity = severity });
            }
        }

        return kept;
    }

    private LintSeverity? SeverityOf(string code, LintSeverity given)
    {
        var (best, severity) = (-1, (LintSeverity?)given);
        foreach (var rule in configuration.Severities)
        {
            if (rule.Rules.Match(code) is var match && match > best)
            {
                (best, severity) = (match, rule.Severity);
            }
        }

        return severity;
    }

    /// <summary>Null where nothing is said about the rule.</summary>
    private static bool? Decide(IReadOnlyList<RuleSelector>? selected, IReadOnlyList<RuleSelector> ignored, string code)
    {
        var off = ignored.Select(s => s.Match(code)).DefaultIfEmpty(-1).Max();
        if (selected is null)
        {
            return off >= 0 ? false : null;
        }

        var on = selected.Select(s => s.Match(code)).DefaultIfEmpty(-1).Max();
        return on > off;
    }
}
