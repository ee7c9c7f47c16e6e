using System.Buffers;
using System.Text.RegularExpressions;

namespace Plumb.Search.Secrets;

/// <summary>How much a name says that its value is secret.</summary>
internal enum NameStrength
{
    /// <summary>"key", "auth": most such values are none.</summary>
    Weak,

    /// <summary>"token", "client_secret", "api_key".</summary>
    Strong,

    /// <summary>"password": its value may look like a word with a digit.</summary>
    Password,
}

/// <summary>Tells a secret's value from code, a path, a hash or a placeholder that stands where one could.</summary>
internal static partial class SecretValue
{
    private const int LeastLength = 8;
    private const int LongWord = 14;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    private static readonly SearchValues<char> Marks = SearchValues.Create("@#%^!$&*");
    private static readonly SearchValues<string> PlaceholderWords = SearchValues.Create(
        ["your", "example", "placeholder", "changeme", "change-me", "change_me", "replace", "dummy", "redacted", "sample", "xxxx", "insert", "todo", "fixme", "foobar", "fake-", "fake_", "x-oauth-basic", "...", "***", "change-this", "change_this", "base64,"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a value, given to a name that says "secret", looks like one.</summary>
    public static bool Matches(ReadOnlySpan<char> value, NameStrength strength)
    {
        if (value.Length < LeastLength || value.Length > 4096 || !value.ContainsAnyInRange('0', '9') && !value[1..].ContainsAny(Marks) && !IsMixed(value))
        {
            return false;
        }

        if (EntropyOf(value) < (strength == NameStrength.Password ? 2 : 2.5) || IsPlaceholder(value) || IsUuid(value) || IsHash(value)
            || value.Contains("://", StringComparison.Ordinal) || Code().IsMatch(value) || FilePath().IsMatch(value) || Fraction().IsMatch(value) || IsVariable(value) || IsComposed(value, strength))
        {
            return false;
        }

        return strength switch
        {
            NameStrength.Password => !IsCompound(value) && value.Count('/') < 3,
            NameStrength.Strong => !IsWordy(value.TrimEnd('*')) && !Identifier.IsOne(value) && !StandIn.NamesItself(value),
            _ => IsRandom(value) && value.Count('/') < 2 && !Identifier.IsOne(value),
        };
    }

    /// <summary>"${PASSWORD}", "{0}", "&lt;your-key>", "****": what stands for a secret.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> value)
    {
        if (Placeholder().IsMatch(value))
        {
            return true;
        }

        // "EXAMPLE" within a random text is an accident.
        for (var at = 0; value[at..].IndexOfAny(PlaceholderWords) is >= 0 and var next;)
        {
            at += next;
            if (at == 0 || !char.IsLetterOrDigit(value[at - 1]) || !char.IsLetter(value[at]))
            {
                return true;
            }

            at++;
        }

        return false;
    }

    /// <summary>Whether a value is more than a word of prose or a name in capitals.</summary>
    public static bool IsNoWord(ReadOnlySpan<char> value) =>
        value.Length >= 20 || value.ContainsAnyInRange('0', '9') || (value.ContainsAnyInRange('a', 'z') && value[1..].ContainsAnyInRange('A', 'Z'));

    /// <summary>A text of at least twenty characters that nobody would write by hand.</summary>
    public static bool IsRandom(ReadOnlySpan<char> value) =>
        value.Length >= 20 && value.ContainsAnyInRange('0', '9') && value.ContainsAnyInRange('a', 'z') && value.ContainsAnyInRange('A', 'Z')
        && EntropyOf(value) >= 3.9 && !IsWordy(value);

    /// <summary>Shannon's entropy in bits for each character.</summary>
    public static double EntropyOf(ReadOnlySpan<char> value)
    {
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        foreach (var c in value)
        {
            counts[c & 127]++;
        }

        var sum = 0.0;
        foreach (var count in counts)
        {
            sum += count == 0 ? 0 : count * Math.Log2(count);
        }

        return value.IsEmpty ? 0 : Math.Log2(value.Length) - (sum / value.Length);
    }

    /// <summary>Words and small numbers, joined by marks: a name, a version, a host.</summary>
    public static bool IsWordy(ReadOnlySpan<char> value)
    {
        if (value.Contains('%') && Escape().IsMatch(value))
        {
            return IsWordy(Uri.UnescapeDataString(value.ToString()).Replace('%', '-'));
        }

        foreach (var range in value.SplitAny("-_./:;+ ,@=\\|~"))
        {
            var part = value[range].TrimEnd("0123456789");
            var digits = value[range].Length - part.Length;
            part = digits == 0 && part.Length < 5 ? part.TrimStart("0123456789") : part;
            if (part.IsEmpty ? digits > 6 : digits > 2 || !IsWord(part))
            {
                return false;
            }
        }

        return true;
    }

    // "my-secret-name", "reset_password_v2": words with a joint between them; "hunter2" is a password.
    private static bool IsCompound(ReadOnlySpan<char> value) => value.ContainsAny("-_.: ") && IsWordy(value);

    /// <summary>Letters alone, with as many vowels among them as a word has.</summary>
    public static bool IsWord(ReadOnlySpan<char> part)
    {
        var vowels = 0;
        foreach (var c in part)
        {
            if (!char.IsLetter(c))
            {
                return false;
            }

            vowels += IsVowel(c) ? 1 : 0;
        }

        // So many letters with capitals among them are a name of several words, or random.
        return !IsMixed(part) && (part.Length < 6 || (vowels * 6 >= part.Length && vowels * 4 <= part.Length * 3))
            && (part.Length < LongWord || CountHumps(part) < 2 || Identifier.IsOne(part));
    }

    public static bool IsVowel(char c) => (c | 0x20) is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    // Capitals come thicker in a random text than in camelCase.
    private static bool IsMixed(ReadOnlySpan<char> value) => value.Length >= 16 && CountHumps(value) * 9 > value.Length * 2;

    private static int CountHumps(ReadOnlySpan<char> value)
    {
        var humps = 0;
        for (var i = 1; i < value.Length; i++)
        {
            humps += char.IsAsciiLetterLower(value[i - 1]) && char.IsAsciiLetterUpper(value[i]) ? 1 : 0;
        }

        return humps;
    }

    // newGitHubToken, *accessKey: a name that ends as such names do, and no value.
    private static bool IsVariable(ReadOnlySpan<char> value)
    {
        value = value.TrimStart("&*!");
        foreach (var word in (ReadOnlySpan<string>)["token", "key", "secret", "password", "credential", "credentials"])
        {
            if (value.EndsWith(word, StringComparison.OrdinalIgnoreCase) && !value.ContainsAnyExcept(NameCharacters) && value.Count('_') < 4)
            {
                var digits = 0;
                foreach (var c in value)
                {
                    digits += char.IsAsciiDigit(c) ? 1 : 0;
                }

                return digits < 3;
            }
        }

        return false;
    }

    // "$header.$payload", "nobody:$token": variables of a shell and what joins them.
    private static bool IsComposed(ReadOnlySpan<char> value, NameStrength strength)
    {
        if (!value.Contains('$'))
        {
            return false;
        }

        var rest = ShellVariable().Replace(value.ToString(), "");
        return rest.Length < value.Length && (rest.AsSpan().TrimStart("-_./:?=&@+").IsEmpty || (strength != NameStrength.Password && IsWordy(rest)));
    }

    private static bool IsUuid(ReadOnlySpan<char> value) => value.Trim("{}()").Length == 36 && Guid.TryParse(value, out _);

    // "sha256-…", "md5:…": an integrity value is public.
    private static bool IsHash(ReadOnlySpan<char> value) =>
        (value.StartsWith("sha", StringComparison.OrdinalIgnoreCase) || value.StartsWith("md5", StringComparison.OrdinalIgnoreCase))
        && value.IndexOfAny("-:=") is > 2 and < 8;

    [GeneratedRegex(@"^(?:\$\w+\$?|\$[A-Z][A-Z0-9_]*[@/:.&].*|\$[{(].*|.*\$?\{[^{}]*\}.*|%\w|%{1,2}\w+%{1,2}|%\(\w+\)s|\*+|.*\*\*\w+\*\*.*|[.xX]+|<.*>|@\w+@|#\{.*|\[.*\]|[Tt]est[-_][a-z0-9_-]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    // settings.token2, Env::Key1, a->b: names, each shorter than a random text.
    [GeneratedRegex(@"^(?:&|\*|!{1,2})?[A-Za-z_]\w{0,31}(?:(?:[?!]?\.|->|::)#?(?:[A-Za-z_]\w{0,31}|[A-Z][A-Z_]{0,63}))+[?!]?$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"^(?:(?:~|\.\.?)/.*|(?:/[a-z0-9_.-]+)+|(?:[\w.@-]+/)+[\w.-]+\.[a-z]{2,12}|.*\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|toml|txt|env|py|js|ts|rs|go|cs|md|html?|php|rb|java))$", RegexOptions.CultureInvariant)]
    private static partial Regex FilePath();

    [GeneratedRegex(@"^-?\d+\.\d+(?:[eE][+-]?\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\$(?:\{[A-Za-z_]\w*\}|[A-Za-z_]\w*)", RegexOptions.CultureInvariant)]
    private static partial Regex ShellVariable();

    [GeneratedRegex("%[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
