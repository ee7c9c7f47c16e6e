using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Plumb.Architecture.Tests;

/// <summary>The sources of the server, as they lie in the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Projects { get; } =
        Directory.EnumerateDirectories(Path.Combine(Root, "server")).Where(folder => ProjectFile(folder) is not null).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal).ToList();

    public static IReadOnlyList<string> References(string project) => Includes(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).ToList();

    public static IReadOnlyList<string> Packages(string project) => Includes(project, "PackageReference");

    /// <summary>Source files as posix paths from the server folder, with their text.</summary>
    public static IEnumerable<(string Path, string Text)> Sources()
    {
        var server = Path.Combine(Root, "server");
        foreach (var file in Directory.EnumerateFiles(server, "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(server, file).Replace('\\', '/');
            if (!path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            {
                yield return (path, File.ReadAllText(file));
            }
        }
    }

    private static List<string> Includes(string project, string element) =>
        XDocument.Load(ProjectFile(Path.Combine(Root, "server", project))!).Descendants(element).Select(e => e.Attribute("Include")?.Value ?? "").Where(v => v.Length > 0).ToList();

    private static string? ProjectFile(string folder) => Directory.EnumerateFiles(folder, "*.csproj").FirstOrDefault();

    private static string FindRoot([CallerFilePath] string here = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, here })
        {
            for (var folder = Path.GetDirectoryName(start); folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "Lsp.sln")))
                {
                    return folder;
                }
            }
        }

        throw new InvalidOperationException("Lsp.sln is above neither the test assembly nor its source");
    }
}
