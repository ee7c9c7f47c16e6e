using Plumb.Prompts.Formats;
using Plumb.Prompts.Model;
using Plumb.Prompts.Review;
using Plumb.Prompts.Rules;
using Plumb.Prompts.Workspace;

namespace Plumb.Prompts;

/// <summary>Lints prompt files. Pure: it looks at a path's name and a text, and needs no file, index or model.</summary>
public static class PromptLinter
{
    /// <summary>Whether a file is a prompt, by its name and, for YAML, a glance at its content. Cheap enough for every file.</summary>
    public static bool IsPromptFile(string path, string text, IWorkspaceFiles? files = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        return PromptyFormat.Recognises(path) || Instructions.Recognises(path) || SemanticKernelFolder.Recognises(path) || PomlFormat.Recognises(path)
            || GitHubModelsFormat.Recognises(path) || SemanticKernelYaml.Recognises(path, text) || PromptfooFormat.Recognises(path, text) || DotpromptFormat.Recognises(path, text)
            || SemanticKernelFolder.RecognisesSettings(path, files);
    }

    /// <summary>
    /// The findings of a file, ordered by position, suppressed ones left out. Never throws on content; a file that is
    /// no prompt has none.
    /// </summary>
    public static LintResult Lint(string path, string text, LintOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        var file = Parse(path, text, options?.Files);
        return file is null ? new LintResult(null, []) : Lint(file, options);
    }

    /// <summary>The findings of a prompt that was parsed already, or taken out of a file of code.</summary>
    public static LintResult Lint(PromptFile file, LintOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        options ??= LintOptions.Default;
        var findings = Check(file, options);
        if (Suppressions.Read(file) is { } suppressions)
        {
            findings.RemoveAll(suppressions.Covers);

            findings.AddRange(Unused(suppressions, options));
        }

        return new LintResult(file.Format, [.. findings.OrderBy(f => f.Span.Start).ThenBy(f => f.Code, StringComparer.Ordinal)]);
    }

    /// <summary>The findings that are not suppressed in the file: for those that no rule made.</summary>
    public static IReadOnlyList<LintDiagnostic> WithoutSuppressed(PromptFile file, IReadOnlyList<LintDiagnostic> findings)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Suppressions.Read(file) is { } suppressions ? [.. findings.Where(f => !suppressions.Covers(f))] : findings;
    }

    /// <summary>A finding for each suppression that covered nothing. Whether one is of use is only known where every rule ran.</summary>
    internal static IEnumerable<LintDiagnostic> Unused(Suppressions suppressions, LintOptions options)
    {
        var rule = RuleCatalogue.Find("I06")!;
        return options.Rules is not null ? [] : suppressions.Unused.Where(unused => !Opinion.IsOpinion(unused.Code)).Select(unused => new LintDiagnostic(
            unused.Span, rule.Code, rule.Name, rule.Severity, unused.Code.Length == 0 ? "Nothing is suppressed here: remove the comment." : $"{unused.Code} finds nothing here: remove it.", unused.Fix));
    }

    /// <summary>What the rules find, in no order, suppressed or not.</summary>
    internal static List<LintDiagnostic> Check(PromptFile file, LintOptions options)
    {
        var findings = new List<LintDiagnostic>();
        var context = new RuleContext(file, options, findings);
        foreach (var rule in RuleCatalogue.All)
        {
            if (options.Rules?.Contains(rule.Code) != false && (!file.IsSettings || IsAboutSettings(rule.Code)))
            {
                rule.Check(context);
            }
        }

        return findings;
    }

    /// <summary>The other rules look at the text of the prompt, where it stands.</summary>
    private static bool IsAboutSettings(string code) => code[0] is 'F' or 'M' or 'P' || code is "T02" or "S02" or "S03";

    /// <summary>
    /// The text with every safe fix applied, and how many there were. Fixes are applied from the end, and one that
    /// overlaps another is left for the next time.
    /// </summary>
    public static (string Text, int Fixed) ApplySafeFixes(string text, IEnumerable<LintDiagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fixedCount = 0;
        var limit = text.Length;
        foreach (var diagnostic in diagnostics.OrderByDescending(d => d.Span.Start))
        {
            if (diagnostic.Fix is not { Kind: FixKind.Safe } fix || fix.Edits.Any(e => e.Span.End > limit))
            {
                continue;
            }

            foreach (var edit in fix.Edits.OrderByDescending(e => e.Span.Start))
            {
                text = string.Concat(text.AsSpan(0, edit.Span.Start), edit.NewText, text.AsSpan(edit.Span.End));
                limit = edit.Span.Start;
            }

            fixedCount++;
        }

        return (text, fixedCount);
    }

    /// <summary>The prompt file, or null where it is none. <paramref name="files"/> gives the files beside it that belong to it.</summary>
    public static PromptFile? Parse(string path, string text, IWorkspaceFiles? files = null) =>
        PromptyFormat.Recognises(path) ? PromptyFormat.Parse(path, text)
        : Instructions.Recognises(path) ? Instructions.Parse(path, text)
        : SemanticKernelFolder.Recognises(path) ? SemanticKernelFolder.Parse(path, text, files)
        : PomlFormat.Recognises(path) ? PomlFormat.Parse(path, text)
        : GitHubModelsFormat.Recognises(path) && GitHubModelsFormat.Parse(path, text) is { } models ? models
        : SemanticKernelYaml.Recognises(path, text) ? SemanticKernelYaml.Parse(path, text)
        : PromptfooFormat.Recognises(path, text) ? PromptfooFormat.Parse(path, text)
        : DotpromptFormat.Recognises(path, text) ? DotpromptFormat.Parse(path, text)
        : SemanticKernelFolder.RecognisesSettings(path, files) ? SemanticKernelFolder.ParseSettings(path, text, files!)
        : null;
}
