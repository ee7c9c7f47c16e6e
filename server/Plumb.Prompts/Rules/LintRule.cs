using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

/// <summary>Why a rule exists, and what it takes for bad and for good. The examples are whole files that its tests run.</summary>
public sealed record RuleDocumentation(string Summary, string Why, string Bad, string Good, string ExampleName)
{
    /// <summary>The other files of the examples' workspace, by their paths.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>What the examples are linted with.</summary>
    public LintOptions Options
    {
        get
        {
            if (Files.Count == 0)
            {
                return Settings;
            }

            var files = new MemoryFiles(Files);
            return Settings with { Files = files, Commands = new WorkspaceCommands(files) };
        }
    }

    /// <summary>The settings that the examples need.</summary>
    public LintOptions Settings { get; init; } = LintOptions.Default;
}

/// <summary>A rule: one file, with its documentation inside. It holds no state and looks at one file at a time.</summary>
public abstract class LintRule
{
    /// <summary>The code, such as "T01": what suppressions and reports name. Never changes.</summary>
    public abstract string Code { get; }

    /// <summary>The name, such as "undefined-variable".</summary>
    public abstract string Name { get; }

    public abstract LintSeverity Severity { get; }

    public abstract FixKind FixKind { get; }

    public abstract RuleDocumentation Documentation { get; }

    internal abstract void Check(RuleContext context);
}

/// <summary>The file that a rule looks at, and where its findings go.</summary>
internal sealed class RuleContext(PromptFile file, LintOptions options, List<LintDiagnostic> findings)
{
    private LineIndex? lines;
    private DeclaredNames? names;

    public PromptFile File => file;

    /// <summary>What is known besides the file.</summary>
    public LintOptions Options => options;

    /// <summary>The names of the file's inputs.</summary>
    public DeclaredNames DeclaredNames => names ??= new DeclaredNames(file.Inputs);

    public LineIndex Lines => lines ??= new LineIndex(file.Text);

    /// <summary>The texts that are read, each with the way back into the file: the whole file or, of code, the prompt in it.</summary>
    public IEnumerable<MappedText> Texts => file.Format == PromptFormat.Code ? file.Templates.Select(t => t.Text) : [MappedText.Verbatim(file.Text, 0)];

    /// <param name="severity">A milder one than the rule's own, where what is wrong is less certain.</param>
    public void Report(LintRule rule, TextSpan span, string message, LintFix? fix = null, LintSeverity? severity = null)
    {
        if (span != PromptFile.Elsewhere)
        {
            findings.Add(new LintDiagnostic(span, rule.Code, rule.Name, severity ?? rule.Severity, message, fix));
        }
    }
}
