using HandlebarsDotNet;
using Plumb.Prompts.Templates;

namespace Plumb.LintNoise.Rendering;

/// <summary>Handlebars by its .NET library. Helpers print their names and what they are given, partials their names.</summary>
internal static class HandlebarsEngine
{
    private static readonly HashSet<string> BuiltIn = ["if", "unless", "each", "with", "lookup", "log", "else"];

    /// <summary>What the engine says about a template: null where it takes it.</summary>
    public static string? Refusal(string text)
    {
        try
        {
            Create(TemplateParser.Parse(text, Prompts.TemplateDialect.Handlebars)).Compile(text);
            return null;
        }
        catch (Exception e) when (e is HandlebarsException or InvalidOperationException or ArgumentException)
        {
            return e.Message;
        }
    }

    public static string? Render(string text, TemplateSyntax syntax, Dictionary<string, object> values)
    {
        try
        {
            return Create(syntax).Compile(text)(values);
        }
        catch (Exception e) when (e is HandlebarsException or InvalidOperationException or ArgumentException or InvalidCastException or NullReferenceException)
        {
            return null;
        }
    }

    private static IHandlebars Create(TemplateSyntax syntax)
    {
        var engine = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = false });
        foreach (var name in syntax.Calls.Where(c => c.Kind is CallKind.Helper or CallKind.Function).Select(c => c.Name).Distinct().Where(n => !BuiltIn.Contains(n)))
        {
            engine.RegisterHelper(name, (writer, _, arguments) => writer.WriteSafeString($"{name}({string.Join(',', arguments)})"));
            engine.RegisterHelper(name, (writer, options, context, arguments) =>
            {
                writer.WriteSafeString($"{name}({string.Join(',', arguments)})");
                options.Template(writer, context);
                options.Inverse(writer, context);
            });
        }

        foreach (var include in syntax.Includes.Select(i => i.Name).Distinct())
        {
            engine.RegisterTemplate(include, $"[partial {include}]");
        }

        return engine;
    }
}
