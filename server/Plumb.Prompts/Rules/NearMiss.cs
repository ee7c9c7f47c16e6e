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
        var letters = Letters(name);
        foreach (var candidate in names)
        {
            var limit = Math.Min(name.Length, candidate.Length) switch { <= 2 => 0, <= 4 => 1, _ => 2 };

            // An edit takes a character away and brings another: most names are told apart by which characters they have.
            var distance = IsSpelling(candidate, name) ? 0
                : Math.Abs(candidate.Length - name.Length) > limit || System.Numerics.BitOperations.PopCount(Letters(candidate) ^ letters) > 2 * limit ? int.MaxValue
                : Distance(name, candidate);
            if (distance <= limit && distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Whether two names are the same but for case and word separators.</summary>
    internal static bool IsSpelling(string a, string b)
    {
        var (i, j) = (0, 0);
        while (true)
        {
            while (i < a.Length && a[i] is '_' or '-')
            {
                i++;
            }

            while (j < b.Length && b[j] is '_' or '-')
            {
                j++;
            }

            if (i == a.Length || j == b.Length)
            {
                return i == a.Length && j == b.Length;
            }

            if (a[i] != b[j] && char.ToLowerInvariant(a[i]) != char.ToLowerInvariant(b[j]))
            {
                return false;
            }

            i++;
            j++;
        }
    }

    /// <summary>A name without its word separators and in lower case: equal for names that differ in nothing else.</summary>
    internal static string Spelling(string name)
    {
        var isPlain = true;
        foreach (var c in name)
        {
            isPlain &= c is not ('_' or '-') && char.ToLowerInvariant(c) == c;
        }

        return isPlain ? name : string.Concat(name.Where(c => c is not ('_' or '-')).Select(char.ToLowerInvariant));
    }

    /// <summary>Whether a template can use a name: where a hyphen is a minus sign, one with a hyphen is none.</summary>
    internal static bool CanBeWritten(string name, TemplateDialect dialect) =>
        dialect is TemplateDialect.Handlebars or TemplateDialect.Mustache or TemplateDialect.Liquid || name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.');

    /// <summary>The semantic-kernel engine ignores the case of names; the other engines do not.</summary>
    internal static StringComparison Comparison(TemplateDialect dialect) => dialect == TemplateDialect.SemanticKernel ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>A bit for each character that a name has; a few characters share one.</summary>
    private static ulong Letters(string name)
    {
        var letters = 0ul;
        foreach (var c in name)
        {
            letters |= 1ul << (c & 63);
        }

        return letters;
    }

    /// <summary>Edits, where swapping two neighbours is one (optimal string alignment).</summary>
    internal static int Distance(string a, string b)
    {
        // Names are short; a text that is passed off as a name must not cost n squared.
        if (Math.Abs(a.Length - b.Length) > 2 || a.Length > 100)
        {
            return int.MaxValue;
        }

        // What both begin and end with costs no edit.
        var same = a.AsSpan().CommonPrefixLength(b);
        return Distance(a.AsSpan(same), b.AsSpan(same));
    }

    private static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        while (a.Length > 0 && b.Length > 0 && a[^1] == b[^1])
        {
            a = a[..^1];
            b = b[..^1];
        }

        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length + b.Length;
        }

        var width = b.Length + 1;
        Span<int> rows = stackalloc int[3 * width];
        var before = rows[..width];
        var previous = rows.Slice(width, width);
        var current = rows[(2 * width)..];
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

            var spare = before;
            before = previous;
            previous = current;
            current = spare;
        }

        return previous[b.Length];
    }
}
