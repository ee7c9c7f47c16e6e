using System.Text.RegularExpressions;

namespace Plumb.Ask.Models;

/// <summary>Tells a secret's value from code, a path or a placeholder that stands where one could.</summary>
internal static partial class SecretShape
{
    /// <summary>Whether a value, given to a name that says "secret", looks like one.</summary>
    public static bool Matches(ReadOnlySpan<char> value) =>
        value.Length >= 8 && !IsPlaceholder(value) && !value.Contains("://", StringComparison.Ordinal) && !Code().IsMatch(value) && !FilePath().IsMatch(value)
        && (value.ContainsAnyInRange('0', '9') || value[1..].ContainsAny("@#%^") || IsMixed(value));

    /// <summary>"${PASSWORD}", "{0}", "&lt;your-key>", "****": what stands for a secret.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> value) => Placeholder().IsMatch(value);

    /// <summary>Whether a value is more than a word of prose or a name in capitals.</summary>
    public static bool IsNoWord(ReadOnlySpan<char> value) =>
        value.Length >= 20 || value.ContainsAnyInRange('0', '9') || (value.ContainsAnyInRange('a', 'z') && value[1..].ContainsAnyInRange('A', 'Z'));

    // Capitals come thicker in a random text than in camelCase.
    private static bool IsMixed(ReadOnlySpan<char> value)
    {
        var humps = 0;
        for (var i = 1; i < value.Length; i++)
        {
            humps += char.IsAsciiLetterLower(value[i - 1]) && char.IsAsciiLetterUpper(value[i]) ? 1 : 0;
        }

        return value.Length >= 16 && humps * 9 > value.Length * 2;
    }

    [GeneratedRegex(@"^(?:\$\w+|\$[{(].*|.*\$?\{[^{}]*\}.*|%\w|%\w+%|\*+|[.x]+|<.*>)$", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    // settings.token2, Env::Key1, a->b: names, each shorter than a random text.
    [GeneratedRegex(@"^[&*!]?[A-Za-z_]\w{0,24}(?:(?:\??\.|->|::)[A-Za-z_]\w{0,24})+[?!]?$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"^(?:(?:~|\.\.?)/.*|(?:/[a-z0-9_.-]+)+|.*\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|toml|txt|env))$", RegexOptions.CultureInvariant)]
    private static partial Regex FilePath();
}
