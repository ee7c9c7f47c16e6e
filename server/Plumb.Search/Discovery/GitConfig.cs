namespace Plumb.Search.Discovery;

/// <summary>
/// The two settings of git that discovery obeys: core.excludesFile and core.ignoreCase. Includes and conditional
/// includes are not followed.
/// </summary>
internal sealed class GitConfig
{
    public string? ExcludesFile { get; private set; }

    public bool? IgnoreCase { get; private set; }

    /// <summary>Reads what exists; later files override earlier ones, as in git.</summary>
    public static GitConfig Read(IEnumerable<string> files, string? home, Stamps.InputStamps? inputs = null)
    {
        var config = new GitConfig();
        foreach (var file in files)
        {
            if (FileText.TryRead(file, inputs) is { } text)
            {
                config.Apply(text, home);
            }
        }

        return config;
    }

    /// <summary>The user's configuration files, weakest first.</summary>
    public static IEnumerable<string> UserFiles(Func<string, string?> environment, string? home)
    {
        if (environment("GIT_CONFIG_GLOBAL") is { Length: > 0 } only)
        {
            return [only];
        }

        return home is null ? [] : [Path.Combine(ConfigHome(environment, home), "git", "config"), Path.Combine(home, ".gitconfig")];
    }

    /// <summary>Where the user's excludes lie when core.excludesFile is not set.</summary>
    public static string? DefaultExcludesFile(Func<string, string?> environment, string? home) =>
        home is null && environment("XDG_CONFIG_HOME") is not { Length: > 0 }
            ? null
            : Path.Combine(ConfigHome(environment, home ?? ""), "git", "ignore");

    private static string ConfigHome(Func<string, string?> environment, string home) =>
        environment("XDG_CONFIG_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(home, ".config");

    private static string Unquote(string value)
    {
        if (!value.StartsWith('"'))
        {
            var comment = value.AsSpan().IndexOfAny('#', ';');
            return (comment < 0 ? value : value[..comment]).Trim();
        }

        var end = value.IndexOf('"', 1);
        return end < 0 ? value[1..] : value[1..end];
    }

    private void Apply(string text, string? home)
    {
        var inCore = false;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line.StartsWith('['))
            {
                inCore = line.StartsWith("[core]", StringComparison.OrdinalIgnoreCase);
                line = line[(line.IndexOf(']') + 1)..].Trim();
            }

            var equals = line.IndexOf('=');
            if (!inCore || equals < 0)
            {
                if (inCore && line.Equals("ignorecase", StringComparison.OrdinalIgnoreCase))
                {
                    IgnoreCase = true;
                }

                continue;
            }

            var key = line[..equals].Trim();
            var value = Unquote(line[(equals + 1)..].Trim());
            if (key.Equals("excludesfile", StringComparison.OrdinalIgnoreCase))
            {
                ExcludesFile = value.StartsWith("~/", StringComparison.Ordinal) && home is not null ? Path.Combine(home, value[2..]) : value;
            }
            else if (key.Equals("ignorecase", StringComparison.OrdinalIgnoreCase))
            {
                IgnoreCase = value.ToUpperInvariant() is "TRUE" or "YES" or "ON" or "1";
            }
        }
    }
}
