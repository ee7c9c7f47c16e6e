namespace Plumb.Prompts.Rules;

/// <summary>Guesses which name was meant.</summary>
public static class NearMiss
{
    /// <summary>The closest of <paramref name="names"/>: the same but for case or word separators, or at most two edits away (one for short names, none for one or two letters).</summary>
    public static string? Find(string name, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(names);
        var (best, bestDistance) = ((string?)null, int.MaxValue);
        foreach (var candidate in names)
        {
            var distance = Squash(candidate) == Squash(name) ? 0 : Distance(name, candidate);
            var limit = Math.Min(name.Length, candidate.Length) switch { <= 2 => 0, <= 4 => 1, _ => 2 };
            if (distance <= limit && distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Whether two names are the same but for case and word separators.</summary>
    internal static bool IsSpelling(string a, string b) => Squash(a) == Squash(b);

    /// <summary>The semantic-kernel engine ignores the case of names; the other engines do not.</summary>
    internal static StringComparison Comparison(TemplateDialect dialect) => dialect == TemplateDialect.SemanticKernel ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static string Squash(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Edits, where swapping two neighbours is one (optimal string alignment).</summary>
    internal static int Distance(string a, string b)
    {
        // Names are short; a text that is passed off as a name must not cost n squared.
        if (Math.Abs(a.Length - b.Length) > 2 || a.Length > 100)
        {
            return int.MaxValue;
        }

        var (before, previous, current) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[b.Length];
    }
}
