using System.Text;
using System.Text.RegularExpressions;

namespace Plumb.Prompts.Workspace;

/// <summary>
/// Globs as expressions over whole paths with forward slashes: <c>*</c> and <c>?</c> stay inside a folder, <c>**</c> crosses
/// folders, <c>[a-z]</c> and <c>[!a]</c> are sets, <c>{a,b}</c> alternatives. None costs more than the product of both texts.
/// </summary>
public static class GlobPattern
{
    /// <summary>An editor's glob: in any folder unless it begins with a slash or a dot and a slash, and in any case.</summary>
    public static Regex Compile(string glob)
    {
        ArgumentNullException.ThrowIfNull(glob);
        glob = glob.Trim();
        var isAnchored = glob.StartsWith('/') || glob.StartsWith("./", StringComparison.Ordinal);
        return Make(isAnchored ? "^" : "^(?:.*/)?", isAnchored ? glob[(glob.IndexOf('/', StringComparison.Ordinal) + 1)..] : glob, "$", RegexOptions.IgnoreCase);
    }

    /// <summary>A glob from where it is written: that path, and all that is in it where it names a folder.</summary>
    internal static Regex CompileAnchored(string glob) => Make("^", glob, "(?:/.*)?$", RegexOptions.None);

    private static Regex Make(string before, string glob, string after, RegexOptions options)
    {
        options |= RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline;
        try
        {
            return new Regex(before + Translate(glob) + after, options);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // Nobody writes such a glob; it stands for its own text.
            return new Regex(before + Regex.Escape(glob) + after, options);
        }
    }

    private static StringBuilder Translate(string glob)
    {
        var pattern = new StringBuilder();
        var braces = 0;
        for (var i = 0; i < glob.Length; i++)
        {
            switch (glob[i])
            {
                case '*' when i + 1 < glob.Length && glob[i + 1] == '*':
                    i++;
                    var slash = i + 1 < glob.Length && glob[i + 1] == '/';
                    pattern.Append(slash ? "(?:.*/)?" : ".*");
                    i += slash ? 1 : 0;
                    break;
                case '*':
                    pattern.Append("[^/]*");
                    break;
                case '?':
                    pattern.Append("[^/]");
                    break;
                case '[' when glob.IndexOf(']', Math.Min(glob.Length, i + 2)) is > 0 and var close:
                    AddSet(pattern, glob.AsSpan(i + 1, close - i - 1));
                    i = close;
                    break;
                case '{' when glob.IndexOf('}', i) > 0:
                    braces++;
                    pattern.Append("(?:");
                    break;
                case '}' when braces > 0:
                    braces--;
                    pattern.Append(')');
                    break;
                case ',' when braces > 0:
                    pattern.Append('|');
                    break;
                default:
                    pattern.Append(Regex.Escape(glob[i].ToString()));
                    break;
            }
        }

        return pattern.Append(')', braces);
    }

    /// <summary>A set takes no slash, whatever stands in it.</summary>
    private static void AddSet(StringBuilder pattern, ReadOnlySpan<char> set)
    {
        var isNegated = set is ['!' or '^', ..];
        set = isNegated ? set[1..] : set;
        var members = new StringBuilder();
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            var last = isRange ? set[i + 2] : set[i];
            if (set[i] <= last)
            {
                members.Append(Code(set[i])).Append('-').Append(Code(last));
            }

            i += isRange ? 2 : 0;
        }

        pattern.Append(isNegated ? $"[^/{members}]" : members.Length == 0 ? "[^\\s\\S]" : $"[{members}-[/]]");
    }

    private static string Code(char c) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
}
