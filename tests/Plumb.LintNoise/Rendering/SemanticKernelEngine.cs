using Microsoft.SemanticKernel;
using Plumb.Prompts.Templates;

namespace Plumb.LintNoise.Rendering;

/// <summary>Semantic Kernel's own engine. Functions print their names and what they are given.</summary>
internal static class SemanticKernelEngine
{
    /// <summary>What the engine says about a template: null where it takes it.</summary>
    public static string? Refusal(string text)
    {
        try
        {
            new KernelPromptTemplateFactory().Create(new PromptTemplateConfig(text));
            return null;
        }
        catch (KernelException e)
        {
            return e.Message;
        }
    }

    public static string? Render(string text, TemplateSyntax syntax, Dictionary<string, object> values)
    {
        try
        {
            var template = new KernelPromptTemplateFactory { AllowDangerouslySetContent = true }.Create(new PromptTemplateConfig(text) { AllowDangerouslySetContent = true });
            var kernel = new Kernel();
            foreach (var plugin in syntax.Calls.Where(c => c.Kind == CallKind.Function).Select(c => c.Name).Distinct(StringComparer.OrdinalIgnoreCase).GroupBy(n => n.Contains('.', StringComparison.Ordinal) ? n[..n.IndexOf('.', StringComparison.Ordinal)] : "plain", StringComparer.OrdinalIgnoreCase))
            {
                kernel.Plugins.AddFromFunctions(plugin.Key, plugin.Select(name => KernelFunctionFactory.CreateFromMethod((KernelArguments arguments, string input = "") => input.Length > 0 ? $"{name}({input})" : Show(name, arguments), name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..])));
            }

            var given = new KernelArguments();
            foreach (var (name, value) in values)
            {
                given[name] = value is List<string> list ? string.Join(',', list) : value;
            }

            return template.RenderAsync(kernel, given).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is KernelException or KeyNotFoundException or ArgumentException)
        {
            return null;
        }
    }

    private static string Show(string name, KernelArguments arguments) => $"{name}({string.Join(',', arguments.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value}"))})";
}
