using System.Text;

namespace Plumb.Search.Discovery;

/// <summary>
/// Glob matching as git does it: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[[:alpha:]]</c>, backslash escapes and, in path mode, <c>**</c>.
/// As in git, <c>?</c> and sets match one byte of UTF-8, so "ä" needs two of them.
/// </summary>
internal ref struct Wildmatch
{
    // A hostile pattern ("**/**/**/...") needs exponential time; what takes longer than this matches nothing.
    private const int MaxSteps = 200_000;

    private readonly ReadOnlySpan<char> pattern;
    private readonly ReadOnlySpan<char> text;
    private readonly bool pathMode;
    private readonly bool ignoreCase;
    private int steps;

    private Wildmatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool pathMode, bool ignoreCase)
    {
        this.pattern = pattern;
        this.text = text;
        this.pathMode = pathMode;
        this.ignoreCase = ignoreCase;
    }

    private enum Outcome
    {
        Match,
        NoMatch,

        /// <summary>No longer text can match either: an outer star need not try further.</summary>
        AbortAll,

        /// <summary>Only a <c>**</c> further out can still match, because a slash is in the way.</summary>
        AbortToStarStar,
    }

    /// <param name="pathMode">True: <c>*</c>, <c>?</c> and sets do not match a slash, and <c>**</c> has its meaning.</param>
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool pathMode, bool ignoreCase)
    {
        if (!Ascii.IsValid(text) || !Ascii.IsValid(pattern))
        {
            pattern = ToByteString(pattern);
            text = ToByteString(text);
        }

        return new Wildmatch(pattern, text, pathMode, ignoreCase).Match(0, 0) == Outcome.Match;
    }

    /// <summary>The UTF-8 bytes, a character each.</summary>
    private static string ToByteString(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return Encoding.Latin1.GetString(bytes, 0, Encoding.UTF8.GetBytes(text, bytes));
    }

    private readonly char PatternAt(int at) => at < pattern.Length ? pattern[at] : '\0';

    private readonly char Fold(char c) => ignoreCase && char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;

    private Outcome Match(int p, int t)
    {
        for (; p < pattern.Length; p++, t++)
        {
            if (++steps > MaxSteps)
            {
                return Outcome.AbortAll;
            }

            var wanted = pattern[p];
            if (t >= text.Length && wanted != '*')
            {
                return Outcome.AbortAll;
            }

            switch (wanted)
            {
                case '?':
                    if (pathMode && text[t] == '/')
                    {
                        return Outcome.NoMatch;
                    }

                    break;
                case '[':
                    var inSet = MatchSet(ref p, text[t]);
                    if (inSet is null)
                    {
                        return Outcome.AbortAll;
                    }

                    if (!inSet.Value || (pathMode && text[t] == '/'))
                    {
                        return Outcome.NoMatch;
                    }

                    break;
                case '*':
                    if (MatchStar(ref p, ref t) is { } outcome)
                    {
                        return outcome;
                    }

                    break;
                default:
                    if (wanted == '\\')
                    {
                        // A backslash at the end stands for nothing, so the pattern matches nothing.
                        wanted = PatternAt(++p);
                    }

                    if (Fold(text[t]) != Fold(wanted))
                    {
                        return Outcome.NoMatch;
                    }

                    break;
            }
        }

        return t < text.Length ? Outcome.NoMatch : Outcome.Match;
    }

    /// <summary>Null: a lone star before a slash took one folder, go on behind the slash.</summary>
    private Outcome? MatchStar(ref int p, ref int t)
    {
        var before = p - 1;
        var matchSlash = !pathMode;
        p++;
        if (PatternAt(p) == '*')
        {
            while (PatternAt(p) == '*')
            {
                p++;
            }

            if (pathMode
                && (before < 0 || pattern[before] == '/')
                && (p >= pattern.Length || pattern[p] == '/' || (pattern[p] == '\\' && PatternAt(p + 1) == '/')))
            {
                // "a/**/b" matches "a/b" too.
                if (PatternAt(p) == '/' && Match(p + 1, t) == Outcome.Match)
                {
                    return Outcome.Match;
                }

                matchSlash = true;
            }
        }

        if (p >= pattern.Length)
        {
            return !matchSlash && text[t..].Contains('/') ? Outcome.NoMatch : Outcome.Match;
        }

        if (!matchSlash && pattern[p] == '/')
        {
            var slash = text[t..].IndexOf('/');
            if (slash < 0)
            {
                return Outcome.NoMatch;
            }

            t += slash;
            return null;
        }

        var literal = pattern[p] is not ('*' or '?' or '[' or '\\');
        while (t < text.Length)
        {
            if (literal)
            {
                var wanted = Fold(pattern[p]);
                while (t < text.Length && Fold(text[t]) != wanted && (matchSlash || text[t] != '/'))
                {
                    t++;
                }

                if (t >= text.Length || Fold(text[t]) != wanted)
                {
                    return Outcome.NoMatch;
                }
            }

            var outcome = Match(p, t);
            if (outcome != Outcome.NoMatch)
            {
                if (!matchSlash || outcome != Outcome.AbortToStarStar)
                {
                    return outcome;
                }
            }
            else if (!matchSlash && text[t] == '/')
            {
                return Outcome.AbortToStarStar;
            }

            t++;
        }

        return Outcome.AbortAll;
    }

    /// <summary>Leaves <paramref name="p"/> on the closing bracket; null where the set is malformed.</summary>
    private readonly bool? MatchSet(ref int p, char c)
    {
        c = Fold(c);
        var current = PatternAt(++p);
        var negated = current is '!' or '^';
        if (negated)
        {
            current = PatternAt(++p);
        }

        var previous = '\0';
        var matched = false;
        do
        {
            if (p >= pattern.Length)
            {
                return null;
            }

            if (current == '\\')
            {
                current = PatternAt(++p);
                if (p >= pattern.Length)
                {
                    return null;
                }

                matched |= c == current;
            }
            else if (current == '-' && previous != '\0' && PatternAt(p + 1) is not ('\0' or ']'))
            {
                current = PatternAt(++p);
                if (current == '\\')
                {
                    current = PatternAt(++p);
                    if (p >= pattern.Length)
                    {
                        return null;
                    }
                }

                matched |= (c >= previous && c <= current)
                    || (ignoreCase && char.IsAsciiLetterLower(c) && (char)(c & ~0x20) is var upper && upper >= previous && upper <= current);
                current = '\0';
            }
            else if (current == '[' && PatternAt(p + 1) == ':')
            {
                var start = p + 2;
                var end = start;
                while (end < pattern.Length && pattern[end] != ']')
                {
                    end++;
                }

                if (end >= pattern.Length)
                {
                    return null;
                }

                if (end - start < 1 || pattern[end - 1] != ':')
                {
                    // No ":]": the bracket is a member like any other.
                    matched |= c == '[';
                }
                else
                {
                    if (IsInClass(pattern[start..(end - 1)], c) is not { } inClass)
                    {
                        return null;
                    }

                    matched |= inClass;
                    p = end;
                    current = '\0';
                }
            }
            else
            {
                matched |= c == current;
            }

            previous = current;
            current = PatternAt(++p);
        }
        while (current != ']');

        return matched != negated;
    }

    private readonly bool? IsInClass(ReadOnlySpan<char> name, char c) => name switch
    {
        "alnum" => char.IsAsciiLetterOrDigit(c),
        "alpha" => char.IsAsciiLetter(c),
        "blank" => c is ' ' or '\t',
        "cntrl" => c < 0x20 || c == 0x7F,
        "digit" => char.IsAsciiDigit(c),
        "graph" => c is > ' ' and < (char)0x7F,
        "lower" => char.IsAsciiLetterLower(c),
        "print" => c is >= ' ' and < (char)0x7F,
        "punct" => c is > ' ' and < (char)0x7F && !char.IsAsciiLetterOrDigit(c),
        "space" => c is ' ' or (>= '\t' and <= '\r'),
        "upper" => char.IsAsciiLetterUpper(c) || (ignoreCase && char.IsAsciiLetterLower(c)),
        "xdigit" => char.IsAsciiHexDigit(c),
        _ => null,
    };
}
