using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Text;

namespace Plumb.Prompts.Code;

/// <summary>
/// Prompts inside of code: strings that go to a model by the call that they stand in, and any string after a comment
/// <c>lang=prompt</c>. Each is a prompt file of its own whose places are those of the code.
/// </summary>
public static class CodePrompts
{
    private const int MostPrompts = 500;

    private static readonly string[] Endings = [".cs", ".py", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".mts"];

    // A file without any of these holds no prompt: most files are put aside at the cost of reading them.
    private static readonly System.Buffers.SearchValues<string> Signs = System.Buffers.SearchValues.Create(
        ["InvokePrompt", "FromPrompt", "ChatMessage", "AddSystemMessage", "AddUserMessage", "AddAssistantMessage", "AddDeveloperMessage", "PromptTemplate", "ChatHistory(", "role", "from_messages", "fromMessages", "lang=prompt"],
        StringComparison.Ordinal);

    /// <summary>Whether a file is looked at, by its name.</summary>
    public static bool Recognises(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The prompts of a file, in the order of the text. Never throws on content.</summary>
    public static IReadOnlyList<PromptFile> Find(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        if (!Recognises(path) || !text.AsSpan().ContainsAny(Signs))
        {
            return [];
        }

        var found = path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) ? CSharpPrompts.Find(path, text) : ScriptPrompts.Find(path, text);
        return [.. found.OrderBy(p => p.Templates[0].FileSpan.Start).DistinctBy(p => p.Templates[0].FileSpan).Take(MostPrompts)];
    }

    /// <summary>The findings in the prompts of a file; a file without any has no format.</summary>
    public static LintResult Lint(string path, string text, LintOptions? options = null)
    {
        var prompts = Find(path, text);
        if (prompts.Count == 0)
        {
            return new LintResult(null, []);
        }

        options ??= LintOptions.Default;
        var findings = new List<LintDiagnostic>();
        foreach (var prompt in prompts)
        {
            // The rest of the code is nobody's prompt: a rule that looks at the whole text is heard only where it is one.
            var window = CodeWindow.Around(prompt);
            findings.AddRange(PromptLinter.Check(window.File, options).Select(window.ToCode).Where(d => prompt.Templates.Any(t => Touches(t.FileSpan, d.Span)) || prompt.Inputs.Any(i => Touches(i.NameSpan, d.Span))));
        }

        if (Suppressions.Read(new PromptFile(PromptFormat.Code, path, text) { Templates = [.. prompts.SelectMany(p => p.Templates)] }) is { } suppressions)
        {
            findings.RemoveAll(suppressions.Covers);

            // A string of the code that only speaks of such a comment is none.
            var strings = LanguageTable.FindForFile(path, text) is { } language ? OutlineScanner.Scan(text, language).Strings : [];
            findings.AddRange(PromptLinter.Unused(suppressions, options).Where(unused => !strings.Any(s => s.Span.Contains(unused.Span))));
        }

        return new LintResult(PromptFormat.Code, [.. findings.DistinctBy(d => (d.Span, d.Code, d.Message)).OrderBy(d => d.Span.Start).ThenBy(d => d.Code, StringComparer.Ordinal).Select(WithoutUnsafeFix)]);
    }

    /// <summary>Where the first literal of a prompt opens: behind its quotes, and on their line.</summary>
    /// <param name="template">The prompt's place in the code.</param>
    public static int LiteralStart(string code, TextSpan template)
    {
        ArgumentNullException.ThrowIfNull(code);
        var at = Math.Min(template.Start, code.Length);
        while (at > 0 && char.IsWhiteSpace(code[at - 1]))
        {
            at--;
        }

        // Blanks behind the quotes belong to the text, unless it is a raw one that begins on a line of its own.
        return at > 0 && code[at - 1] is '"' or '\'' or '`' ? at : template.Start;
    }

    /// <summary>An edit that belongs to a file of its own (front matter, a new line) has no place in a string.</summary>
    private static LintDiagnostic WithoutUnsafeFix(LintDiagnostic found) =>
        found.Fix is { } fix && fix.Edits.Any(e => e.NewText.AsSpan().ContainsAny("\"'\\`\r\n{}")) ? found with { Fix = null } : found;

    private static bool Touches(TextSpan outer, TextSpan inner) => inner.Start >= outer.Start && inner.End <= outer.End;
}
