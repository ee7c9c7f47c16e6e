using System.Text.RegularExpressions;

namespace Plumb.Search.Indexing;

/// <summary>The paths that may have changed, each with all that is below it.</summary>
internal sealed partial class ChangeScope
{
    private readonly HashSet<string> paths;

    private ChangeScope(IEnumerable<string> paths) => this.paths = paths.ToHashSet(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Paths => paths;

    /// <summary>Null where a change decides about other files too: an ignore file, settings, git's own.</summary>
    public static ChangeScope? Of(IReadOnlyCollection<string> paths)
    {
        var trimmed = paths.Select(path => path.Replace('\\', '/').Trim('/')).ToList();
        return trimmed.Exists(path => path.Length == 0 || DecidesAboutOthers().IsMatch(path)) ? null : new ChangeScope(trimmed);
    }

    public bool Covers(string path)
    {
        var lookup = paths.GetAlternateLookup<ReadOnlySpan<char>>();
        var rest = path.AsSpan().TrimEnd('/');
        while (!rest.IsEmpty)
        {
            if (lookup.Contains(rest))
            {
                return true;
            }

            rest = rest[..Math.Max(0, rest.LastIndexOf('/'))];
        }

        return false;
    }

    [GeneratedRegex(@"(?:^|/)(?:\.gitignore|\.plumbignore|\.gitattributes|\.gitmodules|\.git|CACHEDIR\.TAG|pyvenv\.cfg|plumb\.json)(?:/|$)", RegexOptions.CultureInvariant)]
    private static partial Regex DecidesAboutOthers();
}
