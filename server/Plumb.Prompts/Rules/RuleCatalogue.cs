namespace Plumb.Prompts.Rules;

/// <summary>Every rule, ordered by code.</summary>
public static class RuleCatalogue
{
    public static IReadOnlyList<LintRule> All { get; } =
    [
        new P01UnreadableFile(),
        new S03InvisibleUnicode(),
        new T01UndefinedVariable(),
        new T04MalformedTemplate(),
    ];

    /// <summary>The rule by its code or its name, in any case; null when there is none.</summary>
    public static LintRule? Find(string codeOrName) => All.FirstOrDefault(r =>
        r.Code.Equals(codeOrName, StringComparison.OrdinalIgnoreCase) || r.Name.Equals(codeOrName, StringComparison.OrdinalIgnoreCase));
}
