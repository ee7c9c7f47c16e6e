using System.Text;
using System.Text.RegularExpressions;

namespace Plumb.Prompts.Workspace;

/// <summary>An editor's glob as an expression over whole paths with forward slashes: <c>**</c>, <c>*</c>, <c>?</c>, <c>{a,b}</c>, <c>[abc]</c>.</summary>
public static class GlobPattern
{
    public static Regex Compile(string glob)
    {
        ArgumentNullException.ThrowIfNull(glob);
        var pattern = new StringBuilder("^(?:.*/)?");
        glob = glob.Trim();
        if (glob.StartsWith('/') || glob.StartsWith("./", StringComparison.Ordinal))
        {
            pattern.Clear().Append('^');
            glob = glob[(glob.IndexOf('/', StringComparison.Ordinal) + 1)..];
        }

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

        pattern.Append(')', braces).Append('$');
        return new Regex(pattern.ToString(), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
