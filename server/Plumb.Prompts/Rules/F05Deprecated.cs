using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

internal sealed class F05Deprecated() : DocumentedRule(
    "F05",
    "deprecated",
    LintSeverity.Warning,
    FixKind.Safe,
    new RuleDocumentation(
        "The file or one of its keys is of a kind that its host is giving up.",
        "Hosts read an old kind for a while beside the new one and then no more. A key that was only renamed is mended in bulk; a file has to be renamed by hand.",
        """
        ---
        description: Writes a commit message.
        mode: agent
        ---
        Write a commit message for the staged changes.
        """,
        """
        ---
        description: Writes a commit message.
        agent: agent
        ---
        Write a commit message for the staged changes.
        """,
        "commit.prompt.md"))
{
    internal override void Check(RuleContext context)
    {
        var file = context.File;
        if (file.InstructionKind == InstructionKind.ChatMode)
        {
            context.Report(this, context.Lines.GetLineSpan(0), "Chat modes are custom agents now: rename the file to *.agent.md.");
        }
        else if (file.Path.EndsWith(".cursorrules", StringComparison.OrdinalIgnoreCase))
        {
            context.Report(this, context.Lines.GetLineSpan(0), "'.cursorrules' has given way to files in '.cursor/rules'.");
        }

        CheckTemplate(context);
        foreach (var (key, _) in file.Data?.Entries ?? [])
        {
            if (file.Shape?.Find(key.Value)?.Replacement is { } replacement && file.Data!.Find(replacement) is null)
            {
                context.Report(this, key.Span, $"'{key.Value}' is called '{replacement}' now.", new LintFix($"Change to '{replacement}'", FixKind.Safe, [new LintEdit(key.Span, replacement)]));
            }
        }
    }

    /// <summary>Prompty's first version named the dialect in a word; the second refuses that.</summary>
    private void CheckTemplate(RuleContext context)
    {
        var file = context.File;
        if (file is { Format: PromptFormat.Prompty, FormatVersion: 2 } && file.Data?.Find("template") is DataScalar { IsNull: false } word)
        {
            var fix = word.IsPlain ? new LintFix("Write it as a mapping", FixKind.Ask, [new LintEdit(word.Span, $"{{format: {{kind: {word.Value}}}}}")]) : null;
            context.Report(this, word.Span, $"In version 2 'template' is a mapping: write 'template: {{format: {{kind: {word.Value}}}}}'.", fix);
        }
    }
}
