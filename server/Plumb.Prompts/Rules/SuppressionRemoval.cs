using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Prompts.Rules;

/// <summary>Takes a comment that suppresses nothing out of a file, so that what is sent to the model stays as it is.</summary>
internal static class SuppressionRemoval
{
    /// <param name="comment">The comment with its marks.</param>
    /// <param name="codes">The codes that stand in it, in order.</param>
    /// <param name="unused">Those of them that find nothing.</param>
    /// <param name="code">The one that is removed.</param>
    public static LintFix? Fix(PromptFile file, TextSpan comment, IReadOnlyList<TextSpan> codes, IReadOnlyList<TextSpan> unused, TextSpan code)
    {
        if (unused.Count < codes.Count)
        {
            // The blanks and the comma before the code go with it.
            var start = code.Start;
            while (file.Text[start - 1] is ' ' or '\t' or ',' or ':')
            {
                start--;
            }

            var from = codes[0] == code ? code.Start : start;
            var to = code.End;
            while (codes[0] == code && to < file.Text.Length && file.Text[to] is ' ' or '\t' or ',')
            {
                to++;
            }

            return new LintFix("Remove the code", FixKind.Safe, [new LintEdit(new TextSpan(from, to), "")]);
        }

        return Whole(file, comment) is { } span ? new LintFix("Remove the comment", FixKind.Safe, [new LintEdit(span, "")]) : null;
    }

    /// <summary>What to delete; null where the comment is a part of a text that is sent.</summary>
    private static TextSpan? Whole(PromptFile file, TextSpan comment)
    {
        var text = file.Text;
        var (start, end) = (comment.Start, comment.End);
        var template = file.Templates.FirstOrDefault(t => t.FileSpan.Start <= start && end <= t.FileSpan.End);
        var isOwnLine = IsBlankBefore(text, start) && IsBlankAfter(text, end);
        if (template is not null && template.Dialect is TemplateDialect.Jinja or TemplateDialect.Nunjucks or TemplateDialect.Liquid)
        {
            // These engines print the line's end where a comment stands alone.
            return text[start] == '{' ? comment : null;
        }

        if (template is not null && text[start] is '#' or '/')
        {
            return null;
        }

        if (!isOwnLine)
        {
            while (start > 0 && text[start - 1] is ' ' or '\t' && (template is null || text[comment.Start] == '<'))
            {
                start--;
            }

            return new TextSpan(start, end);
        }

        while (start > 0 && text[start - 1] is ' ' or '\t')
        {
            start--;
        }

        while (end < text.Length && text[end] is ' ' or '\t' or '\r')
        {
            end++;
        }

        return new TextSpan(start, end < text.Length && text[end] == '\n' ? end + 1 : end);
    }

    private static bool IsBlankBefore(string text, int at)
    {
        while (at > 0 && text[at - 1] is ' ' or '\t')
        {
            at--;
        }

        return at == 0 || text[at - 1] == '\n';
    }

    private static bool IsBlankAfter(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\r')
        {
            at++;
        }

        return at == text.Length || text[at] == '\n';
    }
}
