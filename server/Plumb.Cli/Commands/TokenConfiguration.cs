using System.Collections.Concurrent;
using System.Text;
using Plumb.Search;
using Plumb.Search.Discovery;
using Plumb.Text.Configuration;
using Plumb.Tokens;

namespace Plumb.Cli.Commands;

/// <summary>
/// Reads the <c>tokens</c> sections of the user's plumb.json (in the data folder) and of a workspace's; the workspace's goes
/// first. The tokenizer files of a workspace lie inside it: an opened repository is not to make Plumb read other files.
/// </summary>
internal static class TokenConfiguration
{
    private const long LargestTokenizer = 256 * 1024 * 1024;

    private static readonly ConcurrentDictionary<(string Path, DateTime Changed), Lazy<TextTokenizer>> Opened = new();

    public static TokenSettings Load(string? root)
    {
        var home = WorkspaceOptions.DefaultDataHome;
        var settings = With(TokenSettings.Default, home, path => Open(Path.GetFullPath(path, home)));
        return root is null || Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(home)) ? settings : With(settings, root, path => Open(Inside(root, path)));
    }

    /// <summary>
    /// The folder of the plumb.json that holds for a folder: its own or the nearest above, not beyond the repository that it is
    /// in. Without one the repository's, or the folder itself where there is none.
    /// </summary>
    public static string FindRoot(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, ConfigurationFile.FileName)) || Path.Exists(Path.Combine(at, ".git")))
            {
                return at;
            }
        }

        return folder;
    }

    private static TokenSettings With(TokenSettings settings, string folder, Func<string, TextTokenizer> open)
    {
        try
        {
            var path = Path.Combine(folder, ConfigurationFile.FileName);
            if (!File.Exists(path) || !FileKind.IsRegular(path))
            {
                return settings;
            }

            var (file, problems) = ConfigurationFile.Parse(File.ReadAllText(path, Encoding.UTF8));
            var read = (settings with { Problems = [] }).With(file.Section("tokens"), open);
            return read with { Problems = [.. settings.Problems, .. read.Problems.Concat(problems).Select(problem => problem with { Message = $"{path}: {problem.Message}" })] };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return settings with { Problems = [.. settings.Problems, new ConfigurationProblem("", $"{ConfigurationFile.FileName} in {folder} cannot be read: {e.Message}", null)] };
        }
    }

    private static string Inside(string root, string path)
    {
        var full = Path.GetFullPath(path, root);
        var relative = Path.GetRelativePath(root, full);
        return Path.IsPathRooted(relative) || relative.Split('/', '\\')[0] == ".."
            ? throw new FormatException($"The workspace's {ConfigurationFile.FileName} names the tokenizer '{path}', which lies outside of the workspace: name it in the plumb.json of your own settings, in {WorkspaceOptions.DefaultDataHome}.")
            : full;
    }

    private static TextTokenizer Open(string path)
    {
        var info = new FileInfo(path);
        if (!info.Exists || !FileKind.IsRegular(path) || info.Length > LargestTokenizer)
        {
            throw new FormatException($"The tokenizer '{path}' {(info.Exists ? "is no file of a tokenizer" : "does not exist")}: correct the path in plumb.json.");
        }

        try
        {
            // Read once for all counts; anew when the file changes.
            return Opened.GetOrAdd((path, info.LastWriteTimeUtc), key => new Lazy<TextTokenizer>(() => TextTokenizer.Read(File.ReadAllBytes(key.Path)))).Value;
        }
        catch (FormatException e)
        {
            throw new FormatException($"The tokenizer '{path}' cannot be used: {char.ToLowerInvariant(e.Message[0])}{e.Message[1..].TrimEnd('.')}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new FormatException($"The tokenizer '{path}' cannot be read: {e.Message}", e);
        }
    }
}
