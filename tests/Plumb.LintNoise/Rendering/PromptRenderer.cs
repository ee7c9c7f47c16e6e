using Plumb.Prompts;
using Plumb.Prompts.Model;
using Plumb.Prompts.Templates;

namespace Plumb.LintNoise.Rendering;

/// <summary>Which kind of value the inputs of a prompt are given: texts are printed, lists are looped over.</summary>
internal enum SampleKind
{
    Texts,
    Lists,
}

/// <summary>
/// Renders a prompt with its dialect's own engine or the library closest to it, so that what is sent before and after a
/// fix can be compared. Names that differ by case and separators alone get one value: mending such a slip is what a fix is for.
/// </summary>
internal static class PromptRenderer
{
    /// <summary>The messages as they are sent, each with its role; null where an engine refuses a template, or there is none for its dialect.</summary>
    public static IReadOnlyList<string>? Render(PromptFile file, SampleKind kind, IReadOnlyCollection<string> names)
    {
        var rendered = new List<string>();
        foreach (var template in file.Templates)
        {
            var role = file.Messages.FirstOrDefault(m => m.Template == template && file.Templates.Count > 1)?.Role;
            if (Render(template.Text.Value, template.Dialect, kind, names) is not { } text)
            {
                return null;
            }

            rendered.Add(role is null ? text : role + ": " + text);
        }

        return rendered;
    }

    /// <summary>Every name that a file uses or declares.</summary>
    public static HashSet<string> Names(PromptFile file) =>
        [.. file.Inputs.Select(i => i.Name), .. file.Templates.SelectMany(t => t.Syntax.Variables).Select(v => v.Name)];

    public static string? Render(string text, TemplateDialect dialect, SampleKind kind, IReadOnlyCollection<string> names)
    {
        var values = names.ToDictionary(n => n, n => Value(n, kind));
        var syntax = TemplateParser.Parse(text, dialect);
        return dialect switch
        {
            TemplateDialect.SemanticKernel => SemanticKernelEngine.Render(text, syntax, values),
            TemplateDialect.Handlebars or TemplateDialect.Mustache => HandlebarsEngine.Render(text, syntax, values),
            TemplateDialect.Liquid => LiquidEngine.Render(text, values),
            TemplateDialect.Jinja or TemplateDialect.Nunjucks => NunjucksEngine.Missing is null ? NunjucksEngine.Render(text, values) : LiquidEngine.RenderJinja(text, values),
            TemplateDialect.Poml => PomlEngine.Render(text, values),
            TemplateDialect.Unknown => text,
            _ => null,
        };
    }

    private static object Value(string name, SampleKind kind)
    {
        var squashed = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        return kind == SampleKind.Texts ? $"[{squashed}]" : new List<string> { $"[{squashed} 1]", $"[{squashed} 2]" };
    }
}
