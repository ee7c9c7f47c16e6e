using Plumb.Prompts.Model;
using Plumb.Prompts.Workspace;
using Plumb.Prompts.Yaml;

namespace Plumb.Prompts.Rules;

/// <summary>How many tokens a prompt's fixed text has.</summary>
internal static class PromptTokens
{
    /// <summary>A bound that needs no counting: a token is at least one byte, and a character at most three.</summary>
    public static long Upper(PromptFile file) => file.Templates.Sum(t => 3L * t.Text.Value.Length);

    public static int Count(PromptFile file, ITokenCounter counter, string? model) => file.Templates.Sum(t => counter.Count(t.Text.Value, model));

    public static int? MaxTokens(PromptModel model) => (model.Find(ParameterKind.MaxTokens)?.Value as DataScalar)?.Number is >= 1 and <= int.MaxValue and var number ? (int)number : null;
}
