namespace Plumb.Search.Secrets;

/// <summary>Files that hold credentials and nothing else: <c>.netrc</c> and <c>.pgpass</c>.</summary>
internal static class CredentialFile
{
    /// <summary>The passwords of such a file; nothing of any other.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file's path or name.</param>
    /// <param name="found">Takes the secrets.</param>
    public static void Find(string text, string path, List<Secret> found)
    {
        var name = path.AsSpan(path.LastIndexOfAny(['/', '\\']) + 1);
        if (name is ".netrc" or "_netrc")
        {
            FindWords(text, found);
        }
        else if (name is ".pgpass" or "pgpass.conf")
        {
            FindFields(text, found);
        }
    }

    // machine HOST login NAME password VALUE, in lines or all in one.
    private static void FindWords(string text, List<Secret> found)
    {
        var isPassword = false;
        foreach (var range in text.AsSpan().SplitAny(" \t\r\n"))
        {
            var word = text.AsSpan()[range];
            if (word.IsEmpty)
            {
                continue;
            }

            if (isPassword && !SecretValue.IsPlaceholder(word))
            {
                found.Add(new Secret(range.Start.Value, word.Length, SecretKind.NamedValue));
            }

            isPassword = !isPassword && word is "password" or "account";
        }
    }

    // host:port:database:user:password, where a backslash takes a colon's meaning.
    private static void FindFields(string text, List<Secret> found)
    {
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range].TrimEnd('\r');
            if (line is ['#', ..])
            {
                continue;
            }

            var fields = 0;
            var at = 0;
            for (; at < line.Length && fields < 4; at++)
            {
                fields += line[at] == ':' && (at == 0 || line[at - 1] != '\\') ? 1 : 0;
            }

            if (fields == 4 && at < line.Length)
            {
                found.Add(new Secret(range.Start.Value + at, line.Length - at, SecretKind.NamedValue));
            }
        }
    }
}
