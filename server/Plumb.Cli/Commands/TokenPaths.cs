using Plumb.Tokens.Budgets;

namespace Plumb.Cli.Commands;

/// <summary>Turns the arguments of <c>plumb tokens</c> into files: each once, however often it is named.</summary>
internal static class TokenPaths
{
    /// <summary>How standard input is written.</summary>
    private const string StandardInput = "-";

    /// <param name="problems">Gets a sentence for each argument that names nothing.</param>
    /// <param name="leftOut">Gets what folders hold and cannot be looked at.</param>
    /// <returns>A file without a full path is standard input.</returns>
    public static List<InputFile> Find(IReadOnlyList<string> paths, List<string> problems, LeftOut leftOut, CancellationToken cancellation)
    {
        var files = new List<InputFile>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in paths.Count == 0 ? ["."] : paths)
        {
            try
            {
                foreach (var file in Expand(path, leftOut, cancellation))
                {
                    if (places.TryAdd(file.FullPath, files.Count))
                    {
                        files.Add(file);
                    }
                    else if (file.IsNamed)
                    {
                        // Found in a folder, and named besides: then a problem with it is an error.
                        files[places[file.FullPath]] = files[places[file.FullPath]] with { IsNamed = true };
                    }
                }
            }
            catch (CommandException e)
            {
                problems.Add(e.Message);
            }
        }

        return files;
    }

    private static IReadOnlyList<InputFile> Expand(string path, LeftOut leftOut, CancellationToken cancellation) =>
        path == StandardInput ? [new InputFile(StandardInput, "", IsNamed: true)]
        : IsPattern(path) && !Path.Exists(path) ? Matching(path, leftOut, cancellation)
        : PathArguments.Expand([path], leftOut, cancellation);

    private static bool IsPattern(string path) =>
        path.AsSpan().IndexOfAny('*', '?') >= 0 || IsSet(path) || BraceExpansion.Expand(path).Count > 1;

    private static bool IsSet(string part) => part.IndexOf('[', StringComparison.Ordinal) is >= 0 and var open && part.IndexOf(']', open) > open;

    /// <summary>A shell that does not expand a pattern, or one that does not know '**', leaves it to us.</summary>
    private static List<InputFile> Matching(string path, LeftOut leftOut, CancellationToken cancellation)
    {
        var found = BraceExpansion.Expand(path.Replace('\\', '/')).SelectMany(plain => MatchingPlain(plain, leftOut, cancellation)).ToList();
        return found.Count > 0 ? found : throw new CommandException($"No file matches '{path}'.");
    }

    /// <summary>The same for a pattern without braces; what is not there matches nothing.</summary>
    private static List<InputFile> MatchingPlain(string path, LeftOut leftOut, CancellationToken cancellation)
    {
        var parts = path.Split('/');
        var plain = Array.FindIndex(parts, part => part.AsSpan().IndexOfAny('*', '?') >= 0 || IsSet(part));
        if (plain < 0)
        {
            return Path.Exists(path) ? PathArguments.Expand([path], leftOut, cancellation) : [];
        }

        var folder = string.Join('/', parts[..plain]);
        folder = folder.Length > 0 ? folder : plain > 0 ? "/" : ".";
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var pattern = new PathPattern("/" + string.Join('/', parts[plain..]));
        var inFolder = new LeftOut();
        var files = PathArguments.Expand([folder], inFolder, cancellation);
        leftOut.AddRange(inFolder, IsMatch);
        return files.FindAll(file => IsMatch(file.FullPath));

        bool IsMatch(string fullPath) => pattern.IsMatch(Path.GetRelativePath(folder, fullPath).Replace('\\', '/'));
    }
}
