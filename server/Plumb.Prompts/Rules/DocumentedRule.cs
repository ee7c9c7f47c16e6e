namespace Plumb.Prompts.Rules;

/// <summary>A rule whose facts stand at its head.</summary>
internal abstract class DocumentedRule(string code, string name, LintSeverity severity, FixKind fix, RuleDocumentation documentation) : LintRule
{
    public override string Code => code;

    public override string Name => name;

    public override LintSeverity Severity => severity;

    public override FixKind FixKind => fix;

    public override RuleDocumentation Documentation => documentation;
}
