namespace Plumb.Prompts.Templates;

/// <summary>The parser of each dialect.</summary>
public static class TemplateParser
{
    public static TemplateSyntax Parse(string text, TemplateDialect dialect) => dialect switch
    {
        TemplateDialect.SemanticKernel => SemanticKernelParser.Parse(text),
        TemplateDialect.Handlebars => HandlebarsParser.Parse(text, isMustache: false),
        TemplateDialect.Mustache => HandlebarsParser.Parse(text, isMustache: true),
        TemplateDialect.Liquid => LiquidParser.Parse(text),
        TemplateDialect.Jinja => JinjaParser.Parse(text, isNunjucks: false),
        TemplateDialect.Nunjucks => JinjaParser.Parse(text, isNunjucks: true),
        TemplateDialect.Poml => PomlParser.Parse(text).Syntax,
        _ => TemplateSyntax.Nothing,
    };
}
