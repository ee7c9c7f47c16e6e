using System.Text.RegularExpressions;
using Fluid;

namespace Plumb.LintNoise.Rendering;

/// <summary>
/// Liquid by Fluid. Jinja's comments, conditions, loops and filters are written as Liquid's first; what has no
/// counterpart there is refused.
/// </summary>
internal static partial class LiquidEngine
{
    private static readonly FluidParser Parser = new();

    /// <summary>What the engine says about a template: null where it takes it.</summary>
    public static string? Refusal(string text) => Parser.TryParse(text, out _, out var error) ? null : error;

    public static string? Render(string text, Dictionary<string, object> values)
    {
        if (!Parser.TryParse(text, out var template, out _))
        {
            return null;
        }

        var context = new TemplateContext { MaxSteps = 200_000 };
        foreach (var (name, value) in values)
        {
            context.SetValue(name, value);
        }

        try
        {
            return template.Render(context);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or InvalidCastException)
        {
            return null;
        }
    }

    public static string? RenderJinja(string text, Dictionary<string, object> values) => HasNoCounterpart().IsMatch(text) ? null : Render(ToLiquid(text), values);

    private static string ToLiquid(string text)
    {
        text = Comment().Replace(text, "{% comment %}c{% endcomment %}");
        text = ElseIf().Replace(text, "{%${dash} elsif ");
        return Filter().Replace(text, "| ${name}: ${arguments}");
    }

    [GeneratedRegex(@"\{#[\s\S]*?#\}")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\{%(?<dash>-?)\s*elif\s")]
    private static partial Regex ElseIf();

    [GeneratedRegex(@"\|\s*(?<name>\w+)\((?<arguments>[^()]*)\)")]
    private static partial Regex Filter();

    [GeneratedRegex(@"\{%-?\s*(?:set|macro|block|extends|import|from|call|with|filter)\s")]
    private static partial Regex HasNoCounterpart();
}
