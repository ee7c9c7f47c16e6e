using System.Buffers;
using System.Globalization;

namespace Plumb.Search.Secrets;

/// <summary>
/// The values of an <c>.env</c> file: all but numbers, switches, the names of environments and log levels, and
/// <see cref="OrdinaryVariable"/>s. Such a file is where people keep what nobody else shall see, whatever it looks like.
/// </summary>
internal static class EnvironmentFile
{
    private static readonly SearchValues<string> Ordinary = SearchValues.Create(
        ["true", "false", "null", "none", "yes", "no", "on", "off", "development", "dev", "production", "prod", "test", "testing", "staging", "local", "localhost", "127.0.0.1", "0.0.0.0", "trace", "debug", "info", "warn", "warning", "error"],
        StringComparison.OrdinalIgnoreCase);

    // More digits than a port or a number of seconds has.
    private const int ManyDigits = 7;

    public static bool IsOne(string path)
    {
        var name = path.AsSpan(path.LastIndexOfAny(['/', '\\']) + 1);
        if (!name.StartsWith(".env", StringComparison.OrdinalIgnoreCase) && !name.EndsWith(".env", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (var part in (ReadOnlySpan<string>)["example", "sample", "template", "dist", "schema", "defaults", ".default"])
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        // ".environment.ts" is code.
        return name.Length == 4 || name[4] is '.' or '-' or '_' || name.Equals(".envrc", StringComparison.OrdinalIgnoreCase) || !name.StartsWith(".env", StringComparison.OrdinalIgnoreCase);
    }

    public static void Find(string text, List<Secret> found)
    {
        for (var start = 0; start < text.Length;)
        {
            var line = LineAt(text, start);
            var next = start + line.Length + 1;
            var equals = line.IndexOf('=');
            var name = equals > 0 ? NameOf(line[..equals]) : [];
            if (!name.IsEmpty)
            {
                var value = start + equals + 1;
                var length = ReadValue(text, ref value, line.Length - equals - 1, out var end);
                next = Math.Max(next, end);
                if (length > 0 && IsSecret(name.ToString(), text.AsSpan(value, length)))
                {
                    found.Add(new Secret(value, length, SecretKind.EnvironmentValue));
                }
            }

            start = next;
        }
    }

    private static ReadOnlySpan<char> LineAt(string text, int start)
    {
        var rest = text.AsSpan(start);
        var stop = rest.IndexOf('\n');
        return stop < 0 ? rest : rest[..stop];
    }

    // Empty where the line is none of a variable: a comment, a command of a shell.
    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> left)
    {
        var name = left.Trim();
        name = name.StartsWith("export ", StringComparison.Ordinal) ? name[7..].Trim() : name;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
            {
                return [];
            }
        }

        return name;
    }

    /// <param name="text">The file.</param>
    /// <param name="at">Behind the equals sign; becomes the value's start.</param>
    /// <param name="length">Of the rest of the line.</param>
    /// <param name="end">Behind the last line that belongs to it; 0 where that is its own.</param>
    /// <returns>Its length, without quotes and comments.</returns>
    private static int ReadValue(string text, ref int at, int length, out int end)
    {
        end = 0;
        var rest = text.AsSpan(at, length);
        var spaces = rest.Length - rest.TrimStart().Length;
        at += spaces;
        rest = rest[spaces..].TrimEnd();
        if (rest is ['"' or '\'' or '`', ..])
        {
            // A quoted value may go over lines; one that nothing ends is its line.
            var quote = rest[0];
            var close = text.AsSpan(at + 1).IndexOf(quote);
            if (close >= 0 && (close < rest.Length || text.AsSpan(at + 1, close).Contains('\n')))
            {
                at++;
                end = close < rest.Length ? 0 : at + close + 1 + LineAt(text, at + close + 1).Length + 1;
                return close;
            }
        }

        var comment = rest.IndexOf(" #");
        return comment > 0 ? rest[..comment].TrimEnd().Length : rest.Length;
    }

    private static bool IsSecret(string name, ReadOnlySpan<char> value)
    {
        if (SecretValue.IsPlaceholder(value) || IsOrdinary(value))
        {
            return false;
        }

        // A fraction is a measure; so are digits under a name that says which.
        var isNumber = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return isNumber
            ? NamedValue.IsSecretName(name) || name.EndsWith("PIN", StringComparison.OrdinalIgnoreCase) || (value.Length >= ManyDigits && !value.ContainsAny(".eE") && !OrdinaryVariable.SaysOrdinary(name))
            : value.Length > 2 && !OrdinaryVariable.IsOne(name, value);
    }

    // "localhost:8080" is no more than "localhost".
    private static bool IsOrdinary(ReadOnlySpan<char> value) =>
        Ordinary.Contains((value.LastIndexOf(':') is > 0 and var port && !value[(port + 1)..].ContainsAnyExceptInRange('0', '9') ? value[..port] : value).ToString());
}
