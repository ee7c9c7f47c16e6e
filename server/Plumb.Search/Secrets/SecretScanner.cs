namespace Plumb.Search.Secrets;

/// <summary>
/// Finds secrets in a text: private keys, keys and tokens of known forms, values of names that say what they are,
/// passwords in URLs and connection strings, credentials of HTTP headers and the values of <c>.env</c> files. What tells them
/// from placeholders, hashes and code is in <see cref="SecretValue"/>. Takes time in proportion to the text.
/// </summary>
public static class SecretScanner
{
    /// <summary>Changes whenever the rules do: what was indexed by others has to be read again.</summary>
    public const int RulesVersion = 4;

    /// <summary>That version, as a store keeps it.</summary>
    internal static readonly string Rules = RulesVersion.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private const int MaxUrlPart = 200;
    private const int MaxCommand = 2000;
    private const int LeastPassword = 3;

    /// <summary>The secrets of a text, by place, none overlapping another.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="path">The file's path or name, if it is a file's: an .env file is read line by line.</param>
    public static IReadOnlyList<Secret> Find(string text, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<Secret>();
        PrivateKeyFinder.Find(text, found);
        if (path is not null && EnvironmentFile.IsOne(path))
        {
            EnvironmentFile.Find(text, found);
        }
        else if (path is not null)
        {
            CredentialFile.Find(text, path, found);
        }

        FindAnchored(text, found);
        return Join(found);
    }

    private static void FindAnchored(string text, List<Secret> found)
    {
        var rules = SecretRules.Default;
        for (var at = rules.Next(text, 0); at >= 0; at = rules.Next(text, at + 1))
        {
            foreach (var anchor in rules.At(text, at))
            {
                if (string.Compare(text, at, anchor.Word, 0, anchor.Word.Length, anchor.Kind == AnchorKind.Form ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase) == 0)
                {
                    Read(text, at, anchor, found);
                }
            }
        }
    }

    private static void Read(string text, int at, SecretAnchor anchor, List<Secret> found)
    {
        var length = anchor.Word.Length;
        switch (anchor.Kind)
        {
            case AnchorKind.Form:
                var start = at - anchor.Form!.AnchorOffset;
                var end = anchor.Form.Match(text, start);
                if (end >= 0 && !(end > at + length && StandIn.IsSpelledOut(text.AsSpan(at + length, end - at - length))))
                {
                    found.Add(new Secret(start, end - start, SecretKind.KnownForm));
                }

                break;
            case AnchorKind.Service:
                if (NamedValue.FindAny(text, at, length, out start, out end))
                {
                    foreach (var form in anchor.Forms!)
                    {
                        if (form.Match(text, start) == end && text.AsSpan(start, end - start).ContainsAnyInRange('0', '9'))
                        {
                            found.Add(new Secret(start, end - start, SecretKind.KnownForm));
                            break;
                        }
                    }
                }

                break;
            case AnchorKind.Name:
                if (NamedValue.Find(text, at, length, out start, out end))
                {
                    found.Add(new Secret(start, end - start, SecretKind.NamedValue));
                }

                if (anchor.Word == "secret")
                {
                    KubernetesSecret.Find(text, at, found);
                }

                break;
            case AnchorKind.Url:
                ReadUrl(text, at + length, found);
                break;
            case AnchorKind.Authorization:
                ReadAuthorization(text, at, length, found);
                break;
            case AnchorKind.Address:
                ConnectionString.FindBefore(text, at, found);
                break;
            case AnchorKind.Password:
                PasswordOption.Find(text, at, length, found);
                break;
            default:
                ReadCommand(text, at, found);
                break;
        }
    }

    // postgres://user:password@host; the password may hold an @ itself.
    private static void ReadUrl(string text, int at, List<Secret> found)
    {
        var rest = text.AsSpan(at, Math.Min(2 * MaxUrlPart, text.Length - at));
        var stop = rest.IndexOfAny(" \t\r\n/\"'`<>");
        var authority = stop < 0 ? rest : rest[..stop];
        var last = authority.LastIndexOf('@');
        var colon = authority.IndexOf(':');

        // http://localhost:6334;Key=1@2 is an address of a connection string.
        var semicolon = colon < 0 ? -1 : authority[colon..].IndexOf(';');
        if (semicolon > 1 && !authority.Slice(colon + 1, semicolon - 1).ContainsAnyExceptInRange('0', '9'))
        {
            return;
        }

        if (colon < 0 || last <= colon + LeastPassword || authority[..colon].Contains('@'))
        {
            return;
        }

        var value = authority[(colon + 1)..last];
        if (!SecretValue.IsPlaceholder(value) && !StandIn.IsLogin(authority[..colon], value))
        {
            found.Add(new Secret(at + colon + 1, value.Length, SecretKind.UrlPassword));
        }
    }

