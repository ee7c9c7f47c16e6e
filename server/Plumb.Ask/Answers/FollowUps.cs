using Plumb.Ask.Evidence;
using Plumb.Text;

namespace Plumb.Ask.Answers;

/// <summary>Questions that lead on from the evidence: about what it declares, in words that the workspace can answer.</summary>
internal static class FollowUps
{
    private const int Most = 3;

    public static IReadOnlyList<string> Of(IReadOnlyList<Passage> passages)
    {
        var names = passages.Where(p => p.Language.Kind == LanguageKind.Code && p.Symbol.Length > 0 && !IsTest(p.Path))
            .Select(p => p.Symbol[(p.Symbol.LastIndexOf('.') + 1)..])
            .Where(name => name.Length > 2 && name.All(c => char.IsLetterOrDigit(c) || c == '_'))
            .Distinct(StringComparer.Ordinal).ToList();
        var questions = new List<string>();
        if (names.Count > 0)
        {
            questions.Add($"Where is `{names[0]}` used?");
            questions.Add($"Where is `{names[0]}` tested?");
        }

        questions.AddRange(names.Skip(1).Select(name => $"What does `{name}` do?"));
        return [.. questions.Take(Most)];
    }

    private static bool IsTest(string path) => path.Contains("test", StringComparison.OrdinalIgnoreCase) || path.Contains("spec", StringComparison.OrdinalIgnoreCase);
}
