using System.Buffers;
using System.Collections.Frozen;

namespace Plumb.Search.Secrets;

/// <summary>Reads what a name that says "secret" is given: in code, configuration, XML, a query or a connection string.</summary>
internal static class NamedValue
{
    private const int MaxName = 60;
    private const int MaxSpace = 40;
    private const int MaxValue = 4096;

    /// <summary>What such a name holds.</summary>
    public static readonly string[] Words = ["passphrase", "password", "passwd", "pass", "pwd", "secret", "token", "credential", "key", "auth"];

    // What may stand behind the word within the name: anything else speaks of something else ("token_limit", "key_path").
    private static readonly FrozenSet<string> Tails = new[]
    {
        "key", "base", "value", "hash", "token", "secret", "prod", "production", "dev", "development", "staging", "live", "test", "sandbox", "local", "string", "str",
        "text", "plain", "raw", "admin", "root", "user", "db", "api", "app", "service", "primary", "secondary", "default", "old", "new", "current", "previous", "backup",
        "main", "ci", "for", "eu", "us", "v", "b", "ro", "rw", "access", "refresh", "bearer", "password", "bot", "id_secret", "one", "two", "github", "npm", "pypi", "slack", "deploy",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // What makes of a key or token something public.
    private static readonly FrozenSet<string> PublicWords = new[]
    {
        "public", "pub", "publishable", "max", "min", "num", "n", "next", "prev", "page", "continuation", "cursor", "start", "end", "stop", "eos", "bos", "pad", "unk", "mask", "sep",
        "cls", "primary", "foreign", "sort", "partition", "cache", "hot", "row", "column", "idempotency", "hash", "sha", "sha1", "sha256", "md5", "digest", "checksum", "integrity",
        "commit", "translation", "i18n", "message", "label", "map", "dictionary", "dict", "lookup", "object", "json", "field", "unique", "group", "registry", "error", "event",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // What makes of a key a secret one.
    private static readonly string[] KeyKinds =
    [
        "api", "access", "account", "private", "encryption", "encrypt", "decryption", "signing", "sign", "signature", "auth", "master", "secret", "shared", "client", "storage", "service",
        "app", "application", "subscription", "license", "hmac", "jwt", "session", "cookie", "webhook", "deploy", "admin", "consumer", "function", "instrumentation", "aes", "rsa", "ssh", "database", "db",
    ];

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> TailLookup = Tails.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> PublicLookup = PublicWords.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly SearchValues<char> Bare = SearchValues.Create(" \t\r\n\"'`()[]{}<>,;");

    /// <summary>The value of a name that holds one of <see cref="Words"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="word">Where the word starts.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="start">Where the secret starts.</param>
    /// <param name="end">Where it ends.</param>
    public static bool Find(string text, int word, int length, out int start, out int end)
    {
        end = 0;
        var nameEnd = EndOfName(text, word + length);
        var nameStart = StartOfName(text, word);
        if (!Given(text, nameStart, nameEnd, out start, out var isQuotedName, out var isHanded) && !IsOption(text, nameStart, nameEnd, out start) && !IsHandedIn(text, nameEnd, out start))
        {
            return false;
        }

        var left = text.AsSpan(nameStart, word - nameStart);
        var tail = text.AsSpan(word + length, nameEnd - word - length);
        if (StrengthOf(text.AsSpan(word, length), left, tail) is not { } strength)
        {
            return false;
        }

        // In a connection string even a word is a password.
        if (strength == NameStrength.Password && text[nameEnd] == '=' && ConnectionString.FindValue(text, nameStart, start, out end))
        {
            return true;
        }

        // with_token("…"): whoever names a function after what it takes does so for ordinary words as well.
        if (text[nameEnd] == '(')
        {
            strength = NameStrength.Weak;
        }

        var value = ReadValue(text, ref start, isQuotedName, nameStart > 0 && text[nameStart - 1] is '?' or '&', out var isQuoted);
        end = start + value.Length;

        // ("password", name): a variable; "token", "name": a list of names, or the next name.
        if (isHanded && !(isQuoted && SkipSpace(text, end + 1, lines: false) is var next && (next >= text.Length || text[next] is not (':' or '='))))
        {
            return false;
        }

        return SecretValue.Matches(value, strength) && !ConnectionString.IsOne(value);
    }

    /// <summary>The value of a name that holds a service's, as it stands.</summary>
    public static bool FindAny(string text, int word, int length, out int start, out int end)
    {
        end = 0;
        if (!Given(text, StartOfName(text, word), EndOfName(text, word + length), out start, out var isQuotedName, out _))
        {
            return false;
        }

        // Reading moves the start past a quote.
        var value = ReadValue(text, ref start, isQuotedName, false, out _);
        end = start + value.Length;
        return end > start;
    }

    /// <summary>Whether a whole name says that its value is secret.</summary>
    public static bool IsSecretName(string name)
    {
        foreach (var word in Words)
        {
            var at = name.LastIndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && StrengthOf(name.AsSpan(at, word.Length), name.AsSpan(0, at), name.AsSpan(at + word.Length)) is NameStrength.Strong or NameStrength.Password)
            {
                return true;
            }
        }

        return false;
    }

    private static int StartOfName(string text, int at)
    {
        var start = at;
        while (start > 0 && at - start < MaxName && IsNamePart(text[start - 1]))
        {
            start--;
        }

        return start;
    }

    private static int EndOfName(string text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < MaxName && IsNamePart(text[end]))
        {
            end++;
        }

        return end;
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';

    /// <summary>Whether a name speaks of a secret, however little it says.</summary>
    public static bool SaysSecret(string name)
    {
        foreach (var word in Words)
        {
            var at = name.LastIndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && StrengthOf(name.AsSpan(at, word.Length), name.AsSpan(0, at), name.AsSpan(at + word.Length)) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static NameStrength? StrengthOf(ReadOnlySpan<char> word, ReadOnlySpan<char> left, ReadOnlySpan<char> tail)
    {
        // "credentials" is one; "tokens" are counted.
        if (word is ['c' or 'C', ..] && tail is ['s' or 'S', ..])
        {
            tail = tail[1..];
        }

        var isKey = word.Equals("key", StringComparison.OrdinalIgnoreCase);
        var isPassword = word[0] is 'p' or 'P';
        if (word.Length == 4 && (isPassword ? left.Length > 0 && char.IsLetter(left[^1]) && !char.IsUpper(word[0]) : tail.Length > 0 && char.IsLower(tail[0])))
        {
            // "compass", "author".
            return null;
        }

        for (var at = 0; NextWord(tail, ref at) is var part && !part.IsEmpty;)
        {
            if (!TailLookup.Contains(part) && !int.TryParse(part, out _))
            {
                return null;
            }
        }

        var isNamed = false;
        for (var at = 0; NextWord(left, ref at) is var part && !part.IsEmpty;)
        {
            if (PublicLookup.Contains(part))
            {
                return null;
            }
        }

        if (isKey)
        {
            var before = left.TrimEnd("_-.");
            foreach (var kind in KeyKinds)
            {
                isNamed |= before.EndsWith(kind, StringComparison.OrdinalIgnoreCase);
            }
        }

        return isPassword ? NameStrength.Password
            : (isKey && !isNamed) || word.Equals("auth", StringComparison.OrdinalIgnoreCase) ? NameStrength.Weak
            : NameStrength.Strong;
    }

    /// <summary>Words of a name: parted by marks, digits and humps.</summary>
    public static ReadOnlySpan<char> NextWord(ReadOnlySpan<char> name, ref int at)
    {
        while (at < name.Length && name[at] is '_' or '-' or '.')
        {
            at++;
        }

        var start = at;
        while (at < name.Length && name[at] is not ('_' or '-' or '.')
            && !(at > start && char.IsAsciiLetterUpper(name[at]) && char.IsAsciiLetterLower(name[at - 1]))
            && !(at > start && char.IsAsciiDigit(name[at]) != char.IsAsciiDigit(name[at - 1])))
        {
            at++;
        }

        return name[start..at];
    }

    // Whether something is given to the name that ends here, and where that begins.
    private static bool Given(string text, int nameStart, int at, out int value, out bool isQuotedName, out bool isHanded)
    {
        value = 0;
        isQuotedName = false;
        isHanded = false;
        if (at >= text.Length)
        {
            return false;
        }

        if (text[at] == '\\')
        {
            at++;
        }

        if (at < text.Length && text[at] is '"' or '\'' or '`')
        {
            isQuotedName = true;
            at++;
        }

        if (at < text.Length && text[at] == ']')
        {
            at++;
        }

        if (at < text.Length && text[at] == '>' && !isQuotedName)
        {
            // <password>value</password>
            value = at + 1;
            return value < text.Length;
        }

        at = SkipSpace(text, at, lines: false);
        if (at >= text.Length)
        {
            return false;
        }

        if (isQuotedName && string.CompareOrdinal(text, at, "value=", 0, 6) == 0)
        {
            // <add key="ApiKey" value="…" />
            value = at + 6;
            return value < text.Length;
        }

        at = SkipAccessors(text, at);
        if (at >= text.Length)
        {
            return false;
        }

        var sign = at;
        switch (text[at])
        {
            case ':':
                at++;
                at += at < text.Length && text[at] == '=' ? 1 : 0;
                break;
            case '?' or '|':
                at += string.CompareOrdinal(text, at, "||=", 0, 3) == 0 ? 3 : string.CompareOrdinal(text, at, "?=", 0, 2) == 0 ? 2 : 0;
                break;
            case '=':
                at++;
                at += at < text.Length && text[at] == '>' ? 1 : 0;
                break;
            case ',':
                // ("password", "…"), where the name is all that stands in its quotes, or behind a colon or a mark: not "https://host/token", "…"
                isHanded = isQuotedName && nameStart > 0 && text[nameStart - 1] is '"' or '\'' or '`' or ':' or '#' or '$' or '@' or '[';
                at += isHanded ? 1 : 0;
                break;
            default:
                break;
        }

        if (at == sign || (at < text.Length && text[at] == '='))
        {
            // token == "…", token ?? "…", token || "…": what stands there in quotes is as good as given.
            var (operation, length) = text.AsSpan(sign, Math.Min(3, text.Length - sign)) switch
            {
                "===" => (true, 3),
                ['=', '=', ..] or ['?', '?', ..] or ['|', '|', ..] => (true, 2),
                _ => (false, 0),
            };
            value = operation ? SkipSpace(text, sign + length, lines: false) : 0;
            return operation && value < text.Length && text[value] is '"' or '\'' or '`';
        }

        value = SkipSpace(text, at, lines: true);

        // password: str = "…", token: &str = "…"
        if (text[sign] == ':' && at == sign + 1 && value < text.Length && (char.IsLetter(text[value]) || text[value] == '&'))
        {
            var type = value;
            while (type < text.Length && type - value < MaxName && (char.IsAsciiLetterOrDigit(text[type]) || text[type] is '_' or '.' or '<' or '>' or '?' or '[' or ']' or '|' or ' ' or '&' or '\''))
            {
                type++;
            }

            if (type + 1 < text.Length && text[type] == '=' && text[type + 1] is ' ' or '"' or '\'')
            {
                value = SkipSpace(text, type + 1, lines: true);
            }
        }

        value = SkipAlternative(text, value);
        return value < text.Length;
    }

    // token = given ?? "…": what stands there in quotes is what it gets.
    private static int SkipAlternative(string text, int value)
    {
        var end = value;
        while (end < text.Length && end - value < MaxName && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '.' or '?'))
        {
            end++;
        }

        end = end > value ? SkipSpace(text, end, lines: false) : end;
        if (end == value || (string.CompareOrdinal(text, end, "?? ", 0, 3) != 0 && string.CompareOrdinal(text, end, "|| ", 0, 3) != 0))
        {
            return value;
        }

        var other = SkipSpace(text, end + 2, lines: true);
        return other < text.Length && text[other] is '"' or '\'' or '`' ? other : value;
    }

    // --token abc
    private static bool IsOption(string text, int nameStart, int nameEnd, out int value)
    {
        value = SkipSpace(text, nameEnd, lines: false);
        return value > nameEnd && value < text.Length && text[nameStart] == '-' && text[nameStart + 1] == '-' && text[value] != '-';
    }

    // with_token("…")
    private static bool IsHandedIn(string text, int nameEnd, out int value)
    {
        value = nameEnd + 1;
        return value < text.Length && text[nameEnd] == '(' && text[value] is '"' or '\'' or '`';
    }

    // password { get; set; } = "…"
    private static int SkipAccessors(string text, int at)
    {
        if (at >= text.Length || text[at] != '{')
        {
            return at;
        }

        var rest = text.AsSpan(at, Math.Min(MaxName, text.Length - at));
        var close = rest.IndexOfAny('}', '\n');
        return close > 0 && rest[close] == '}' && rest[..close].Contains("get;", StringComparison.Ordinal) ? SkipSpace(text, at + close + 1, lines: false) : at;
    }

    private static int SkipSpace(string text, int at, bool lines)
    {
        var end = Math.Min(text.Length, at + MaxSpace);
        while (at < end && (text[at] is ' ' or '\t' || (lines && text[at] is '\r' or '\n')))
        {
            at++;
        }

        return at;
    }

    private static ReadOnlySpan<char> ReadValue(string text, ref int start, bool isQuotedName, bool isQuery, out bool isQuoted)
    {
        var at = start;
        if (at > 0 && text[at - 1] == '>' && text[at] is not ('"' or '\'' or ' '))
        {
            isQuoted = true;
            var close = text.AsSpan(at, Math.Min(MaxValue, text.Length - at)).IndexOfAny('<', '\n');
            return close > 0 && string.CompareOrdinal(text, at + close, "</", 0, 2) == 0 ? text.AsSpan(at, close).TrimEnd() : [];
        }

        // b"…", String::from("…"), Some("…")
        foreach (var wrapper in (ReadOnlySpan<string>)["String::from(", "String(", "[]byte(", "Some(", "Some(String::from(", "\\", "@", "$", "b", "r", "u", "f", "B", "R", "U", "F", "L", "&"])
        {
            if (string.CompareOrdinal(text, at, wrapper, 0, wrapper.Length) == 0 && at + wrapper.Length < text.Length && text[at + wrapper.Length] is '"' or '\'')
            {
                at += wrapper.Length;
                break;
            }
        }

        isQuoted = text[at] is '"' or '\'' or '`';
        if (isQuoted)
        {
            var quote = text[at++];
            start = at;
            var rest = text.AsSpan(at, Math.Min(MaxValue, text.Length - at));
            var end = rest.IndexOfAny(quote, '\n');
            if (end <= 0 || rest[end] == '\n')
            {
                return [];
            }

            end -= rest[end - 1] == '\\' ? 1 : 0;
            return rest[..end].IndexOfAny(' ', '\t') >= 0 ? [] : rest[..end];
        }

        // In a quoted context ("Password=…;") as on a line: up to what ends such a value.
        if (text[at] is ':' or '=' || text.AsSpan(start - MaxBack(start), MaxBack(start)).Contains('\n'))
        {
            return [];
        }

        var bare = text.AsSpan(at, Math.Min(MaxValue, text.Length - at));
        var stop = bare.IndexOfAny(Bare);
        stop = stop < 0 ? bare.Length : stop;
        if (isQuery && bare[..stop].IndexOfAny('&', '#') is >= 0 and var ampersand)
        {
            return bare[..ampersand];
        }

        // access_token=…&expires_in=…: a form's fields.
        if (text[at - 1] == '=' && text[at] != '?' && FieldAfter(bare[..stop]) is > 0 and var field)
        {
            return bare[..field];
        }

        var after = at + stop;
        var next = SkipSpace(text, after, lines: false);
        var ends = next >= text.Length || text[next] is ';' or ',' or '"' or '\'' or '`' or '\r' or '\n' or '#' or '<' || (isQuotedName && text[next] == '}')
            || string.CompareOrdinal(text, next, "//", 0, 2) == 0
            || (next > after && IsGivenAsWord(text, at));
        var found = bare[..stop];
        return ends ? found.EndsWith("\\", StringComparison.Ordinal) ? found[..^1] : found : [];
    }

    // Where the next field of a form begins: "&name=".
    private static int FieldAfter(ReadOnlySpan<char> value)
    {
        var ampersand = value.IndexOf('&');
        var at = ampersand + 1;
        while (ampersand > 0 && at < value.Length && (char.IsAsciiLetter(value[at]) || value[at] == '_'))
        {
            at++;
        }

        return ampersand > 0 && at > ampersand + 1 && at < value.Length && value[at] == '=' ? ampersand : -1;
    }

    // NAME=value command, --name value, name=value other=value: a space ends it.
    private static bool IsGivenAsWord(string text, int value) =>
        value > 1 && (text[value - 1] == '=' ? text[value - 2] is not (' ' or '=' or '!' or '<' or '>' or '+' or ':') : text[value - 1] == ' ' && char.IsAsciiLetterOrDigit(text[value - 2]));

    // The last few characters, to see whether a line break was skipped.
    private static int MaxBack(int start) => Math.Min(start, 4);
}
