using Plumb.Prompts.Model;

namespace Plumb.Prompts.Rules;

/// <summary>The names of a file's inputs, looked up without going through all of them for each use.</summary>
internal sealed class DeclaredNames
{
    /// <summary>Pairs of names that are compared letter by letter before guessing ends: a file with thousands of slips is not mended by guesses.</summary>
    private const int MostComparisons = 50_000;

    private readonly List<string> all = [];
    private readonly HashSet<string> exact = new(StringComparer.Ordinal);
    private readonly HashSet<string> anyCase = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> spellings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> near = new(StringComparer.Ordinal);
    private int compared;

    public DeclaredNames(IReadOnlyList<PromptInput> inputs)
    {
        foreach (var input in inputs)
        {
            if (exact.Add(input.Name))
            {
                all.Add(input.Name);
                anyCase.Add(input.Name);
            }

            if (input.Source == PromptInputSource.Declared)
            {
                spellings.TryAdd(NearMiss.Spelling(input.Name), input.Name);
            }
        }
    }

    /// <summary>Whether an input has the name; in any case where the engine ignores it.</summary>
    public bool Contains(string name, StringComparison comparison) => (comparison == StringComparison.OrdinalIgnoreCase ? anyCase : exact).Contains(name);

    /// <summary>The declared input that is the same but for case and word separators; null where there is none.</summary>
    public string? Spelling(string name) => spellings.GetValueOrDefault(NearMiss.Spelling(name));

    /// <summary>The input that was probably meant, as <see cref="NearMiss.Find"/> guesses.</summary>
    public string? Near(string name)
    {
        if (!near.TryGetValue(name, out var found) && compared < MostComparisons)
        {
            compared += all.Count;
            near[name] = found = NearMiss.Find(name, all);
        }

        return found;
    }
}
