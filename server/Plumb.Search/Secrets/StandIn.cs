using System.Buffers;
using System.Collections.Frozen;

namespace Plumb.Search.Secrets;

/// <summary>What documentation, tests and a fresh installation say where a secret could stand: it tells what it stands for.</summary>
internal static class StandIn
{
    private const int MostWords = 4;
    private const int MostShortWords = 2;
    private const int LeastHexKey = 16;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly FrozenSet<string> Users = new[] { "user", "username", "usr", "myuser", "foo" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenSet<string> UsersPasswords = new[] { "pass", "passwd", "pwd", "pw", "key", "token", "bar" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Whoever is named beside it.
    private static readonly FrozenSet<string> Passwords = new[]
    {
        "password", "secret", "mypassword", "mypass", "mypwd", "mysecret", "mysecretpassword", "userpassword", "dbpassword",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Own = ["token", "key", "secret", "credential", "credentials", "access", "refresh", "auth", "bearer", "test", "dummy", "fake", "mock"];

    /// <summary>"user:password@host", "postgres:postgres@host", "[user[:password]@]host", "admin:secret@host": what everybody knows.</summary>
    public static bool IsLogin(ReadOnlySpan<char> user, ReadOnlySpan<char> password) =>
        user.SequenceEqual(password) || (password.EndsWith("]", StringComparison.Ordinal) && user.Contains('[')) || (user.Contains('[') && user.EndsWith("[", StringComparison.Ordinal))
        || user.ContainsAny('<', '{') || IsPassword(password.Trim("[]"))
        || (Users.Contains(user.Trim("[]").ToString()) && UsersPasswords.Contains(password.Trim("[]").ToString()))
        || (user.EndsWith("username", StringComparison.OrdinalIgnoreCase) && password.EndsWith("password", StringComparison.OrdinalIgnoreCase));

    /// <summary>"password", "my_password", "secret": the word for it.</summary>
    public static bool IsPassword(ReadOnlySpan<char> password) =>
        password.Length < 24 && Passwords.Contains(password.ToString().Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal));

    /// <summary>"token123", "new-access123", "TestApiKey!", "sk-lf-1234567890": a few words, of which one says what a secret is, and digits in a row; "abc123xyz": nothing but rows.</summary>
    public static bool NamesItself(ReadOnlySpan<char> value)
    {
        value = value.TrimEnd('!');
        if (IsInRows(value))
        {
            return true;
        }

        var (words, shorts) = (0, 0);
        var (says, isKey, counts) = (false, false, false);
        for (var at = 0; Identifier.NextPart(value, ref at) is var part && !part.IsEmpty;)
        {
            if (char.IsAsciiDigit(part[0]))
            {
                if (part.Length > 2 && !IsInARow(part))
                {
                    return false;
                }

                counts |= part.Length > 2;
                continue;
            }

            if (!char.IsAsciiLetter(part[0]) || ++words > MostWords)
            {
                return false;
            }

            isKey |= part is "sk" or "pk";
            var own = EndsAsOwn(part);
            says |= own;
            if (part.Length < 4)
            {
                shorts += own ? 0 : 1;
            }
            else if (!SecretValue.IsWord(part))
            {
                return false;
            }
        }

        return shorts <= MostShortWords && (says || (isKey && counts));
    }

    /// <summary>
    /// Whether what follows the letters of a known form is words alone: "xoxb-test-token" has the form of a key, and no key.
    /// </summary>
    /// <param name="rest">What stands behind these letters.</param>
    public static bool IsSpelledOut(ReadOnlySpan<char> rest)
    {
        if (rest.ContainsAnyInRange('0', '9'))
        {
            return false;
        }

        rest = rest.Trim("-_.");
        return Identifier.IsOne(rest) || (rest.ContainsAny("-_") && SecretValue.IsWordy(rest) && LongestPart(rest) <= 14);
    }

    private static bool EndsAsOwn(ReadOnlySpan<char> part)
    {
        foreach (var word in Own)
        {
            if (part.EndsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // "123", "4567890", "000".
    private static bool IsInARow(ReadOnlySpan<char> digits)
    {
        var step = (digits[1] - digits[0] + 10) % 10;
        for (var i = 1; i < digits.Length; i++)
        {
            if ((digits[i] - digits[i - 1] + 10) % 10 != step)
            {
                return false;
            }
        }

        return step < 2;
    }

    // Rows of three and more of the alphabet's letters or digits: "abcdef123456". Sixteen and more hexadecimal digits have the very
    // form of a key: better masked, whatever they are.
    private static bool IsInRows(ReadOnlySpan<char> value)
    {
        if (value.Length >= LeastHexKey && !value.ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        for (var at = 0; at < value.Length;)
        {
            var start = at++;
            while (at < value.Length && char.IsAsciiLetterOrDigit(value[at]) && value[at] == value[at - 1] + 1)
            {
                at++;
            }

            // A zero follows nine.
            at += at < value.Length && value[at] == '0' && value[at - 1] == '9' ? 1 : 0;
            if (at - start < 3)
            {
                return false;
            }
        }

        return !value.IsEmpty;
    }

    private static int LongestPart(ReadOnlySpan<char> value)
    {
        var longest = 0;
        foreach (var range in value.SplitAny("-_."))
        {
            longest = Math.Max(longest, value[range].Length);
        }

        return longest;
    }
}
