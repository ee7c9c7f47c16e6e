using System.Collections.Frozen;

namespace Plumb.Search.Secrets;

/// <summary>A variable of an <c>.env</c> file that is a setting as anybody may read it: its name says what, and its value is no more than that.</summary>
internal static class OrdinaryVariable
{
    // Longer ones count at the end of a word as well: TOTALSECONDS.
    private const int LongName = 6;

    private static readonly FrozenSet<string> Names = new[]
    {
        "model", "models", "deployment", "embedding", "engine", "provider", "backend", "driver", "region", "location", "zone", "path", "paths", "dir", "directory", "folder", "file", "filename", "prefix", "suffix",
        "type", "types", "mode", "level", "format", "encoding", "scheme", "method", "methods", "policy", "protocol", "protocols", "header", "version", "name", "title", "theme", "stage", "environment",
        "timeout", "interval", "period", "duration", "ticks", "days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds", "time", "size", "sizes", "bytes", "count", "limit",
        "locale", "lang", "language", "timezone", "tz", "bucket", "table", "collection", "dataset", "scope", "scopes",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    // What such a name is given goes to every browser.
    private static readonly string[] Published = ["NEXT_PUBLIC_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "PUBLIC_", "VITE_", "REACT_APP_", "GATSBY_"];

    public static bool IsOne(string name, ReadOnlySpan<char> value)
    {
        if (NamedValue.SaysSecret(name))
        {
            return false;
        }

        var scheme = value.IndexOf("://");
        if (scheme > 0)
        {
            // An address that holds nothing but a host and a path of words.
            return value.StartsWith("http", StringComparison.OrdinalIgnoreCase) && !value.ContainsAny("@?#") && SecretValue.IsWordy(value[(scheme + 3)..]);
        }

        return IsPublished(name) || (SaysOrdinary(name) && (SecretValue.IsWordy(value.Trim('/')) || Identifier.IsOne(value) || IsMeasure(value)));
    }

    /// <summary>Whether the name says that a number in it is a measure.</summary>
    public static bool SaysOrdinary(ReadOnlySpan<char> name)
    {
        for (var at = 0; NamedValue.NextWord(name, ref at) is var word && !word.IsEmpty;)
        {
            if (Lookup.Contains(word))
            {
                return true;
            }

            for (var start = 1; start <= word.Length - LongName; start++)
            {
                if (Lookup.Contains(word[start..]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsPublished(string name)
    {
        foreach (var prefix in Published)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // 60s, 100x100, 1.5GB
    private static bool IsMeasure(ReadOnlySpan<char> value)
    {
        var letters = 0;
        foreach (var c in value)
        {
            letters += char.IsAsciiLetter(c) ? 1 : 0;
            if (!char.IsAsciiLetterOrDigit(c) && c != '.')
            {
                return false;
            }
        }

        return letters < 3 && value.Length < 12 && char.IsAsciiDigit(value[0]);
    }
}
