using System.Text.RegularExpressions;
using Plumb.Prompts.Workspace;

namespace Plumb.Prompts.Configuration;

/// <summary>
/// A glob of a configuration over posix paths (<see cref="GlobPattern"/>). One without a slash is about names and holds in
/// every folder; one that ends with a slash, or names a folder, holds for all that is in it.
/// </summary>
public sealed class PathGlob
{
    private readonly Regex pattern;

    /// <param name="text">The glob, with forward slashes.</param>
    public PathGlob(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        var trimmed = text.TrimEnd('/');
        trimmed = trimmed.StartsWith("./", StringComparison.Ordinal) ? trimmed[2..] : trimmed;
        pattern = GlobPattern.CompileAnchored(trimmed.StartsWith('/') ? trimmed[1..] : trimmed.Contains('/') ? trimmed : "**/" + trimmed);
    }

    public string Text { get; }

    /// <param name="path">Posix, relative to where the glob is written.</param>
    public bool IsMatch(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return pattern.IsMatch(path);
    }
}
