using Plumb.Lsp.Protocol;
using Plumb.Prompts;
using Plumb.Prompts.Model;

namespace Plumb.Lsp.Features.Completion;

/// <summary>Inside a tag of a template: the inputs, and what the dialect brings along.</summary>
internal static class TagSuggestions
{
    private static readonly string[] HandlebarsHelpers = ["if", "unless", "each", "with", "else", "lookup", "log"];
    private static readonly string[] DotpromptHelpers = ["role", "history", "media", "section", "json", "ifEquals", "unlessEquals"];
    private static readonly string[] SemanticKernelHelpers = ["message", "set", "json", "concat", "equal", "range", "raw", "or"];
    private static readonly string[] JinjaStatements = ["if", "elif", "else", "endif", "for", "endfor", "set", "raw", "endraw"];
    private static readonly string[] LiquidStatements = ["if", "elsif", "else", "endif", "for", "endfor", "assign", "case", "when", "endcase", "unless", "endunless", "comment", "endcomment", "raw", "endraw"];
    private static readonly string[] JinjaFilters = ["default", "join", "length", "lower", "upper", "trim", "tojson", "replace", "first", "last", "list", "safe"];
    private static readonly string[] LiquidFilters = ["default", "join", "size", "downcase", "upcase", "strip", "replace", "first", "last", "split", "escape"];

    /// <summary>Null where the cursor is in no tag.</summary>
    /// <param name="before">The line up to the cursor.</param>
    public static IEnumerable<Suggestion>? Get(PromptFile file, TemplateDialect dialect, string before)
    {
        var (output, statement) = (before.LastIndexOf("{{", StringComparison.Ordinal), before.LastIndexOf("{%", StringComparison.Ordinal));
        var open = Math.Max(output, statement);
        if (open < 0 || before.IndexOf(open == output ? "}}" : "%}", open, StringComparison.Ordinal) >= 0)
        {
            return null;
        }

        var word = before.Length;
        while (word > open + 2 && (char.IsAsciiLetterOrDigit(before[word - 1]) || before[word - 1] == '_'))
        {
            word--;
        }

        var typed = before.Length - word;
        var lead = before.AsSpan(open + 2, word - open - 2).TrimEnd();
        if (lead.EndsWith("."))
        {
            return [];
        }

        if (lead.EndsWith("|") && dialect is TemplateDialect.Jinja or TemplateDialect.Nunjucks or TemplateDialect.Liquid)
        {
            return (dialect == TemplateDialect.Liquid ? LiquidFilters : JinjaFilters).Select(name => new Suggestion(name, CompletionItemKind.Function, typed, "filter"));
        }

        if (lead.EndsWith(">"))
        {
            return file.References.Where(r => r.Kind == ReferenceKind.Partial).Select(r => new Suggestion(r.Target, CompletionItemKind.File, typed, "partial"));
        }

        if (dialect == TemplateDialect.SemanticKernel)
        {
            var sigil = lead.EndsWith("$") ? "" : "$";
            return Variables(file, typed, sigil);
        }

        if (open == statement && lead.TrimStart("-+").Trim().Length == 0)
        {
            return (dialect == TemplateDialect.Liquid ? LiquidStatements : JinjaStatements).Select(name => new Suggestion(name, CompletionItemKind.Keyword, typed, "statement"));
        }

        var helpers = dialect != TemplateDialect.Handlebars ? [] : file.Format == PromptFormat.Dotprompt ? HandlebarsHelpers.Concat(DotpromptHelpers) : HandlebarsHelpers.Concat(SemanticKernelHelpers);
        var suggestions = helpers.Select(name => new Suggestion(name, CompletionItemKind.Function, typed, "helper"));
        return lead.EndsWith("#") ? suggestions : Variables(file, typed, "").Concat(suggestions);
    }

    private static IEnumerable<Suggestion> Variables(PromptFile file, int typed, string sigil) =>
        file.Inputs.Select(input => new Suggestion(input.Name, CompletionItemKind.Variable, typed, input.Description ?? input.Type ?? "input", sigil + input.Name))
            .Concat(file.Templates.SelectMany(t => t.Syntax.Definitions).Select(d => d.Name).Distinct(StringComparer.Ordinal).Where(name => !file.Inputs.Any(i => i.Name == name)).Select(name => new Suggestion(name, CompletionItemKind.Variable, typed, "defined in the template", sigil + name)));
}
