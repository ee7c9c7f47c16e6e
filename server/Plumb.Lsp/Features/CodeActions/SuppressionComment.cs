using Plumb.Prompts;
using Plumb.Prompts.Model;
using Plumb.Text;

namespace Plumb.Lsp.Features.CodeActions;

/// <summary>Where and how a comment silences a rule. In a template it is the template's own comment, which prints nothing.</summary>
internal static class SuppressionComment
{
    /// <summary>Null where the place has no comment syntax.</summary>
    public static LintEdit? OnLine(PromptFile file, LineIndex lines, LintDiagnostic finding)
    {
        var template = file.Templates.FirstOrDefault(t => t.FileSpan is var span && finding.Span.Start >= span.Start && finding.Span.Start <= span.End && !span.IsEmpty);
        if (template is null)
        {
            return IsYaml(file, finding.Span.Start) ? Before(file.Text, lines, finding.Span.Start, finding.Code) : AtEndOfLine(file, lines, finding, "<!-- ", " -->");
        }

        return template.Dialect switch
        {
            TemplateDialect.Jinja or TemplateDialect.Nunjucks => AtEndOfLine(file, lines, finding, "{# ", " #}"),
            TemplateDialect.Handlebars or TemplateDialect.Mustache => AtEndOfLine(file, lines, finding, "{{! ", " }}"),
            TemplateDialect.Liquid => AtEndOfLine(file, lines, finding, "{% comment %}", "{% endcomment %}"),
            TemplateDialect.Poml => AtEndOfLine(file, lines, finding, "<!-- ", " -->"),
            _ when !template.KeySpan.IsEmpty => Before(file.Text, lines, template.KeySpan.Start, finding.Code),
            TemplateDialect.Unknown when file.Format == PromptFormat.Instructions => AtEndOfLine(file, lines, finding, "<!-- ", " -->"),
            _ => null,
        };
    }

    /// <summary>Null where the file has no comment syntax.</summary>
    public static LintEdit? InFile(PromptFile file, string code)
    {
        var text = $"plumb-ignore-file {code}";
        if (file.FrontMatter is { } front)
        {
            return Insert(front.Start, $"# {text}\n");
        }

        var start = file.Text.StartsWith('\uFEFF') ? 1 : 0;
        return file.Format switch
        {
            PromptFormat.SemanticKernelYaml or PromptFormat.GitHubModels or PromptFormat.Promptfoo => Insert(start, $"# {text}\n"),
            PromptFormat.Instructions or PromptFormat.Poml => Insert(start, $"<!-- {text} -->\n"),
            PromptFormat.Prompty when OpensFrontMatter(file.Text, start) is { } first => Insert(first, $"# {text}\n"),
            PromptFormat.Prompty => Insert(start, $"{{# {text} #}}"),
            PromptFormat.Dotprompt => Insert(start, $"{{{{! {text} }}}}"),
            _ => null,
        };
    }

    private static LintEdit Insert(int at, string text) => new(new TextSpan(at, at), text);

    private static int? OpensFrontMatter(string text, int start) =>
        text.AsSpan(start).StartsWith("---") && text.IndexOf('\n', start) is >= 0 and var end && text.AsSpan(start, end - start).TrimEnd() is "---" ? end + 1 : null;

    private static bool IsYaml(PromptFile file, int offset) =>
        file.FrontMatter is { } front ? offset >= front.Start && offset <= front.End
        : file.Format is PromptFormat.SemanticKernelYaml or PromptFormat.GitHubModels or PromptFormat.Promptfoo
            || (file.Format == PromptFormat.Prompty && file.Templates.All(t => offset < t.FileSpan.Start));

    private static LintEdit Before(string text, LineIndex lines, int offset, string code)
    {
        var line = lines.GetLineSpan(lines.GetLine(offset));
        var indent = text.AsSpan(line.Start, line.Length);
        return Insert(line.Start, $"{new string(' ', indent.Length - indent.TrimStart(' ').Length)}# plumb-ignore {code}\n");
    }

    private static LintEdit AtEndOfLine(PromptFile file, LineIndex lines, LintDiagnostic finding, string open, string close)
    {
        _ = file;
        return Insert(lines.GetLineSpan(lines.GetLine(finding.Span.Start)).End, $"{open}plumb-ignore {finding.Code}{close}");
    }
}