    // Authorization: Bearer abc, as a header, in quotes or in an object; a bearer's token anywhere.
    private static void ReadAuthorization(string text, int word, int length, List<Secret> found)
    {
        var at = word + length;
        var isHeader = length > "bearer".Length;
        if (isHeader)
        {
            at = Skip(text, at, "\\\"'");
            at = Skip(text, at, " \t");
            if (at >= text.Length || text[at] is not (':' or '=' or ','))
            {
                return;
            }

            at = Skip(text, Skip(text, at + 1, " \t\r\n"), "\\\"'");
            var scheme = at;
            while (at < text.Length && char.IsAsciiLetter(text[at]) && at - scheme < 10)
            {
                at++;
            }

            if (!text.AsSpan(scheme, at - scheme).Equals("bearer", StringComparison.OrdinalIgnoreCase) && !text.AsSpan(scheme, at - scheme).Equals("basic", StringComparison.OrdinalIgnoreCase)
                && !text.AsSpan(scheme, at - scheme).Equals("token", StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
        }

        var start = Skip(text, at, " \t");
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_' or '~' or '+' or '/' or '=' or '-'))
        {
            end++;
        }

        var value = text.AsSpan(start, end - start);
        if (start > at && value.Length >= 8 && !SecretValue.IsPlaceholder(value) && !StandIn.NamesItself(value) && !Identifier.IsOne(value)
            && (SecretValue.Matches(value, NameStrength.Strong) || (isHeader && SecretValue.IsNoWord(value))))
        {
            found.Add(new Secret(start, end - start, SecretKind.Authorization));
        }
    }

    // curl -u user:password, over lines that end in a backslash.
    private static void ReadCommand(string text, int word, List<Secret> found)
    {
        var rest = text.AsSpan(word, Math.Min(MaxCommand, text.Length - word));
        var end = 0;
        while (end < rest.Length && !(rest[end] == '\n' && (end == 0 || rest[end - 1] != '\\')))
        {
            end++;
        }

        rest = rest[..end];
        var option = rest.IndexOf(" -u ");
        var skip = 4;
        if (option < 0)
        {
            (option, skip) = (rest.IndexOf(" --user "), " --user ".Length);
        }

        if (option < 0)
        {
            return;
        }

        var at = option + skip;
        at += at < rest.Length && rest[at] is '"' or '\'' ? 1 : 0;
        var value = rest[at..];
        var stop = value.IndexOfAny(" \t\r\n\"'`");
        value = (stop < 0 ? value : value[..stop]).TrimEnd(",;");
        var colon = value.IndexOf(':');
        if (colon > 0 && value.Length - colon > 3 && !SecretValue.IsPlaceholder(value[(colon + 1)..]) && !StandIn.IsLogin(value[..colon], value[(colon + 1)..]))
        {
            found.Add(new Secret(word + at + colon + 1, value.Length - colon - 1, SecretKind.Authorization));
        }
    }

    private static int Skip(string text, int at, string characters)
    {
        var start = at;
        while (at < text.Length && at - start < 8 && characters.Contains(text[at], StringComparison.Ordinal))
        {
            at++;
        }

        return at;
    }

    private static List<Secret> Join(List<Secret> found)
    {
        if (found.Count < 2)
        {
            return found;
        }

        // Of two that are the same place, the one that says more comes first.
        found.Sort((a, b) => (a.Start, b.Length, a.Kind).CompareTo((b.Start, a.Length, b.Kind)));
        var joined = new List<Secret>(found.Count);
        foreach (var secret in found)
        {
            if (joined.Count > 0 && secret.Start < joined[^1].End)
            {
                var last = joined[^1];
                joined[^1] = last with { Length = Math.Max(last.End, secret.End) - last.Start };
            }
            else
            {
                joined.Add(secret);
            }
        }

        return joined;
    }
}
