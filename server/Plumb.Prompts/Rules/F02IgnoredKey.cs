using Plumb.Prompts.Formats;
using Plumb.Prompts.Model;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

internal sealed class F02IgnoredKey() : DocumentedRule(
    "F02",
    "ignored-key",
    LintSeverity.Warning,
    FixKind.Safe,
    new RuleDocumentation(
        "A key of another kind of file stands here, where nothing reads it.",
        "Prompt files, instructions, agents and rules each have keys of their own. `applyTo` in a prompt file and `tools` in instructions do nothing; whoever wrote them believes that they do.",
        """
        ---
        description: Style of tests.
        tools: ['search']
        applyTo: '**/*.cs'
        ---
        Name tests after the behaviour.
        """,
        """
        ---
        description: Style of tests.
        applyTo: '**/*.cs'
        ---
        Name tests after the behaviour.
        """,
        "tests.instructions.md"))
{
    internal override void Check(RuleContext context)
    {
        if (context.File.Data is not { } data)
        {
            return;
        }

        CheckParameters(context, data);
        foreach (var (key, value) in data.Entries)
        {
            var why = (context.File.InstructionKind, key.Value) switch
            {
                (InstructionKind.Prompt or InstructionKind.ChatMode or InstructionKind.Skill, "applyTo") => "only *.instructions.md files are chosen by a glob",
                (InstructionKind.Instructions, "tools" or "model" or "mode") => "instructions go along with a request and run nothing themselves",
                (InstructionKind.CursorRule, "applyTo") => "a rule's globs stand under 'globs'",
                (InstructionKind.Instructions, "globs" or "alwaysApply") => "the glob of instructions stands under 'applyTo'",
                _ => null,
            };
            if (why is not null)
            {
                var fix = EntryLines.OfKey(context.File.Text, data, key, value) is { } lines ? new LintFix($"Remove '{key.Value}'", FixKind.Safe, [new LintEdit(lines, "")]) : null;
                context.Report(this, key.Span, $"'{key.Value}' is ignored here: {why}.", fix);
            }
        }
    }

    /// <summary>Parameters of the request that stand beside the mapping that is read for them.</summary>
    private void CheckParameters(RuleContext context, DataMapping data)
    {
        var place = context.File.Format switch
        {
            PromptFormat.GitHubModels => "modelParameters",
            PromptFormat.Dotprompt => "config",
            PromptFormat.SemanticKernelYaml => "execution_settings, under a service such as 'default'",
            PromptFormat.Prompty => context.File.FormatVersion == 2 ? "model.options" : "model.parameters",
            _ => null,
        };
        if (place is null || context.File.Problems.Count > 0)
        {
            return;
        }

        var beside = context.File.Format == PromptFormat.Prompty && data.Find("model") is DataMapping model ? data.Entries.Concat(model.Entries) : data.Entries;
        foreach (var (key, value) in beside)
        {
            if (value is DataScalar && ModelReader.Kind(key.Value) is ParameterKind.Temperature or ParameterKind.TopP or ParameterKind.TopK or ParameterKind.MaxTokens or ParameterKind.FrequencyPenalty or ParameterKind.PresencePenalty)
            {
                context.Report(this, key.Span, $"'{key.Value}' is ignored here: move it to {place}.");
            }
        }
    }
}
