namespace Plumb.Search.Discovery;

/// <summary>
/// The rules of one ignore file in git's syntax, sorted into buckets so that a path costs a few hash look-ups and only
/// the rare general glob is matched one by one. The last matching line decides.
/// </summary>
internal sealed class IgnoreFile
{
    private readonly List<Rule> rules = [];
    private readonly Dictionary<string, List<int>> names;
    private readonly Dictionary<string, List<int>> paths;
    private readonly Dictionary<string, List<int>> extensions;
    private readonly List<int> general = [];
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> nameLookup;
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> pathLookup;
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> extensionLookup;
    private readonly bool ignoreCase;

    private IgnoreFile(string display, int baseLength, bool ignoreCase)
    {
        Display = display;
        BaseLength = baseLength;
        this.ignoreCase = ignoreCase;
        var comparer = ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        names = new(comparer);
        paths = new(comparer);
        extensions = new(comparer);
        nameLookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
        pathLookup = paths.GetAlternateLookup<ReadOnlySpan<char>>();
        extensionLookup = extensions.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>How the file is named to people.</summary>
    public string Display { get; }

    /// <summary>Length of the folder's path (with its slash) that the rules are relative to.</summary>
    public int BaseLength { get; }

    public bool IsEmpty => rules.Count == 0;

    /// <summary>True for a .plumbignore and for what plumb.json says: git knows neither.</summary>
    public bool IsOurs { get; private init; }

    /// <summary>Parses an ignore file (<c>.gitignore</c>, <c>.plumbignore</c>, <c>info/exclude</c>).</summary>
    public static IgnoreFile Parse(string text, string display, int baseLength, bool ignoreCase, bool isOurs = false)
    {
        var file = new IgnoreFile(display, baseLength, ignoreCase) { IsOurs = isOurs };
        var number = 0;
        var all = text.AsSpan().TrimStart('\uFEFF');
        foreach (var range in all.Split('\n'))
        {
            number++;
            var line = all[range];
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }

            if (line[^1] == '\r')
            {
                line = line[..^1];
            }

            line = TrimTrailingSpaces(line);
            var negated = !line.IsEmpty && line[0] == '!';
            file.Add(negated ? line[1..] : line, negated, number);
        }

        return file;
    }

    /// <summary>Reads and parses an ignore file of a folder; null where there is none or it cannot be read.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="inputs">Notes that the file was looked at, be it there or not.</param>
    public static IgnoreFile? TryRead(string folder, string name, string display, int baseLength, bool ignoreCase, Stamps.InputStamps? inputs, bool isOurs = false) =>
        FileText.TryRead(Path.Combine(folder, name), inputs) is { } text ? Parse(text, display, baseLength, ignoreCase, isOurs) : null;

    /// <summary>Parses the lines of a <c>.gitattributes</c> that set or unset one attribute; a match means that it is set.</summary>
    public static IgnoreFile ParseAttributes(string text, string attribute, string display, int baseLength, bool ignoreCase)
    {
        var file = new IgnoreFile(display, baseLength, ignoreCase);
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (!line.Contains(attribute, StringComparison.Ordinal))
            {
                continue;
            }

            var words = line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || words[0][0] is '#' or '!' or '[' || words[0].EndsWith('/'))
            {
                continue;
            }

