namespace Plumb.Tokens.Budgets;

/// <summary>
/// A pattern of paths: <c>*</c> and <c>?</c> match inside a folder's or file's name, <c>**</c> any number of folders. A pattern
/// without a slash matches the file's name in any folder.
/// </summary>
public sealed class PathPattern
{
    private readonly string[] parts;

    public PathPattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var trimmed = pattern.Replace('\\', '/').TrimStart('/');
        if (trimmed.StartsWith("./", StringComparison.Ordinal))
        {
            trimmed = trimmed[2..];
        }

        parts = pattern.Contains('/', StringComparison.Ordinal) ? trimmed.Split('/') : ["**", trimmed];
    }

    /// <param name="path">With forward slashes, from the root that the pattern is relative to.</param>
    public bool IsMatch(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var names = path.Split('/');

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
            if (p < pattern.Length && (pattern[p] == '?' || (pattern[p] != '*' && pattern[p] == name[n])))
            {
                p++;
                n++;
            }
            else if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, n);
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
}
