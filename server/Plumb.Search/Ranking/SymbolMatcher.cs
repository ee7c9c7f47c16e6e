namespace Plumb.Search.Ranking;

/// <summary>How well a typed query matches a symbol's name; higher is better, 0 is no match.</summary>
internal static class SymbolMatcher
{
    public const int Exact = 1000;

    public static int Score(string name, string query)
    {
        if (query.Length == 0)
        {
            return 1;
        }

        if (name.Length < query.Length)
        {
            return 0;
        }

        if (name.Equals(query, StringComparison.Ordinal))
        {
            return Exact + 1;
        }

        if (name.Equals(query, StringComparison.OrdinalIgnoreCase))
        {
            return Exact;
        }

        // Among names that match in the same way the shorter one is nearer.
        var brevity = Math.Max(0, 99 - (name.Length - query.Length));
        if (name.StartsWith(query, StringComparison.OrdinalIgnoreCase))
        {
            return 700 + brevity;
        }

        if (MatchesHumps(name, query))
        {
            return 500 + brevity;
        }

        if (name.Contains(query, StringComparison.OrdinalIgnoreCase))
        {
            return 300 + brevity;
        }

        return query.Length >= 3 && IsSubsequence(name, query) ? 100 + brevity : 0;
    }

    // "gtd" and "getTD" match getTokenDocument: every character continues a hump or begins the next one.
    private static bool MatchesHumps(string name, string query)
    {
        var at = 0;
        for (var i = 0; i < name.Length && at < query.Length; i++)
        {
            var starts = i == 0 || (char.IsUpper(name[i]) && !char.IsUpper(name[i - 1])) || name[i - 1] == '_';
            if (!starts || char.ToLowerInvariant(name[i]) != char.ToLowerInvariant(query[at]))
            {
                continue;
            }

            at++;
            while (at < query.Length && i + 1 < name.Length && char.IsLower(query[at]) && name[i + 1] == query[at])
            {
                at++;
                i++;
            }
        }

        return at == query.Length;
    }

    private static bool IsSubsequence(string name, string query)
    {
        var at = 0;
        foreach (var c in name)
        {
            if (at < query.Length && char.ToLowerInvariant(c) == char.ToLowerInvariant(query[at]))
            {
                at++;
            }
        }

        return at == query.Length;
    }
}
