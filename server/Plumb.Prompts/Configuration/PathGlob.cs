namespace Plumb.Prompts.Configuration;

/// <summary>
/// A glob over posix paths: <c>*</c> and <c>?</c> stay inside a folder, <c>**</c> crosses folders, <c>[a-z]</c> and
/// <c>[!a]</c> are sets, <c>{a,b}</c> alternatives. One without a slash is about names and holds in every folder; one
/// that ends with a slash, or names a folder, holds for all that is in it.
/// </summary>
public sealed class PathGlob
{
    private const int MostAlternatives = 64;

    private readonly IReadOnlyList<string> patterns;

    /// <param name="text">The glob, with forward slashes.</param>
    public PathGlob(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        var trimmed = text.TrimEnd('/');
        trimmed = trimmed.StartsWith("./", StringComparison.Ordinal) ? trimmed[2..] : trimmed;
        var anchored = trimmed.StartsWith('/') ? trimmed[1..] : trimmed.Contains('/') ? trimmed : "**/" + trimmed;
        patterns = Expand(anchored);
    }

    public string Text { get; }

    /// <param name="path">Posix, relative to where the glob is written.</param>
    public bool IsMatch(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var pattern in patterns)
        {
            if (Matches(pattern, path))
            {
                return true;
            }

            // A glob that names a folder holds for what is in it.
            for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            {
                if (Matches(pattern, path[..slash]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Each alternative of the braces as a pattern of its own; past a bound the braces stand for themselves.</summary>
    private static List<string> Expand(string pattern)
    {
        var done = new List<string>();
        var open = new Queue<string>([pattern]);
        while (open.TryDequeue(out var next))
        {
            var brace = next.IndexOf('{', StringComparison.Ordinal);
            var close = brace < 0 ? -1 : next.IndexOf('}', brace);
            if (close < 0 || done.Count + open.Count >= MostAlternatives)
            {
                done.Add(next);
                continue;
            }

            foreach (var part in next[(brace + 1)..close].Split(','))
            {
                open.Enqueue(string.Concat(next.AsSpan(0, brace), part, next.AsSpan(close + 1)));
            }
        }

        return done;
    }

    /// <summary>Dynamic over both texts: no glob costs more than their product.</summary>
    private static bool Matches(string pattern, string path)
    {
        var states = new bool[path.Length + 1];
        states[0] = true;
        var at = 0;
        while (at < pattern.Length)
        {
            var next = new bool[path.Length + 1];
            if (pattern[at] == '*' && at + 1 < pattern.Length && pattern[at + 1] == '*')
            {
                // "**/" also stands for no folder at all.
                var folders = at + 2 < pattern.Length && pattern[at + 2] == '/';
                at += folders ? 3 : 2;
                var seen = false;
                for (var i = 0; i <= path.Length; i++)
                {
                    next[i] = states[i] || (seen && (!folders || path[i - 1] == '/'));
                    seen |= states[i];
                }
            }
            else if (pattern[at] == '*')
            {
                at++;
                var reach = false;
                for (var i = 0; i <= path.Length; i++)
                {
                    reach = states[i] || (reach && path[i - 1] != '/');
                    next[i] = reach;
                }
            }
            else
            {
                var (length, fits) = One(pattern, at);
                at += length;
                for (var i = 0; i < path.Length; i++)
                {
                    next[i + 1] = states[i] && fits(path[i]);
                }
            }

            states = next;
        }

        return states[path.Length];
    }

    /// <summary>What stands for one character: how long it is, and which characters it takes.</summary>
    private static (int Length, Func<char, bool> Fits) One(string pattern, int at)
    {
        var c = pattern[at];
        if (c == '?')
        {
            return (1, x => x != '/');
        }

        var close = c == '[' ? pattern.IndexOf(']', Math.Min(pattern.Length, at + 2)) : -1;
        if (close < 0)
        {
            return (1, x => x == c);
        }

        var negated = pattern[at + 1] is '!' or '^';
        var set = pattern[(at + (negated ? 2 : 1))..close];
        return (close - at + 1, x => x != '/' && InSet(set, x) != negated);
    }

    private static bool InSet(string set, char c)
    {
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                if (c >= set[i] && c <= set[i + 2])
                {
                    return true;
                }

                i += 2;
            }
            else if (set[i] == c)
            {
                return true;
            }
        }

        return false;
    }
}
