namespace Plumb.Search.Secrets;

/// <summary>The password of a connection string, whatever it looks like: its neighbours tell what it is.</summary>
internal static class ConnectionString
{
    private const int Window = 300;
    private const int LeastLength = 3;

    private static readonly string[] Neighbours = ["server=", "data source=", "host=", "hostaddr=", "uid=", "user id=", "username=", "user=", "database=", "initial catalog=", "dbname=", "driver=", "endpoint="];

    /// <summary>The value of a password's name in a connection string.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">Where the name starts.</param>
    /// <param name="start">Where its value starts, behind the equals sign.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>False where this is none, or where the value stands for one.</returns>
    public static bool FindValue(string text, int name, int start, out int end)
    {
        end = 0;
        var before = name > 0 ? text[name - 1] : '\0';
        var line = LineAround(text, name);
        ReadOnlySpan<char> value;
        if (before is ';' or '"' or '\'' && line.Contains(';') && HasNeighbour(line))
        {
            // It may hold spaces, and marks where braces stand around it.
            value = text.AsSpan(start);
            var close = value is ['{', ..] ? value.IndexOfAny('}', '\n') : -1;
            if (close > 0 && value[close] == '}' && value[1..close].Contains(';'))
            {
                end = start + close + 1;
                return true;
            }

            value = close > 0 && value[close] == '}' ? value[..(close + 1)] : UpTo(value, ";\"'`\\\r\n<");
        }
        else if (before == ' ' && line.Contains(' ') && (line.Contains("host=", StringComparison.OrdinalIgnoreCase) || line.Contains("dbname=", StringComparison.OrdinalIgnoreCase)))
        {
            // A line of words with their values, parted by spaces.
            value = UpTo(text.AsSpan(start), " \t\"'`\\\r\n;");
        }
        else if (before is '?' or '&' or ';' && line.Contains("jdbc:", StringComparison.OrdinalIgnoreCase))
        {
            value = UpTo(text.AsSpan(start), "&; \t\"'`\\\r\n<");
        }
        else
        {
            return false;
        }

        value = value.TrimEnd();
        end = start + value.Length;
        return value.Length >= LeastLength && !SecretValue.IsPlaceholder(value) && !StandIn.IsPassword(value) && !IsUsers(line, value) && !value.Contains("://", StringComparison.Ordinal) && value.IndexOfAny('(', '$', '%') < 0;
    }

    /// <summary>The password in the address of a database: between the first colon and the last @ before its kind.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the @ is.</param>
    /// <param name="found">Takes the secret.</param>
    public static void FindBefore(string text, int at, List<Secret> found)
    {
        var start = at;
        while (start > 0 && at - start < Window && text[start - 1] is not (' ' or '\t' or '"' or '\'' or '`' or '\r' or '\n' or '=' or '('))
        {
            start--;
        }

        var part = text.AsSpan(start, at - start);
        var colon = part.IndexOf(':');
        if (colon > 0 && part.Length - colon > LeastLength && !SecretValue.IsPlaceholder(part[(colon + 1)..]) && !part.Contains('%') && !StandIn.IsLogin(part[..colon], part[(colon + 1)..]))
        {
            found.Add(new Secret(start + colon + 1, part.Length - colon - 1, SecretKind.UrlPassword));
        }
    }

    private static ReadOnlySpan<char> UpTo(ReadOnlySpan<char> value, string ends)
    {
        value = value[..Math.Min(value.Length, Window)];
        var stop = value.IndexOfAny(ends);
        return stop < 0 ? value : value[..stop];
    }

    /// <summary>Whether a value is a connection string with a password of its own: that alone is secret in it.</summary>
    public static bool IsOne(ReadOnlySpan<char> value) => value.Contains(';')
        && (value.Contains("password=", StringComparison.OrdinalIgnoreCase) || value.Contains("pwd=", StringComparison.OrdinalIgnoreCase) || value.Contains("key=", StringComparison.OrdinalIgnoreCase))
        && HasNeighbour(value);

    // A user whose name is the password: what a fresh installation has.
    private static bool IsUsers(ReadOnlySpan<char> line, ReadOnlySpan<char> password)
    {
        foreach (var name in (ReadOnlySpan<string>)["user id=", "uid=", "username=", "userid=", "user="])
        {
            if (line.IndexOf(name, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
                && UpTo(line[(at + name.Length)..], ";\"'`\\\r\n< ").Equals(password, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasNeighbour(ReadOnlySpan<char> line)
    {
        foreach (var neighbour in Neighbours)
        {
            if (line.Contains(neighbour, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // At most so much of it on either side: a text in one line costs no more than another.
    private static ReadOnlySpan<char> LineAround(string text, int at)
    {
        var left = text.AsSpan(Math.Max(0, at - Window), Math.Min(at, Window));
        var right = text.AsSpan(at, Math.Min(Window, text.Length - at));
        var start = left.LastIndexOf('\n') + 1;
        var stop = right.IndexOf('\n');
        return text.AsSpan(at - left.Length + start, left.Length - start + (stop < 0 ? right.Length : stop));
    }
}
