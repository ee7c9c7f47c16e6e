namespace Plumb.Search.Secrets;

/// <summary>The password that a command takes as an option, behind <c>-p</c>, with a space or without.</summary>
internal static class PasswordOption
{
    private const int Longest = 500;
    private const int LeastLength = 4;

    /// <summary>Such commands.</summary>
    public static readonly string[] Commands = ["sshpass", "docker login", "podman login", "mysql", "mysqldump", "mysqladmin", "mariadb"];

    /// <summary>The password of a command, within its line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the command starts.</param>
    /// <param name="length">How long its name is.</param>
    /// <param name="found">Takes the secret.</param>
    public static void Find(string text, int at, int length, List<Secret> found)
    {
        var rest = text.AsSpan(at + length, Math.Min(Longest, text.Length - at - length));
        var stop = rest.IndexOfAny('\n', '|');
        rest = stop < 0 ? rest : rest[..stop];
        if (rest is not [' ', ..] || rest.IndexOf(" -p") is not (>= 0 and var option))
        {
            return;
        }

        // mysql takes it right behind the letter only, docker behind a space only, sshpass either way.
        var start = option + 3;
        var isApart = start < rest.Length && rest[start] == ' ';
        if (start >= rest.Length || (isApart ? text[at] is 'm' or 'M' : text[at] is 'd' or 'D' or 'p' or 'P'))
        {
            return;
        }

        start += isApart ? 1 : 0;
        start += start < rest.Length && rest[start] is '"' or '\'' ? 1 : 0;
        var value = rest[start..];
        var end = value.IndexOfAny(" \t\r\"'`;)");
        value = end < 0 ? value : value[..end];
        if (value.Length >= LeastLength && value[0] is not ('-' or '$') && !SecretValue.IsPlaceholder(value) && !StandIn.IsLogin("user", value))
        {
            found.Add(new Secret(at + length + start, value.Length, SecretKind.Authorization));
        }
    }
}
