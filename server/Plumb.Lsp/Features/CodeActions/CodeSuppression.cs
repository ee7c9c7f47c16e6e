using Plumb.Prompts;
using Plumb.Prompts.Code;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Lsp.Features.CodeActions;

/// <summary>Where a comment of the code silences a rule for a prompt inside of it: never in the string, which is sent.</summary>
internal static class CodeSuppression
{
    /// <summary>On the line before the one where the string begins; null where that line lies in another string or goes on the one before.</summary>
    public static LintEdit? OnLine(TextDocument document, IReadOnlyList<PromptFile> prompts, LintDiagnostic finding)
    {
        var (text, at) = (document.Text, finding.Span.Start);
        var template = prompts.SelectMany(p => p.Templates).FirstOrDefault(t => t.FileSpan is var span && at >= span.Start && at <= span.End);
        at = template is null ? at : CodePrompts.LiteralStart(text, template.FileSpan);
        var line = document.Lines.GetLineSpan(document.Lines.GetLine(at));
        if (document.Outline.Strings.Any(s => s.Span.Start < line.Start && line.Start < s.Span.End) || text.AsSpan(0, line.Start).TrimEnd("\r\n").EndsWith("\\"))
        {
            return null;
        }

        var indent = text.AsSpan(line.Start, line.Length);
        indent = indent[..(indent.Length - indent.TrimStart(" \t").Length)];
        return new LintEdit(new TextSpan(line.Start, line.Start), $"{indent}{Mark(document)} plumb-ignore {finding.Code}\n");
    }

    /// <summary>On the first line, behind what has to stand there: the interpreter and the encoding.</summary>
    public static LintEdit InFile(TextDocument document, string code)
    {
        var text = document.Text;
        var at = text.StartsWith('\uFEFF') ? 1 : 0;
        while (IsFirstByNature(text, at) && text.IndexOf('\n', at) is >= 0 and var end)
        {
            at = end + 1;
        }

        return new LintEdit(new TextSpan(at, at), $"{Mark(document)} plumb-ignore-file {code}\n");
    }

    private static bool IsFirstByNature(string text, int at)
    {
        var line = text.AsSpan(at);
        line = line.IndexOfAny('\r', '\n') is >= 0 and var end ? line[..end] : line;
        return line.StartsWith("#!") || (line.StartsWith("#") && (line.Contains("coding:", StringComparison.Ordinal) || line.Contains("coding=", StringComparison.Ordinal)));
    }

    private static string Mark(TextDocument document) => document.Path.EndsWith(".py", StringComparison.OrdinalIgnoreCase) ? "#" : "//";
}