            foreach (var word in words.AsSpan(1))
            {
                var unset = word[0] is '-' or '!';
                var name = unset ? word[1..] : word;
                if (name == attribute || name == attribute + "=true" || name == attribute + "=false")
                {
                    file.Add(words[0].Trim('"'), unset || name.EndsWith("=false", StringComparison.Ordinal), number);
                }
            }
        }

        return file;
    }

    /// <summary>The last rule that matches, or -1.</summary>
    /// <param name="path">The path from the outermost root, without a slash at its end.</param>
    /// <param name="nameStart">Where the last component starts.</param>
    public int Match(ReadOnlySpan<char> path, int nameStart, bool isFolder)
    {
        var name = path[nameStart..];
        path = path[BaseLength..];
        var best = -1;
        if (names.Count > 0 && nameLookup.TryGetValue(name, out var found))
        {
            best = Last(found, isFolder, best);
        }

        if (paths.Count > 0 && pathLookup.TryGetValue(path, out found))
        {
            best = Last(found, isFolder, best);
        }

        if (extensions.Count > 0 && name.LastIndexOf('.') is >= 0 and var dot && extensionLookup.TryGetValue(name[dot..], out found))
        {
            best = Last(found, isFolder, best);
        }

        for (var i = general.Count - 1; i >= 0 && general[i] > best; i--)
        {
            var rule = rules[general[i]];
            if ((!rule.FolderOnly || isFolder) && MatchesGeneral(rule, path, name))
            {
                return general[i];
            }
        }

        return best;
    }

    public bool IsNegated(int rule) => rules[rule].Negated;

    /// <summary>The ignore file, the line and the pattern, for people.</summary>
    public string Describe(int rule)
    {
        var r = rules[rule];
        return r.Description ??= $"{Display}:{r.Line}: {(r.Negated ? "!" : "")}{r.Source}";
    }

    private static ReadOnlySpan<char> TrimTrailingSpaces(ReadOnlySpan<char> line)
    {
        var lastSpace = -1;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == ' ')
            {
                lastSpace = lastSpace < 0 ? i : lastSpace;
                continue;
            }

            lastSpace = -1;
            if (line[i] == '\\' && ++i >= line.Length)
            {
                return line;
            }
        }

        return lastSpace < 0 ? line : line[..lastSpace];
    }

    private static int FindWildcard(ReadOnlySpan<char> pattern)
    {
        var at = pattern.IndexOfAny("*?[\\");
        return at < 0 ? pattern.Length : at;
    }

    private static void Put(Dictionary<string, List<int>> bucket, string key, int index)
    {
        if (!bucket.TryGetValue(key, out var list))
        {
            bucket[key] = list = [];
        }

        list.Add(index);
    }

    private int Last(List<int> candidates, bool isFolder, int best)
    {
        for (var i = candidates.Count - 1; i >= 0 && candidates[i] > best; i--)
        {
            if (isFolder || !rules[candidates[i]].FolderOnly)
            {
                return candidates[i];
            }
        }

        return best;
    }

    private void Add(ReadOnlySpan<char> pattern, bool negated, int line)
    {
        var source = pattern;
        var folderOnly = !pattern.IsEmpty && pattern[^1] == '/';
        if (folderOnly)
        {
            pattern = pattern[..^1];
        }

        if (pattern.IsEmpty)
        {
            return;
        }

        var nameOnly = !pattern.Contains('/');
        if (!nameOnly && pattern[0] == '/')
        {
            pattern = pattern[1..];
        }

        var prefix = FindWildcard(pattern);
        var index = rules.Count;
        rules.Add(new Rule(pattern.ToString(), source.ToString(), negated, folderOnly, nameOnly, prefix, line));
        if (prefix == pattern.Length)
        {
            Put(nameOnly ? names : paths, pattern.ToString(), index);
        }
        else if (nameOnly && pattern.Length > 2 && pattern.StartsWith("*.") && FindWildcard(pattern[1..]) == pattern.Length - 1 && !pattern[2..].Contains('.'))
        {
            Put(extensions, pattern[1..].ToString(), index);
        }
        else
        {
            general.Add(index);
        }
    }

    private bool MatchesGeneral(Rule rule, ReadOnlySpan<char> path, ReadOnlySpan<char> name)
    {
        var text = rule.NameOnly ? name : path;
        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

        // git matches the literal prefix by itself and then the rest, which makes the rest of "a**/b" a true "**/b".
        return text.StartsWith(rule.Pattern.AsSpan(0, rule.Prefix), comparison)
            && (rule.NameOnly
                ? Wildmatch.IsMatch(rule.Pattern, text, pathMode: false, ignoreCase)
                : Wildmatch.IsMatch(rule.Pattern.AsSpan(rule.Prefix), text[rule.Prefix..], pathMode: true, ignoreCase));
    }

    private sealed record Rule(string Pattern, string Source, bool Negated, bool FolderOnly, bool NameOnly, int Prefix, int Line)
    {
        public string? Description { get; set; }
    }
}
