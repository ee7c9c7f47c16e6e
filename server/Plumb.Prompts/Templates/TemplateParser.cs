namespace Plumb.Prompts.Templates;

/// <summary>The parser of each dialect.</summary>
internal static class TemplateParser
{
    public static TemplateSyntax Parse(string text, TemplateDialect dialect) => dialect switch
    {
        TemplateDialect.SemanticKernel => SemanticKernelParser.Parse(text),
        _ => TemplateSyntax.Nothing,
    };
}
