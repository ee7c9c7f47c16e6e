using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;
using Plumb.Text;

namespace Plumb.Prompts.Code;

/// <summary>Makes a prompt file of a string in code.</summary>
internal static class CodePrompt
{
    /// <param name="role">The message's role; null where the template says it, or nobody does.</param>
    /// <param name="inputs">What the call fills in; null where that is not known.</param>
    public static PromptFile Make(string path, string code, MappedText text, TemplateDialect dialect, string? role, IReadOnlyList<PromptInput>? inputs)
    {
        var template = PromptTemplate.Parse(text, dialect);
        return Make(path, code, template, role, inputs);
    }

    /// <summary>A Python format string: <c>{name}</c> is a variable, a doubled brace is one.</summary>
    public static PromptFile MakeFormatString(string path, string code, MappedText text, string? role, IReadOnlyList<PromptInput>? inputs) =>
        Make(path, code, new PromptTemplate(text, TemplateDialect.Unknown, FormatString(text.Value), default), role, inputs);

    /// <summary>The dialect by the name that a call or a comment gives it.</summary>
    public static TemplateDialect Dialect(string name) => name.ToLowerInvariant() switch
    {
        "semantic-kernel" or "sk" => TemplateDialect.SemanticKernel,
        "handlebars" => TemplateDialect.Handlebars,
        "liquid" => TemplateDialect.Liquid,
        "jinja" or "jinja2" => TemplateDialect.Jinja,
        "mustache" => TemplateDialect.Mustache,
        "nunjucks" => TemplateDialect.Nunjucks,
        _ => TemplateDialect.Unknown,
    };

    private static PromptFile Make(string path, string code, PromptTemplate template, string? role, IReadOnlyList<PromptInput>? inputs) => new(PromptFormat.Code, path, code)
    {
        Templates = [template],
        Messages = role is null ? [] : [new PromptMessage(role, default, template, new TextSpan(0, template.Text.Value.Length))],
        Inputs = inputs ?? [],
        InputsAreComplete = inputs is not null,
    };

    private static TemplateSyntax FormatString(string text)
    {
        var syntax = new TemplateSyntax();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '{' or '}' && at + 1 < text.Length && text[at + 1] == text[at])
            {
                at++;
            }
            else if (text[at] == '{')
            {
                var end = at + 1;
                while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
                {
                    end++;
                }

                // Anything else in braces is text that was meant literally, or a field of a value.
                if (end < text.Length && text[end] is '}' or ':' or '!' && end > at + 1 && !char.IsAsciiDigit(text[at + 1]))
                {
                    syntax.Use(text[(at + 1)..end], new TextSpan(at + 1, end), isPrinted: true);
                }

                at = end - 1;
            }
        }

        return syntax;
    }
}
