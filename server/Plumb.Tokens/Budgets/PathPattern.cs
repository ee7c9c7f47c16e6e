namespace Plumb.Tokens.Budgets;

/// <summary>
/// A pattern of paths: <c>*</c> and <c>?</c> match inside a folder's or file's name, <c>**</c> any number of folders,
/// <c>[a-z]</c> and <c>[!a]</c> are sets, <c>{a,b}</c> alternatives (<see cref="BraceExpansion"/>). A pattern without a slash
/// matches the file's name in any folder.
/// </summary>
public sealed class PathPattern
{
    private readonly string[][] alternatives;

    public PathPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        alternatives = [.. BraceExpansion.Expand(pattern.Replace('\\', '/')).Select(Cut)];
    }

    /// <param name="path">With forward slashes, from the root that the pattern is relative to.</param>
    public bool IsMatch(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var names = path.Split('/');
        return Array.Exists(alternatives, parts => IsMatch(parts, names));
    }

    private static string[] Cut(string pattern)
    {
        var trimmed = pattern.TrimStart('/');
        if (trimmed.StartsWith("./", StringComparison.Ordinal))
        {
            trimmed = trimmed[2..];
        }

        return pattern.Contains('/', StringComparison.Ordinal) ? trimmed.Split('/') : ["**", trimmed];
    }

    private static bool IsMatch(string[] parts, string[] names)
    {
        // can[i]: the pattern's parts so far match the first i names. A pass for each part, so no pattern takes long.
        var can = new bool[names.Length + 1];
        can[0] = true;
        foreach (var part in parts)
        {
            var next = new bool[names.Length + 1];
            for (var i = 0; i <= names.Length; i++)
            {
                next[i] = part == "**"
                    ? can[i] || (i > 0 && next[i - 1])
                    : i > 0 && can[i - 1] && IsNameMatch(part, names[i - 1]);
            }

            can = next;
        }

        return can[names.Length];
    }

    private static bool IsNameMatch(string pattern, string name)
    {
        var (p, n, star, mark) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, n);
            }
            else if (p < pattern.Length && TakesOne(pattern, p, name[n], out var after))
            {
                p = after;
                n++;
            }
            else if (star >= 0)
            {
                (p, n) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }

    /// <summary>Whether what stands at a place of the pattern takes a character, and where the pattern goes on.</summary>
    private static bool TakesOne(string pattern, int at, char c, out int after)
    {
        // A bracket right behind the opening one is a member; a set without an end is a character.
        var isNegated = at + 1 < pattern.Length && pattern[at + 1] is '!' or '^';
        var first = at + (isNegated ? 2 : 1);
        var close = pattern[at] == '[' && first < pattern.Length ? pattern.IndexOf(']', first + 1) : -1;
        if (close < 0)
        {
            after = at + 1;
            return pattern[at] == '?' || pattern[at] == c;
        }

        after = close + 1;
        var isMember = false;
        for (var i = first; i < close; i++)
        {
            var isRange = i + 2 < close && pattern[i + 1] == '-';
            isMember |= c >= pattern[i] && c <= (isRange ? pattern[i + 2] : pattern[i]);
            i += isRange ? 2 : 0;
        }

        return isMember != isNegated;
    }
}
