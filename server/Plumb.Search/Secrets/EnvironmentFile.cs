namespace Plumb.Search.Secrets;

/// <summary>
/// The values of an <c>.env</c> file: all that stand for a secret by their name, and of the others those that are more than
/// a word, a number, an address or a path.
/// </summary>
internal static class EnvironmentFile
{
    public static bool IsOne(string path)
    {
        var name = path.AsSpan(path.LastIndexOfAny(['/', '\\']) + 1);
        if (!name.StartsWith(".env", StringComparison.OrdinalIgnoreCase) && !name.EndsWith(".env", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (var part in (ReadOnlySpan<string>)["example", "sample", "template", "dist", "schema", "defaults"])
        {
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        // ".environment.ts" is code.
        return name.Length == 4 || name[4] is '.' or '-' or '_' || !name.StartsWith(".env", StringComparison.OrdinalIgnoreCase);
    }

    public static void Find(string text, List<Secret> found)
    {
        var start = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            start = range.Start.Value;
            var equals = line.IndexOf('=');
            if (equals <= 0 || line.TrimStart() is ['#', ..])
            {
                continue;
            }

            var name = line[..equals].Trim();
            name = name.StartsWith("export ", StringComparison.Ordinal) ? name[7..].Trim() : name;
            var rest = line[(equals + 1)..];
            var value = rest.Trim();
            if (value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0])
            {
                value = value[1..^1];
            }
            else if (value.IndexOf(" #") is > 0 and var comment)
            {
                value = value[..comment].TrimEnd();
            }

            if (!value.IsEmpty && IsSecret(name.ToString(), value))
            {
                found.Add(new Secret(start + equals + 1 + rest.IndexOf(value), value.Length, SecretKind.EnvironmentValue));
            }
        }
    }

    private static bool IsSecret(string name, ReadOnlySpan<char> value)
    {
        if (SecretValue.IsPlaceholder(value) || value is "true" or "false" or "null" or "none" or "yes" or "no")
        {
            return false;
        }

        return NamedValue.IsSecretName(name)
            ? value.Length > 3
            : SecretValue.Matches(value, NameStrength.Strong);
    }
}
